"""What comes in: the same head or nothing, and no bundle that was tampered with or is meant to do harm."""

from __future__ import annotations

import io
import json
import shutil
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store.memory import MemoryRoom
from tests.audit.forging import appended, changed, entries_of, first
from tests.desk.world import World, accepted, audited, begun, noted_by_mistake
from tests.exports.bundles import NOW, Json, bundled, forged, looked_at, measured, put, remade, rewritten
from vs_workflow.desk.bring_in import bring_in, look_over
from vs_workflow.desk.documents import find_document
from vs_workflow.desk.leave import fetcher, leaving
from vs_workflow.desk.office import Office
from vs_workflow.exports.bundle import Bundle
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Kind
from vs_workflow.outside.bundle_reading import open_bundle
from vs_workflow.outside.bundles import write_zip
from vs_workflow.outside.checkpoints import CheckpointFolder
from vs_workflow.reasons import BadFile, Misunderstood


@pytest.fixture(scope="module")
def world() -> World:
    made = begun().offered("1", ("Ede", "gelderland-midden"))
    made.advance("1", "present", "keken")
    noted_by_mistake(made)
    return made


@pytest.fixture
def folder(honest: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(honest, tmp_path / "bundle"))


def came_in(path: Path, room: MemoryRoom) -> Office:
    with open_bundle(str(path)) as packed:
        office = Office(room, None, None)  # type: ignore[arg-type]
        bring_in(office, look_over(packed, NOW))
    return office


def refused(path: Path) -> str:
    room = MemoryRoom()
    with pytest.raises(BadFile) as error:
        came_in(path, room)
    with room.reading() as work:
        assert work.journal.head().seq == 0
        assert list(work.shelf.addresses()) == []
    return error.value.rule


@pytest.mark.parametrize("zipped", [False, True])
def test_the_head_is_the_same_and_all_of_it_holds(world: World, folder: Path, tmp_path: Path, zipped: bool) -> None:
    path = folder
    if zipped:
        path = tmp_path / "bundle.zip"
        write_zip(str(path), packed(folder))
    room = MemoryRoom()
    came_in(path, room)

    again = World(Office(room, world.stamps, world.office.read_day, clock_set=True), world.stamps)
    assert leaving(again.office).head == leaving(world.office).head
    assert audited(again) == len(entries_of(world))
    with pytest.raises(BadFile, match="there-already"):
        came_in(path, room)


def test_a_part_or_a_bundle_without_its_documents_stays_out(world: World, folder: Path, tmp_path: Path) -> None:
    assert refused(bundled(world.office, tmp_path / "part", "2")) == "file.bundle-part"

    shutil.rmtree(folder / "documents")
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["files"] = [one for one in manifest["files"] if not one["path"].startswith("documents/")]
    remade(folder, files=manifest["files"])
    assert refused(folder) == "file.bundle-part"


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (lambda path: (path / "journal.jsonl").write_bytes(b"x"), "file.bundle-changed"),
        (lambda path: (path / "README.txt").write_bytes(b"x"), "file.bundle-changed"),
        (lambda path: next((path / "register").iterdir()).write_bytes(b"{}"), "file.bundle-changed"),
        (lambda path: remade(path, head="0" * 64), "file.bundle-changed"),
        (lambda path: remade(path, root="x"), "file.bundle-changed"),
        (lambda path: remade(path, programme="other"), "file.bundle-changed"),
        (lambda path: crlf(path / "journal.jsonl"), "file.bundle-line-ends"),
        (lambda path: (path / "extra").write_bytes(b""), "file.bundle-surplus"),
        (lambda path: (path / ".DS_Store").write_bytes(b""), "file.bundle-surplus"),
        (lambda path: next((path / "rules").glob("*.toml")).unlink(), "file.bundle-missing"),
        (lambda path: (path / "manifest.json").unlink(), "file.bundle-no-manifest"),
    ],
)
def test_what_is_not_as_the_manifest_says_stays_out(folder: Path, broken: Callable[[Path], object], rule: str) -> None:
    broken(folder)

    assert refused(folder) == rule


