"""P11: every change to the journal, its copies, the derived tables and the shelf is found, and the entry is named.

What nothing inside a database can find is here by name: LIMITS, and the tests that end in `is_a_limit`.
"""

import itertools
import json
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.reliability import acts, trail
from tests.reliability.conftest import New
from tests.reliability.forgery import past_the_guards, replaced, rewritten, texts_of
from tests.tools.bytes import RowDamage, damages, flips, json_damages, row_damages
from tests.tools.postgres_box import Server
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow.desk.proofs import Verified
from vs_workflow.reasons import Finding, Trouble

TABLES = (
    *("journal", "shelf", "concerns", "case_now", "milestone_now", "key_now", "flag_now", "coverage_now"),
    "vs_schema",
)

# Testimony: what the journal says and nothing else in it can contradict, once every hash after it is made anew.
LIMITS = re.compile(
    r"(account|app|host|salt|typed_by) (changed|dropped)"
    r"|(key|request) (changed|dropped)"
    r"|reason changed"
    r"|on changed"
    r"|facts\.(text|progress|principles\.p\d|results\.\d\.name) changed"
    r"|facts\.present\.\d dropped"
    r"|facts\.(format|rehearsal|organisation|district|record|person|until) (changed|dropped)"
)
# A refusal moves nothing, so that more of what was asked can be told otherwise.
LIMITS_OF_A_REFUSAL = re.compile(r"(actor|reason|documents|facts)[. ].*")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be copied."""
    path = tmp_path_factory.mktemp("walked") / "walked.db"
    trail.walked(path)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where each damaged copy stands."""
    return tmp_path / "damaged.db"


def verified(url: str | Path) -> Verified | Trouble:
    """What verification says; trouble, where the database cannot even be read. Nothing else may come out."""
    try:
        with acts.opened(url, None) as programme:
            return programme.verify()
    except Trouble as error:
        return error


def is_found(result: Verified | Trouble) -> bool:
    return isinstance(result, Trouble) or not result.whole


def findings(result: Verified | Trouble) -> tuple[Finding, ...]:
    return () if isinstance(result, Trouble) else result.findings


def names(result: Verified | Trouble, seq: int) -> bool:
    """Whether a finding names the entry, or one after it that rested on it."""
    return isinstance(result, Trouble) or any(one.seq is not None and one.seq >= seq for one in result.findings)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def copied(request: pytest.FixtureRequest, walked: Path, path: Path) -> Iterator[New]:
    """Gives the address of a copy of the year, in the place of the one before."""
    if request.param == "sqlite":
        yield lambda: f"sqlite:///{shutil.copy(walked, path)}"
        return
    server: Server = request.getfixturevalue("postgres")
    template = server.template("walked", trail.walked)

    def copy() -> str:
        server.drop("p11")
        return server.create("p11", template=template)

    yield copy
    server.drop("p11")


@pytest.mark.torture
def test_a_change_of_any_row_is_found(copied: New, rng: random.Random, counts: Counts) -> None:
    engine = sa.create_engine(copied())
    every = [damage for table in TABLES for damage in row_damages(engine, table)]
    engine.dispose()
    missed: list[str] = []

    chosen = rng.sample(every, scaled(8 if engine.dialect.name == "postgresql" else 60, len(every)))
    for damage in chosen:
        url = copied()
        if is_applied(url, damage):
            result = verified(url)
            named = is_found(result) and says_where(result, damage)
            if not (named or is_a_person_gone(result, damage)):
                missed.append(f"{damage}: {findings(result)}"[:500])

    assert missed == []
    counts("P11", f"rows changed on {engine.dialect.name}", len(chosen), missed=len(missed), note=f"of {len(every)}")


def is_a_person_gone(result: Verified | Trouble, damage: RowDamage) -> bool:
    """A record of the register may be destroyed; that it is gone is a limit that verification names."""
    deleted = damage.what.startswith("shelf row") and damage.what.endswith("deleted")
    return deleted and isinstance(result, Verified) and "limit.register-gone" in [one.rule for one in result.limits]


def is_applied(url: str, damage: RowDamage) -> bool:
    """False where the database itself refused the change, and where it changed nothing (two equal rows swapped)."""
    engine = sa.create_engine(url)
    everything = f"SELECT * FROM {damage.what.split()[0]}"
    try:
        with past_the_guards(engine) as connection:
            before = sorted(connection.exec_driver_sql(everything), key=repr)
            damage.apply(connection)
            return before != sorted(connection.exec_driver_sql(everything), key=repr)
    except sa.exc.IntegrityError:
        return False
    finally:
        engine.dispose()


