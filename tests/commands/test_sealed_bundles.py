"""Bundles of what was sealed: all that is kept goes along, and what speaks against the journal is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Vs
from tests.commands.seals import KEPT, SEALED, forge, touch
from tests.exports.bundles import looked_at

CHECKPOINT, SIGNATURE, WITNESSED = (f"{SEALED:08}.{ending}" for ending in ("checkpoint", "sig", "politie.cosig"))


def cut(kept: Path) -> None:
    forge("vs.db", lambda entries: entries[:30])


def rechained(kept: Path) -> None:
    forge("vs.db", touch(20))


def begun_anew(kept: Path) -> None:
    forge("vs.db", touch(1))


def longer(name: str) -> Callable[[Path], object]:
    return lambda kept: (kept / name).write_bytes((kept / name).read_bytes() + b"x\n")


def emptied(name: str) -> Callable[[Path], object]:
    return lambda kept: (kept / name).write_bytes(b"")


def gone(name: str) -> Callable[[Path], object]:
    return lambda kept: (kept / name).unlink()


WRONG: dict[str, tuple[Callable[[Path], object], str]] = {
    "a journal that is shorter": (cut, "seal.shorter"),
    "a journal that was rewritten": (rechained, "seal.rewritten"),
    "a journal with another beginning": (begun_anew, "seal.other-origin"),
    "a damaged checkpoint": (longer(CHECKPOINT), "seal.file-damaged"),
    "an emptied witness": (emptied(WITNESSED), "seal.file-damaged"),
    "an emptied signature": (emptied(SIGNATURE), "seal.no-signature"),
    "no signature": (gone(SIGNATURE), "seal.no-signature"),
    "no checkpoint beside its signatures": (gone(CHECKPOINT), "seal.alone"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_bundle_takes_along_all_that_is_kept_and_ends_with_one_where_it_does_not_hold(
    sealed: Vs, keys: Path, what: str
) -> None:
    change, rule = WRONG[what]
    change(keys / KEPT)
    kept = {path.name: path.read_bytes() for path in (keys / KEPT).iterdir()}

    told = sealed("export --bundle out --json --lang en")

    assert {path.name: path.read_bytes() for path in (keys / "out" / "checkpoints").iterdir()} == kept
    assert told.code == 1
    assert rule in {one["rule"] for one in told.data["findings"]}
    assert f"{SEALED:08}." in told.err
    assert looked_at(keys / "out").findings
    assert sealed("export --bundle again --assignment 4A --lang nl").code == 1


def test_a_bundle_of_what_holds_ends_with_zero_whoever_may_sign(sealed: Vs, keys: Path) -> None:
    (keys / "vs.toml").unlink()

    told = sealed("export --bundle out --json")

    assert (told.code, told.err, told.data["findings"]) == (0, "", [])
    assert looked_at(keys / "out").findings == []


def test_a_missing_signature_is_found_without_a_trust_file(sealed: Vs, keys: Path) -> None:
    (keys / "vs.toml").unlink()
    (keys / KEPT / SIGNATURE).unlink()

    told = sealed("verify --json")

    assert (told.code, [one["rule"] for one in told.data["findings"]]) == (1, ["seal.no-signature"])


def test_no_bundle_with_a_checkpoint_that_nobody_signed_is_read_in(sealed: Vs, keys: Path) -> None:
    (keys / KEPT / SIGNATURE).unlink()
    assert sealed("export --bundle out").code == 1

    assert sealed("import out --db other.db").code == 5


def test_checkpoints_that_another_folder_has_already_are_told(sealed: Vs, keys: Path) -> None:
    assert sealed("export --bundle out").code == 0
    there = Path("other.db.checkpoints", Path(KEPT).name)
    there.mkdir(parents=True)
    (there / CHECKPOINT).write_bytes((keys / KEPT / CHECKPOINT).read_bytes())

    told = sealed("import out --db other.db --json --lang en")
    fresh = sealed("import out --db third.db --json")

    assert (told.code, told.data["checkpoints_not_kept"]) == (0, [WITNESSED, SIGNATURE])
    assert "not kept of the checkpoints in the bundle: 2 files, for" in " ".join(told.err.split())
    assert (fresh.code, fresh.data["checkpoints_not_kept"]) == (0, [])


@pytest.mark.postgres
def test_on_a_server_without_a_folder_it_is_told_that_no_checkpoint_is_kept(
    sealed: Vs, keys: Path, postgres_url: str
) -> None:
    assert sealed("export --bundle out").code == 0

    for more in (" --dry-run", ""):
        told = sealed(f"import out --db {postgres_url} --json --lang en{more}")

        assert (told.code, told.data["checkpoints_not_kept"]) == (0, [CHECKPOINT, WITNESSED, SIGNATURE])
        assert "(3 files), for no folder is configured" in " ".join(told.err.split())
        assert f'seal.folder = "FOLDER", and copy what is in checkpoints of the bundle to FOLDER/{Path(KEPT).name}' in (
            " ".join(told.err.split())
        )


class TestASignatureLeftAlone:
    @pytest.mark.parametrize(
        ("taken", "left"),
        [((CHECKPOINT,), [SIGNATURE, WITNESSED]), ((CHECKPOINT, SIGNATURE), [WITNESSED])],
        ids=["with its witness", "of a witness alone"],
    )
    def test_is_a_trace_of_evidence_that_was_taken_away(
        self, sealed: Vs, keys: Path, taken: tuple[str, ...], left: list[str]
    ) -> None:
        for name in taken:
            (keys / KEPT / name).unlink()

        told = sealed("verify --json")
        sealed("export --bundle out")

        found = [(one["check"], one["facts"]["file"]) for one in told.data["findings"] if one["rule"] == "seal.alone"]
        assert (told.code, told.data["level"]) == (1, "linked")
        assert sorted(found) == [("checkpoint", name) for name in sorted(left)]
        said = "checkpoint: is not here, though this signature of it is"
        assert [one for one in looked_at(keys / "out").findings if one.endswith(said)] == [
            f"checkpoints/{name}: {said}" for name in sorted(left)
        ]

    @pytest.mark.parametrize("again", [True, False], ids=["nothing new", "something new"])
    def test_gets_its_checkpoint_back_when_its_signer_seals_again(self, sealed: Vs, keys: Path, again: bool) -> None:
        if again:
            assert sealed("seal").code == 0
        newest = max((keys / KEPT).glob("*.checkpoint"))
        body = newest.read_bytes()
        newest.unlink()
        assert sealed("verify").code == 1

        assert sealed("seal").code == 0

        assert newest.read_bytes() == body
        assert sealed("verify --json").data["whole"]

    def test_is_none_where_a_partner_called_it_otherwise(self, sealed: Vs, keys: Path) -> None:
        (keys / KEPT / WITNESSED).rename(keys / KEPT / "police.cosig")

        assert sealed("verify --json").data["level"] == "witnessed"
        assert sealed("export --bundle out").code == 0
        assert looked_at(keys / "out").findings == []
