"""P11, by chance: thousands of random damages to the journal in the database, the bundle and the exported lines.

Each must be found and the right entry named: the first line that is another than it was, or, where only a link can
tell, the line after it; and no check of bytes, numbers or links may blame a line before it. Nothing but a finding or a
trouble may come out.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

import store
from store.memory import MemoryRoom
from tests.exports.bundles import bundled, looked_at, remade
from tests.exports.test_bring_in import came_in
from tests.reliability import acts, trail
from tests.reliability.fuzzing import Damage, damaged
from tests.reliability.raw_journal import RawJournal, Row
from tests.tools.postgres_box import Server
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.audit.walk import walk
from vs_workflow.desk.proofs import Verified
from vs_workflow.exports.verifier.findings import Report
from vs_workflow.exports.verifier.lines import read_journal
from vs_workflow.face.programme import office_of
from vs_workflow.journal.canon import NotCanonical, leaf_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import read_entry
from vs_workflow.reasons import BadFile, Trouble
from vs_workflow.rules.rulebook import Rules, read_rules

LINKS = ("gap", "leaf", "link", "copy", "clock", "entry")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be copied."""
    path = tmp_path_factory.mktemp("walked") / "walked.db"
    trail.walked(path)
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, walked: Path, tmp_path: Path) -> Iterator[str]:
    """A copy of the year."""
    if request.param == "sqlite":
        yield f"sqlite:///{shutil.copy(walked, tmp_path / 'damaged.db')}"
        return
    server: Server = request.getfixturevalue("postgres")
    yield server.create("p11fuzz", template=server.template("walked", trail.walked))
    server.drop("p11fuzz")


def rows_of(damage: Damage, journal: RawJournal, rng: random.Random) -> tuple[list[Row], str]:
    """The rows of the damaged lines, and in which of the ways a forger has: numbers and leaves mended or not."""
    known = {row["entry"]: row for row in journal.rows}
    numbered = damage.within or len(damage.lines) >= len(journal.lines) or rng.random() < 0.5
    # Nothing follows the last line, so that a mended leaf there is a tail written anew: a limit, not a damage.
    mended = damage.within and damage.first < len(journal.lines) and rng.random() < 0.3
    rows: list[Row] = []
    for at, line in enumerate(damage.lines):
        row = dict(known.get(line) or journal.rows[at])
        row["entry"] = line
        row["seq"] = at + 1 if numbered else row["seq"]
        row["leaf"] = leaf_hash(line) if mended else row["leaf"]
        rows.append(row)
    return rows, f"{damage}{', leaf mended' if mended else ''}{'' if numbered else ', a gap left'}"


def verified(url: str) -> Verified | Trouble:
    try:
        with acts.opened(url, None) as programme:
            return programme.verify()
    except Trouble as error:
        return error


def is_named(result: Verified | Trouble, first: int, last: int) -> bool:
    """The first damaged line is named, or the one whose link to it no longer holds; and none before it."""
    if isinstance(result, Trouble):
        return True
    numbers = [one.seq for one in result.findings if one.seq is not None and one.check in LINKS]
    gaps = [one.facts["expected"] for one in result.findings if one.rule == "link.gap"]
    if first > last:
        # What is left of a journal that lost its end is whole: the derived tables tell that more was there.
        return not result.whole
    return {first, first + 1} & {*numbers, *gaps} != set() and min(numbers) >= first


def told(result: Verified) -> list[tuple[int | None, str, str]]:
    return [(one.seq, one.check, one.rule) for one in result.findings][:6]


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_any_damage_to_the_journal_in_the_database_is_found_and_its_entry_named(
    url: str, rng: random.Random, counts: Counts
) -> None:
    journal = RawJournal(url)
    dialect = url.partition(":")[0]
    missed: list[str] = []
    cases, refused = scaled(60 if dialect == "sqlite" else 25, 5_000), 0

    for _ in range(cases):
        damage = damaged(journal.lines, rng)
        rows, what = rows_of(damage, journal, rng)
        try:
            journal.written(rows)
        except (sa.exc.SQLAlchemyError, UnicodeDecodeError):
            refused += 1
            continue
        result = verified(url)
        if not is_named(result, damage.first, len(rows)):
            missed.append(f"{what}: {result if isinstance(result, Trouble) else told(result)}")

    journal.written(journal.rows)
    healed = verified(url)
    journal.close()
    assert missed == []
    assert isinstance(healed, Verified) and healed.whole
    counts("P11", f"fuzzed on {dialect}", cases, missed=len(missed), note=f"{refused} refused by the database itself")