def says_where(result: Verified | Trouble, damage: RowDamage) -> bool:
    """The number of the entry for a row of the journal, else the table; what belongs to nobody has no number."""
    if isinstance(result, Trouble) or damage.what.endswith("emptied"):
        return True
    table, _, number = damage.what.partition(" row ")
    if table == "journal" and " repeated " not in damage.what:
        return names(result, int(re.sub(r"\D.*", "", number.removeprefix("s "))) - 1)
    return bool(result.findings)


@pytest.mark.torture
def test_a_change_of_any_text_is_found_and_its_entry_named(
    walked: Path, path: Path, rng: random.Random, counts: Counts
) -> None:
    changes = changes_of(texts_of(walked))
    missed: list[str] = []

    chosen = rng.sample(changes, scaled(40, len(changes)))
    for seq, what, text in chosen:
        shutil.copy(walked, path)
        replaced(path, seq, text)
        result = verified(path)
        if not (is_found(result) and any(one.seq == seq for one in findings(result))):
            missed.append(f"{seq} {what}: {findings(result)}"[:500])

    assert missed == []
    counts("P11", "texts changed", len(chosen), missed=len(missed), note=f"of {len(changes)}")


@pytest.mark.torture
def test_a_change_of_any_text_with_every_hash_mended_is_found_but_for_testimony(
    walked: Path, path: Path, rng: random.Random, counts: Counts
) -> None:
    texts = texts_of(walked)
    changes = [change for change in changes_of(texts) if not change[1].startswith(("prev", "seq"))]
    missed: list[str] = []
    limits = 0

    chosen = rng.sample(changes, scaled(60, len(changes)))
    for seq, what, text in chosen:
        shutil.copy(walked, path)
        rewritten(path, [*texts[: seq - 1], text, *texts[seq:]])
        result = verified(path)
        if not is_found(result) and is_testimony(what, texts[seq - 1]):
            limits += 1
        elif not (is_found(result) and names(result, seq)):
            missed.append(f"{seq} {what}: {findings(result)}"[:500])

    assert missed == []
    counts("P11", "texts changed, hashes mended", len(chosen) - limits, missed=len(missed), note=f"{limits} testimony")


def changes_of(texts: Sequence[str]) -> list[tuple[int, str, str]]:
    return [(seq, what, changed) for seq, text in enumerate(texts, 1) for what, changed in json_damages(text)]


def is_testimony(what: str, text: str) -> bool:
    return bool(LIMITS.fullmatch(what) or ('"kind":"refusal"' in text and LIMITS_OF_A_REFUSAL.fullmatch(what)))


Rewriting = Callable[[list[str], int], list[str]]
REWRITINGS: dict[str, Rewriting] = {
    "taken out": lambda texts, at: texts[:at] + texts[at + 1 :],
    "told twice": lambda texts, at: texts[: at + 1] + texts[at:],
    "swapped": lambda texts, at: [*texts[:at], *reversed(texts[at : at + 2]), *texts[at + 2 :]],
    "told again at the end": lambda texts, at: [*texts, texts[at]],
}
# What may pass, since it would have been as lawful: entries on which nothing rests, or that do not rest on each other.
LAWFUL = {
    "taken out": {"refusal", "correction", "grant", "event", "register"},
    "told twice": {"refusal", "event", "register"},
    "swapped": {"refusal", "correction", "grant", "event", "register", "opened", "step"},
    "told again at the end": {"refusal", "event", "register"},
}


@pytest.mark.torture
@pytest.mark.parametrize("how", REWRITINGS)
def test_another_order_of_entries_is_found_but_for_what_would_be_as_lawful(
    walked: Path, path: Path, how: str, rng: random.Random, counts: Counts
) -> None:
    """With every number, hash, copy and derived table made anew."""
    texts = texts_of(walked)
    missed: list[str] = []
    limits = 0

    chosen = rng.sample(range(len(texts)), scaled(12, len(texts)))
    for at in chosen:
        changed = REWRITINGS[how](texts, at)
        shutil.copy(walked, path)
        rewritten(path, changed)
        if changed != texts and not is_found(verified(path)):
            limits += 1
            if json.loads(texts[at])["kind"] not in LAWFUL[how] or is_a_pair_of_steps(texts[at : at + 2]):
                missed.append(f"{how} {at + 1}: {texts[at][:200]}")

    assert missed == []
    counts("P11", f"entries {how}", len(chosen), missed=len(missed), note=f"{limits} as lawful")