def test_a_record_that_was_handed_in_as_a_document_goes_along_as_a_record_and_stays_closed(tmp_path: Path) -> None:
    world = begun()
    files = dict(Bundle(leaving(world.office), fetcher(world.office)).files())
    name, record = next((name, data) for name, data in files.items() if name.startswith("register/"))
    accepted(world.record("concept-filed", "1", "keken", docs=[record]))

    folder = bundled(world.office, tmp_path / "bundle")
    office = came_in(folder, MemoryRoom())
    bare = dict(Bundle(leaving(world.office), fetcher(world.office), register=False).files())

    assert (folder / name).read_bytes() == record
    assert not (folder / "documents").exists()
    assert record not in bare.values()
    with office.room.reading() as work, pytest.raises(Misunderstood, match=r"document\.unknown"):
        find_document(content_hash(record), work.shelf)
    assert not looked_at(folder).findings


def crlf(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))


def test_nothing_is_read_of_a_bundle_of_which_any_file_is_not_as_it_should_be(folder: Path) -> None:
    (folder / "verify.py").write_bytes(b"x")

    with pytest.raises(BadFile, match="bundle-changed"), open_bundle(str(folder)):
        pytest.fail("it was handed out")


def test_a_folder_that_cannot_keep_the_checkpoints_leaves_no_programme(folder: Path) -> None:
    measured(folder)
    (folder.parent / "file").write_text("")
    room = MemoryRoom()

    with open_bundle(str(folder)) as packed, pytest.raises(BadFile):
        bring_in(
            Office(room, None, None),  # type: ignore[arg-type]
            look_over(packed, NOW),
            CheckpointFolder(str(folder.parent / "file")),
        )

    with room.reading() as work:
        assert work.journal.head().seq == 0


def test_a_journal_that_is_not_what_its_own_checkpoint_says_stays_out(folder: Path) -> None:
    """Every link, number and hash was made anew; the checkpoint of before came along."""

    def retold(lines: list[Json]) -> list[Json]:
        return [{**line, "salt": "0" * 32} if line.get("what") == "present" else line for line in lines]

    assert refused(rewritten(measured(folder), retold)) == "file.bundle-not-whole"


def test_a_checkpoint_that_cannot_be_read_stays_out(folder: Path) -> None:
    put(folder, "checkpoints/00000010.checkpoint", b"x")

    assert refused(folder) == "file.bundle-not-whole"


def test_a_register_file_of_another_content_stays_out_whatever_the_manifest_says(folder: Path) -> None:
    next((folder / "register").iterdir()).write_bytes(b"{}")
    remade(folder)

    assert refused(folder) == "file.bundle-content"


def test_a_journal_that_breaks_a_rule_stays_out(world: World, tmp_path: Path) -> None:
    step = first(entries_of(world), Kind.STEP, "start")
    for number, change in enumerate(
        (changed(step.seq, actor="welten"), appended(replace(step, on=date(2016, 1, 1))), changed(step.seq, guards={}))
    ):
        assert refused(forged(world, tmp_path / str(number), change)) == "file.bundle-not-whole"


@pytest.mark.parametrize(
    "said",
    [
        {"at": "0001-01-01T00:00:00.000000+14:00"},
        {"at": "9999-12-31T23:59:59.999999Z"},
        {"on": "9999-12-31"},
        {"kind": "sweep", "what": "sweep", "facts": {"flags": 0, "from": "2015-02-13", "to": "9999-12-31"}},
    ],
)
def test_a_day_or_moment_at_the_edge_of_the_calendar_stays_out(folder: Path, said: Json) -> None:
    rewritten(folder, lambda lines: [*lines[:-1], {**lines[-1], **said}])

    assert refused(folder) == "file.bundle-not-whole"