@pytest.fixture(scope="module")
def folder(walked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of the year."""
    folder = tmp_path_factory.mktemp("bundle")
    with store.open(walked) as database:
        return bundled(office_of(database, acts.KEY), folder)


def lines_named(findings: Sequence[str]) -> list[int]:
    found = (one.split(":")[0].removeprefix("line ") for one in findings)
    return [int(one) for one in found if one.isdigit()]


def came(folder: Path) -> bool:
    """Whether the product itself takes the bundle in."""
    try:
        came_in(folder, MemoryRoom())
    except BadFile:
        return False
    return True


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_any_damage_to_the_lines_of_a_bundle_is_found_by_verify_py_and_refused_by_import(
    folder: Path, rng: random.Random, counts: Counts
) -> None:
    """With the sizes and hashes in the manifest mended, so that only the lines, the head and the root can tell."""
    journal = folder / "journal.jsonl"
    honest = journal.read_bytes()
    lines = honest.splitlines()
    assert looked_at(folder).findings == [] and came(folder)
    missed: list[str] = []
    cases = scaled(60, 5_000)

    for _ in range(cases):
        damage = damaged(lines, rng)
        journal.write_bytes(b"".join(line + b"\n" for line in damage.lines))
        remade(folder)
        findings = looked_at(folder).findings
        named = lines_named(findings)
        # The link from the last line to nothing is the head, which the manifest says.
        by_head = damage.first >= len(damage.lines) and any(": head: " in one for one in findings)
        right = {damage.first, damage.first + 1} & set(named) != set() and min(named) >= damage.first
        if not (right or by_head) or came(folder):
            missed.append(f"{damage}: {findings[:3]}, named {named}")

    journal.write_bytes(honest)
    remade(folder)
    assert missed == []
    assert looked_at(folder).findings == []
    counts("P11", "fuzzed in a bundle", cases, missed=len(missed))


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_any_damage_to_exported_lines_is_named_by_two_readings_apart(
    folder: Path, tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    """Lines alone have no head beside them: another last line, or a lost end, only a receipt shows; counted apart."""
    lines = (folder / "journal.jsonl").read_bytes().splitlines()
    rules = read_rules(acts.files())
    missed: list[str] = []
    cases, limits = scaled(100, 5_000), 0
    assert by_verify_py(lines, tmp_path) == by_the_product(lines, rules) == []

    for _ in range(cases):
        damage = damaged(lines, rng)
        theirs, ours = by_verify_py(damage.lines, tmp_path), by_the_product(damage.lines, rules)
        right = {damage.first, damage.first + 1}
        if damage.first >= len(damage.lines) and not (theirs and ours) and {*theirs, *ours} <= right:
            limits += 1
        elif not (theirs and ours and {min(theirs), min(ours)} <= right):
            missed.append(f"{damage}: verify.py {theirs[:3]}, vs {ours[:3]}")

    assert missed == []
    counts(
        "P11", "fuzzed as exported lines", cases, missed=len(missed), note=f"{limits} of the last line: receipts only"
    )


def by_verify_py(lines: Sequence[bytes], folder: Path) -> list[int]:
    """The lines that the reading of `verify.py` names."""
    (folder / "journal.jsonl").write_bytes(b"".join(line + b"\n" for line in lines))
    report = Report()
    read_journal(folder, report)
    return lines_named(report.findings)


def by_the_product(lines: Sequence[bytes], rules: Rules) -> list[int]:
    """The lines that the product's own readings name."""
    ends = b"".join(line + b"\n" for line in lines).split(b"\n")[:-1]
    kept = [Line(number, line, leaf_hash(line)) for number, line in enumerate(ends, 1)]
    found = [one.seq for one in walk(kept, lambda _: rules).findings if one.seq is not None and one.check in LINKS]
    for line in kept:
        try:
            read_entry(line.text)
        except NotCanonical:
            found.append(line.seq)
    return sorted(found)
