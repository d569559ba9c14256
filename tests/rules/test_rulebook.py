"""A file that cannot be used says which, where in it, what is wrong and what was expected; soon, and in little room."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable

import pytest

from tests.programmes import DIKES, OOST
from vs_workflow.journal.canon import content_hash
from vs_workflow.reasons import BadRules, Fault, StoreTrouble
from vs_workflow.rules.rulebook import LARGEST_FILE, RuleFiles, fetch, read_rules

LIFECYCLE = DIKES.lifecycle.read_text(encoding="utf-8")
PROGRAMME = DIKES.programme.read_text(encoding="utf-8")


def faults(*, programme: str | bytes = PROGRAMME, lifecycle: str | bytes = LIFECYCLE) -> tuple[Fault, ...]:
    files = RuleFiles(
        programme.encode() if isinstance(programme, str) else programme,
        lifecycle.encode() if isinstance(lifecycle, str) else lifecycle,
        "p.toml",
        "l.toml",
    )
    with pytest.raises(BadRules) as caught:
        read_rules(files)
    assert (caught.value.exit, caught.value.facts["file"]) == (5, caught.value.faults[0].file)
    return caught.value.faults


def test_a_whole_file_is_read_and_its_hash_is_that_of_a_manifest_of_two_lines() -> None:
    files = DIKES.rule_files()

    rules = read_rules(files)

    manifest = f"lifecycle {content_hash(files.lifecycle)}\nprogramme {content_hash(files.programme)}\n"
    assert rules.hash == content_hash(manifest.encode()) == files.hash
    assert rules.lifecycle.initial == "drawn"


@pytest.mark.parametrize(
    ("old", "new", "where", "rule", "expected"),
    [
        ('key = "dijkvak"', "key = dijkvak", "line 4", "file.not-toml", ""),
        ("[[states]]", "[[states]", "line 8", "file.not-toml", ""),
        ('key = "dijkvak"\n', 'key = "dijkvak"\nkey = "twice"\n', "line 5", "file.not-toml", ""),
        ("reason_after_days = 30\n", "", "reason_after_days", "file.key-missing", ""),
        ("reason_after_days = 30", 'reason_after_days = "soon"', "reason_after_days", "file.value-wrong", "integer"),
        ("reason_after_days = 30", "reason_after_days = 30\nspeed = 3", "speed", "file.key-unknown", ""),
        ("initial = true", 'initial = "maybe"', "states[1].initial", "file.value-wrong", "boolean"),
        ("initial = true", "starts = true", "states[1].starts", "file.key-unknown", ""),
        ('scope = "body"\ngranted', 'scope = "moon"\ngranted', "roles[5].scope", "file.value-unknown", "'body'"),
        ('kind = "meeting"', 'kind = "import os"', "steps[2].guards[1].kind", "file.value-unknown", "'meeting'"),
        ('type = "gaps"', 'type = "python"', "steps[1].facts[2].type", "file.value-unknown", "'gaps'"),
        ('target = "weighed"', "target = 7", "steps[1].target", "file.value-wrong", "string"),
        ('key = "drawn"', 'key = "Drawn"', "states[1].key", "file.key-odd", ""),
        ('key = "drawn"', 'key = ""', "states[1].key", "file.key-odd", ""),
        ('nl = "getekend"', 'nl = "gete\\u0000kend"', "states[1].label.nl", "file.text-odd", ""),
        ('nl = "getekend"', 'nl = "gete\\u001b[31mkend"', "states[1].label.nl", "file.text-odd", ""),
        ('nl = "getekend"', 'nl = "gete\\u202ekend"', "states[1].label.nl", "file.text-odd", ""),
        ('nl = "getekend"', 'nl = "coo\\u0308rdinator"', "states[1].label.nl", "file.text-not-nfc", ""),
        ('schema = "vs.lifecycle/1"', 'schema = "vs.lifecycle/2"', "schema", "file.value-unknown", "'vs.lifecycle/1'"),
    ],
)  # fmt: skip
def test_each_fault_names_its_place_and_what_was_expected(
    old: str, new: str, where: str, rule: str, expected: str
) -> None:
    assert old in LIFECYCLE

    first = faults(lifecycle=LIFECYCLE.replace(old, new, 1))[0]

    assert (first.file, first.where, first.rule) == ("l.toml", where, rule)
    assert expected in str(first.facts.get("detail", first.facts.get("expected", "")))


@pytest.mark.parametrize(
    ("old", "new", "first"),
    [
        ("reason_after_days = 30", "reason_after_days = 30\nevent = 3", ["events"]),
        ("initial = true", "inital = true", ["initial"]),
        ('kind = "meeting"', 'kind = "meeting", boddy_kind = "x"', ["body_kind"]),
        ('type = "gaps"', 'type = "gaps"\nitem = 1', ["items"]),
    ],
)
def test_an_unknown_key_is_answered_with_those_that_may_stand_there(old: str, new: str, first: list[str]) -> None:
    assert old in LIFECYCLE

    (found,) = [one for one in faults(lifecycle=LIFECYCLE.replace(old, new, 1)) if one.rule == "file.key-unknown"]

    known = found.facts["known"]
    assert isinstance(known, list)
    assert known[:1] == first
    assert len(known) > 1


@pytest.mark.parametrize(
    ("old", "new", "where", "rule"),
    [
        ("first_day = 2031-03-01", "first_day = 2031-02-30", "line 7", "file.not-toml"),
        ("first_day = 2031-03-01", 'first_day = "soon"', "first_day", "file.value-wrong"),
        ("districts = []", "districts = 3", "districts", "file.value-wrong"),
        ("reminders = [10, 2]", "reminders = [10, 2.5]", "check.reminders[2]", "file.value-wrong"),
    ],
)
def test_the_programme_file_is_named_where_it_is_wrong(old: str, new: str, where: str, rule: str) -> None:
    assert old in PROGRAMME

    first = faults(programme=PROGRAMME.replace(old, new, 1))[0]

    assert (first.file, first.where, first.rule) == ("p.toml", where, rule)


def test_every_fault_of_shape_is_told_at_once() -> None:
    broken = LIFECYCLE.replace("initial = true", "starts = true").replace("reason_after_days = 30\n", "")

    assert {one.where for one in faults(lifecycle=broken)} == {"states[1].starts", "reason_after_days"}


@pytest.mark.parametrize(
    ("data", "rule", "where"),
    [
        (b"", "file.key-missing", "schema"),
        (b"\xef\xbb\xbf" + LIFECYCLE.encode(), "file.byte-order-mark", "line 1"),
        ("# één\n# coördinator\n".encode("latin-1") + LIFECYCLE.encode(), "file.not-utf8", "line 1"),
        (b"# \x00\n" + LIFECYCLE.encode(), "file.not-toml", "line 1"),
        (b"\xff\xfe" + LIFECYCLE.encode("utf-16-le"), "file.not-utf8", "line 1"),
        (b"#" * (LARGEST_FILE + 1), "file.too-large", ""),
        (b"x" * 300_000, "file.too-large", ""),
        (b".".join([b"a"] * 100_000) + b" = 1", "file.too-deep", "line 1"),
        (b"a." * 90_000 + b"a = 1\n", "file.too-deep", "line 1"),
        (b"a = " + b"[" * 50_000 + b"]" * 50_000, "file.too-deep", "line 1"),
        (b"a = " + b"{a = " * 20_000 + b"1" + b"}" * 20_000, "file.too-deep", ""),
        (b"a = [\n" * 5_000 + b"]\n" * 5_000, "file.not-toml", ""),
        (b"a = [" + b"\n[" * 50_000 + b"]" * 50_001, "file.too-deep", ""),
        (b"a = 1" + b"0" * 100_000, "file.not-toml", ""),
        (b'schema = "' + b"x" * 200_000 + b'"', "file.value-unknown", "schema"),
        (b"[a]\n" * 60_000, "file.not-toml", "line 2"),
        (b"\n".join(b"k%d = 1" % n for n in range(20_000)), "file.key-unknown", "k0"),
        (b"\n".join(b"[[states]]\nkey = 'a'" for _ in range(10_000)), "file.key-missing", "states[1].label"),
        (b"a = " + b'"' * 3 + b"\n" * 200_000, "file.not-toml", ""),
        (b"x = '''" + b"'" * 1000, "file.not-toml", "line 1"),
    ],
    ids=range(20),
)  # fmt: skip
def test_a_hostile_file_is_refused_within_a_second_and_little_room(data: bytes, rule: str, where: str) -> None:
    began = time.process_time()
    found = faults(lifecycle=data)
    took = time.process_time() - began

    tracemalloc.start()
    faults(lifecycle=data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert rule in {one.rule for one in found}
    assert where in {one.where for one in found} or not where
    assert took < 1
    assert peak < 300 * 2**20


@pytest.mark.parametrize("line", ["a." * 150 + "b = 1", "a = " + "{ b = " * 150 + "1" + "}" * 150])
def test_depth_is_refused_wherever_it_stands(line: str) -> None:
    assert faults(lifecycle=LIFECYCLE + "\n[deep]\n" + line)[0].file == "l.toml"


def test_a_quoted_text_may_hold_any_number_of_points() -> None:
    label = "getekend" + "." * 400

    rules = read_rules(RuleFiles(PROGRAMME.encode(), LIFECYCLE.replace('"getekend"', f'"{label}"').encode()))

    assert rules.lifecycle.states[0].label["nl"] == label


# adopted rules, read back by their hash


def shelf(files: RuleFiles) -> Callable[[str], bytes | None]:
    kept = {content_hash(data): data for data in (files.lifecycle, files.programme, files.manifest)}
    return kept.get


def test_adopted_rules_are_read_back_by_their_hash() -> None:
    files = OOST.rule_files()

    assert fetch(files.hash, shelf(files)).programme == read_rules(files).programme


def test_rules_that_are_missing_or_other_bytes_are_trouble_of_the_store() -> None:
    files = RuleFiles(PROGRAMME.encode() + b"# other\n", LIFECYCLE.encode())
    kept = shelf(files)

    with pytest.raises(StoreTrouble) as missing:
        fetch(files.hash, lambda address: None if address == content_hash(files.lifecycle) else kept(address))
    with pytest.raises(StoreTrouble) as changed:
        fetch(files.hash, lambda address: (kept(address) or b"") + b"#")

    assert (missing.value.rule, changed.value.rule) == ("store.rules-missing", "store.rules-changed")