def test_lines_that_spell_nothing_stay_out(folder: Path) -> None:
    journal = folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'{"', b'{ "', 1))
    remade(folder)

    assert refused(folder) in ("file.bundle-not-whole", "file.bundle-changed")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":"vs.bundle/2","files":[]}', '{"files":[1]}', "[" * 99_999])
def test_a_manifest_that_is_none(folder: Path, text: str) -> None:
    (folder / "manifest.json").write_text(text)

    assert refused(folder) == "file.bundle-none"


def test_links_pipes_and_devices_are_never_opened(folder: Path, tmp_path: Path) -> None:
    import os

    (folder / "rules" / "x.toml").symlink_to("/etc/passwd")
    assert refused(folder) == "file.bundle-path"
    (folder / "rules" / "x.toml").unlink()
    os.mkfifo(folder / "pipe")
    assert refused(folder) == "file.bundle-path"
    os.mkfifo(tmp_path / "pipe")
    assert refused(tmp_path / "pipe") == "file.not-regular"
    assert refused(tmp_path / "nothing") == "file.missing"


def archive(*items: tuple[str, bytes], mode: int = stat.S_IFREG) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in items:
            item = zipfile.ZipInfo(name)
            item.external_attr = (mode | 0o644) << 16
            item.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(item, data)
    return made.getvalue()


def listing(*items: tuple[str, bytes]) -> bytes:
    files = [{"path": name, "size": len(data), "sha256": "0" * 64} for name, data in items]
    return json.dumps({"format": "vs.bundle/1", "programme": "x", "entries": 1, "head": "", "files": files}).encode()


OUTSIDE = ["../x", "/etc/x", "a\\b", "a/../b", "./x", "C:/x", "a/.."]
ODD = ["a/b/c", "a//b", ".x", "x\0y", "a/", "x" * 300, "é", "a b"]


@pytest.mark.parametrize("name", [*OUTSIDE, *ODD])
def test_a_name_that_climbs_or_is_not_plain_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(archive((name, b"x"), ("manifest.json", listing((name, b"x")))))

    assert refused(path) == ("file.bundle-path" if name in OUTSIDE else "file.bundle-surplus")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["bundle.zip"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_stands_twice_is_a_link_or_swells_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(archive(("a", b"x"), ("a", b"y"), ("manifest.json", listing(("a", b"x")))))
    assert refused(path) == "file.bundle-path"
    path.write_bytes(archive(("a", b"/etc"), ("manifest.json", listing(("a", b"x"))), mode=stat.S_IFLNK))
    assert refused(path) == "file.bundle-path"
    path.write_bytes(archive(("rules/a.toml", b"0" * 50_000_000), ("manifest.json", listing(("rules/a.toml", b"x")))))
    assert refused(path) == "file.too-large"
    path.write_bytes(archive(("manifest.json", b" " * 40_000_000)))
    assert refused(path) == "file.too-large"
    swollen = ("journal.jsonl", b"0" * 300_000_000)
    path.write_bytes(archive(swollen, ("manifest.json", listing(swollen))))
    assert refused(path) == "file.too-large"
    huge = [{"path": "documents/a", "size": 2**40, "sha256": "0" * 64}]
    path.write_bytes(archive(("documents/a", b"x"), ("manifest.json", json.dumps({"files": huge}).encode())))
    assert refused(path) == "file.bundle-none"
    path.write_bytes(b"PK\x03\x04 no archive at all")
    assert refused(path) == "file.bundle-damaged"
    path.write_bytes(b"no archive at all")
    assert refused(path) == "file.bundle-none"


def test_a_document_that_shrinks_to_nothing_comes_in_again(tmp_path: Path) -> None:
    world, blank = begun(), b"\0" * 3_000_000
    accepted(world.record("concept-filed", "3", "bakker", docs=[blank]))
    path = tmp_path / "bundle.zip"
    write_zip(str(path), packed(bundled(world.office, tmp_path / "bundle")))

    room = MemoryRoom()
    came_in(path, room)

    with room.reading() as work:
        assert work.shelf.get(content_hash(blank)) == blank


def test_a_zip_that_was_cut_or_damaged_is_said_to_be_so(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    whole = archive(*packed(folder))
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path) == "file.bundle-damaged"
    middle = whole.index(b"journal.jsonl") + 200
    path.write_bytes(whole[:middle] + b"\0" * 20 + whole[middle + 20 :])
    assert refused(path) == "file.bundle-damaged"


def test_a_zip_made_by_hand_may_name_the_folders_of_a_bundle(world: World, folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(archive(*packed(folder)))
    with zipfile.ZipFile(path, "a") as made:
        for name in ("rules/", "register/", "documents/", "checkpoints/"):
            made.mkdir(name)

    came_in(path, MemoryRoom())

    with zipfile.ZipFile(path, "a") as made:
        made.mkdir("pictures/")
    assert refused(path) == "file.bundle-surplus"


def packed(folder: Path) -> list[tuple[str, bytes]]:
    files = sorted(one for one in folder.rglob("*") if one.is_file())
    return [(one.relative_to(folder).as_posix(), one.read_bytes()) for one in files]