def is_a_pair_of_steps(texts: Sequence[str]) -> bool:
    """Two steps of one assignment can never change places."""
    read = [json.loads(text) for text in texts]
    return [one["kind"] for one in read] == ["step"] * 2 and len({one["assignment"] for one in read}) == 1


def test_a_forged_step_is_found_with_every_hash_mended(walked: Path, path: Path, counts: Counts) -> None:
    """A step out of order, by somebody else, before the one before it, without its proof, or on a grant of nobody."""
    texts = texts_of(walked)
    step = next(json.loads(text) for text in texts if '"what":"start"' in text and '"kind":"step"' in text)
    forgeries: dict[str, dict[str, object]] = {
        "again": {},
        "by another": {"actor": "hofman"},
        "for another assignment": {"assignment": "woninginbraken"},
        "another target": {"to": "implemented"},
        "another source": {"from": "reported"},
        "another role": {"role": "lead"},
        "another grant": {"grant": 1},
        "no guards": {"guards": {}},
        "unknown rules": {"rules": "0" * 64},
        "unknown step": {"what": "finish"},
    }
    missed = []

    for what, changes in forgeries.items():
        forged = json.dumps({**step, **changes, "at": json.loads(texts[-1])["at"]})
        shutil.copy(walked, path)
        rewritten(path, [*texts, forged])
        result = verified(path)
        if not (is_found(result) and names(result, len(texts) + 1)):
            missed.append(f"{what}: {findings(result)}"[:500])

    assert missed == []
    counts("P11", "steps forged", len(forgeries), missed=len(missed))


def test_a_tail_that_was_cut_off_is_a_limit(walked: Path, path: Path, counts: Counts) -> None:
    """Only a receipt or a checkpoint kept elsewhere shows it, and verification says so."""
    texts = texts_of(walked)
    shutil.copy(walked, path)

    rewritten(path, texts[:-1])

    result = verified(path)
    assert isinstance(result, Verified) and result.whole
    assert {one.rule for one in result.limits} == {"limit.receipts-only", "limit.not-covered"}
    counts("P11", "limit: tail cut", 1)


def test_a_journal_written_anew_by_the_law_is_a_limit(walked: Path, path: Path, counts: Counts) -> None:
    """Other salts, other hosts, another reason: every hash is another, and only a receipt can tell."""
    texts = [json.dumps({**json.loads(text), "salt": "0" * 32, "host": "elders"}) for text in texts_of(walked)]
    shutil.copy(walked, path)

    rewritten(path, texts)

    result = verified(path)
    assert isinstance(result, Verified) and result.whole
    assert "limit.receipts-only" in [one.rule for one in result.limits]
    counts("P11", "limit: written anew", 1)


@pytest.mark.torture
def test_a_flipped_bit_in_the_file_is_found_or_changes_nothing(
    walked: Path, path: Path, rng: random.Random, counts: Counts
) -> None:
    """What is called whole must hold the same; that is so where no page uses the byte."""
    data = walked.read_bytes()
    same = content(walked)
    missed: list[str] = []
    unused = met = 0

    for what, changed in itertools.chain(flips(data, rng, scaled(400, 4_900)), *[damages(data, rng)] * 10):
        met += 1
        path.write_bytes(changed)
        result = verified(path)
        if not is_found(result):
            unused += 1
            if content(path) != same:
                missed.append(what)

    assert missed == []
    counts("P11", "bits flipped in the file", met, missed=len(missed), note=f"{unused} in bytes of no use")


def content(path: Path) -> object:
    """Everything that the file says, read past us."""
    try:
        with sqlite3.connect(path) as raw:
            raw.text_factory = bytes
            schema = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name").fetchall()
            rows = {table: sorted(raw.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in TABLES}
            return schema, rows
    except sqlite3.Error as error:
        return str(error)


def test_rules_taken_off_the_shelf_are_missed_also_by_who_read_them_before(walked: Path, path: Path) -> None:
    shutil.copy(walked, path)
    assert not is_found(verified(path))
    with sqlite3.connect(path) as raw:
        addresses = [address for (address,) in raw.execute("SELECT address FROM shelf WHERE kind = 'rules'")]

    for address in addresses:
        shutil.copy(walked, path)
        engine = sa.create_engine(f"sqlite:///{path}")
        with past_the_guards(engine) as connection:
            connection.exec_driver_sql("DELETE FROM shelf WHERE address = ?", (address,))
        engine.dispose()
        assert is_found(verified(path)), address
