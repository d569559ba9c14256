"""P11, the table of attacks: what somebody who owns the database can do, and which checks see it, on either database.

The year of `trail` and two entries of a later day make 98. Checkpoints were signed at 68 and 82, and witnessed; the
auditor holds copies of both and receipts of 62 and 96. From 83 on the window is open. Each row of the table says
exactly which of the checks fire, each asked alone: those of the journal itself (leaf, link, number, clock, rules,
derived, replay), the programme's own checkpoints, those that the auditor holds, the witness's, and receipts. What
nothing catches stands in the table as an empty set, so that a promise of more than is there would fail.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import store
from tests.outside.test_signing import key, public
from tests.reliability import acts, trail
from tests.reliability.raw_journal import Object, RawJournal, spelled
from tests.tools.needs import need
from tests.tools.postgres_box import Server
from vs_workflow.desk import prove
from vs_workflow.desk.evidence import Evidence, Held, Receipt
from vs_workflow.desk.proofs import Verified
from vs_workflow.face.programme import office_of
from vs_workflow.journal.canon import Leaf, content_hash, leaf_hash
from vs_workflow.journal.chain import moment
from vs_workflow.journal.checkpoint import Checkpoint, Cosignable, Roots, origin_of
from vs_workflow.journal.entry import Instant
from vs_workflow.outside.signing import SshSigner, SshTrust
from vs_workflow.ports import SealFile
from vs_workflow.rules.rulebook import RuleFiles

SEALED = {68: Instant("2015-04-21T10:00:00.000000Z"), 82: Instant("2015-06-26T10:00:00.000000Z")}
RECEIPTS = (62, 96)
OLD = 79
SIGNED: dict[str, tuple[tuple[SealFile, ...], tuple[Held, ...]]] = {}
CHECKS = {"leaf": "leaf", "link": "link", "gap": "number", "copy": "number", "clock": "clock", "shelf": "rules"}
OUTSIDE = {"checkpoint", "signature", "cosignature", "time", "receipt"}
CPS = {"own", "held", "witness"}


@dataclass
class Keys:
    """The programme's key and a partner's, and who may sign for what."""

    own: Path
    partner: Path

    @property
    def trust(self) -> SshTrust:
        lines = (
            f'programme namespaces="vs-checkpoint" {public(self.own)}\n',
            f'politie namespaces="vs-witness" {public(self.partner)}\n',
        )
        return SshTrust("".join(lines).encode())


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    need("ssh-keygen")
    folder = tmp_path_factory.mktemp("keys")
    return Keys(key(folder, "own"), key(folder, "partner"))


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only to be copied."""
    path = tmp_path_factory.mktemp("walked") / "walked.db"
    year(path)
    return path


def year(url: str | Path) -> None:
    """The year, and two entries of a later day."""
    trail.walked(url)
    with acts.opened(url, Instant("2015-07-10T10:00:00.000000Z")) as programme:
        for text in ("eerst", "dan"):
            assert programme.record("progress", "4B", by="drupsteen", facts={"text": text}).accepted


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def attacked(request: pytest.FixtureRequest, walked: Path, tmp_path: Path, keys: Keys) -> Iterator[Attacked]:
    if request.param == "sqlite":
        found = Attacked(f"sqlite:///{shutil.copy(walked, tmp_path / 'attacked.db')}", keys)
        yield found
        found.journal.close()
        return
    server: Server = request.getfixturevalue("postgres")
    found = Attacked(server.create("p11attacks", template=server.template("attacked", year)), keys)
    yield found
    found.journal.close()
    server.drop("p11attacks")


class Attacked:
    """A database under attack, and what was put aside of it before that."""

    def __init__(self, url: str, keys: Keys) -> None:
        self.url, self.keys = url, keys
        self.journal = RawJournal(url)
        leaves = [row["leaf"] for row in self.journal.rows]
        assert len(leaves) == 98
        if leaves[-1] not in SIGNED:
            SIGNED[leaves[-1]] = self.signed(leaves), tuple(self._witnessed(one) for one in checkpoints(leaves))
        self.kept, self.witnessed = SIGNED[leaves[-1]]
        self.held = tuple(Held(f"minutes {one.size}", one) for one in checkpoints(leaves))
        self.receipts = tuple(Receipt(seq, leaves[seq - 1][:16]) for seq in RECEIPTS)

    def signed(self, leaves: Sequence[str]) -> tuple[SealFile, ...]:
        """The programme's own checkpoints of these leaves, as its folder keeps them."""
        signer = SshSigner(str(self.keys.own))
        files = []
        for one in checkpoints(leaves):
            files.append(SealFile(f"{one.size:08}.checkpoint", one.body))
            files.append(SealFile(f"{one.size:08}.sig", signer.sign(one.body, "vs-checkpoint")))
        return tuple(files)

    def _witnessed(self, one: Checkpoint) -> Held:
        said = Cosignable(int(moment(SEALED[one.size]).timestamp()), one)
        content = said.body + SshSigner(str(self.keys.partner)).sign(said.body, "vs-witness")
        return Held(f"politie {one.size}", one, SealFile(f"{one.size:08}.politie.cosig", content))

    def signed_anew(self) -> None:
        """Checkpoints of what the journal is now, by who stole the key."""
        rows = RawJournal(self.url)
        self.kept = self.signed([row["leaf"] for row in rows.rows])
        rows.close()

    def verified(self, *asked: Evidence) -> list[Verified]:
        """What is found of the journal and its tables, and then of the journal with each evidence alone."""
        with store.open(self.url) as database:
            office = office_of(database, acts.KEY)
            alone = prove.verify(office, kept=lambda: database.findings(acts.KEY))
            return [alone, *(prove.verify(office, evidence=one) for one in asked)]

    def caught(self) -> set[str]:
        """Which checks see it, each asked alone."""
        trust = self.keys.trust
        evidence = {
            "own": Evidence(kept=self.kept, trust=trust),
            "held": Evidence(held=self.held),
            "witness": Evidence(held=self.witnessed, trust=trust),
            "receipt": Evidence(receipts=self.receipts),
        }
        alone, *others = self.verified(*evidence.values())
        found = {CHECKS.get(one.check, "replay") for one in alone.findings}
        for name, verified in zip(evidence, others, strict=True):
            if {one.check for one in verified.findings} & OUTSIDE:
                found.add(name)
        return found


def checkpoints(leaves: Sequence[str]) -> Iterator[Checkpoint]:
    """Those of the sizes that were sealed, as far as the journal reaches."""
    roots = Roots()
    for size, leaf in enumerate(leaves, 1):
        roots.add(bytes.fromhex(leaf))
        if size in SEALED:
            yield Checkpoint(origin_of(acts.KEY, Leaf(leaves[0])), size, roots.root())


Entries = list[Object]


def without(*numbers: int) -> Callable[[Entries], Entries]:
    return lambda known: [one for one in known if one["seq"] not in numbers]


def said(number: int, **fields: object) -> Callable[[Entries], Entries]:
    return lambda known: [one | fields if one["seq"] == number else one for one in known]


def swapped(one: int, other: int) -> Callable[[Entries], Entries]:
    def change(known: Entries) -> Entries:
        known[one - 1], known[other - 1] = known[other - 1], known[one - 1]
        return known

    return change


def put_in(at: int, like: int) -> Callable[[Entries], Entries]:
    return lambda known: [*known[: at - 1], known[like - 1] | {"salt": "0" * 32, "seq": 0}, *known[at - 1 :]]


def appended(like: int, when: str) -> Callable[[Entries], Entries]:
    return lambda known: [*known, known[like - 1] | {"salt": "0" * 32, "at": when, "seq": 0}]


def at(when: str) -> str:
    return f"{when}:00.000000Z"


# Every one is numbered, linked and hashed anew, what names a number names the new one, and all copies and derived
# tables are made to agree.
REWRITTEN: dict[str, tuple[Callable[[Entries], Entries], set[str]]] = {
    "an old row edited": (said(OLD, facts={"text": "anders"}), {"receipt", *CPS}),
    "an old row deleted": (without(OLD), {"receipt", *CPS}),
    "an old row deleted, a step": (without(67), {"replay", "receipt", *CPS}),
    "every row of one assignment deleted": (
        lambda known: [one for one in known if one.get("assignment") != "hennep"], {"replay", "receipt", *CPS}),
    "the end cut behind the last checkpoint": (lambda known: known[:92], {"receipt"}),
    "the end cut behind the last checkpoint and receipt": (lambda known: known[:96], set()),
    "the end cut before the last checkpoint": (lambda known: known[:80], {"receipt", *CPS}),
    "two rows swapped among the old ones": (swapped(47, OLD), {"clock", "replay", "receipt", *CPS}),
    "two rows swapped in the window": (swapped(95, 97), {"clock", "receipt"}),
    "effective_on of an old row back-dated": (said(47, on="2015-03-19"), {"receipt", *CPS}),
    "recorded_at of an old row back-dated": (said(OLD, at=at("2015-06-25T09:00")), {"clock", "receipt", *CPS}),
    "a row appended, recorded before the last checkpoint's last": (appended(OLD, at("2015-06-25T09:00")), {"clock"}),
    "a row appended, recorded in the open window": (appended(97, at("2015-07-10T11:00")), set()),
    "a lawful row put in among the old ones": (put_in(80, OLD), {"receipt", *CPS}),
    "an unlawful step appended": (appended(68, at("2015-07-10T11:00")), {"replay"}),
    "a row in the window edited": (said(90, facts={"text": "anders"}), {"receipt"}),
    "the last row edited, which nobody has a receipt of": (said(98, facts={"text": "anders"}), set()),
    "another beginning": (said(1, salt="0" * 32), {"receipt", *CPS}),
}  # fmt: skip
REFERENCES = {"grant", "corrects", "rests_on"}


def renumbered(entries: Entries) -> Entries:
    """What names another entry names it by its new number, as a careful forger would have it."""
    new = {one["seq"]: number for number, one in enumerate(entries, 1)}
    found = []
    for one in entries:
        facts = dict(one.get("facts", {}))
        reasons = [{**why, "facts": dict(why["facts"])} for why in one.get("reasons", ())]
        changed = one | ({"facts": facts} if facts else {}) | ({"reasons": reasons} if reasons else {})
        for place, keys in ((changed, REFERENCES), (facts, REFERENCES), *((why["facts"], {"seq"}) for why in reasons)):
            place.update({key: new.get(place[key], place[key]) for key in keys & place.keys()})
        found.append(changed)
    return found


@pytest.mark.parametrize("name", REWRITTEN)
def test_a_journal_written_anew_is_seen_by_just_these(attacked: Attacked, name: str) -> None:
    change, catchers = REWRITTEN[name]

    attacked.journal.rewritten(renumbered(change(attacked.journal.entries)))

    assert attacked.caught() == catchers


@pytest.mark.parametrize("name", ["an old row edited", "an old row deleted", "a lawful row put in among the old ones",
                                  "every row of one assignment deleted"])  # fmt: skip
def test_signed_anew_with_the_stolen_key_only_what_others_hold_sees_it(attacked: Attacked, name: str) -> None:
    change, catchers = REWRITTEN[name]
    attacked.journal.rewritten(renumbered(change(attacked.journal.entries)))

    attacked.signed_anew()

    assert attacked.caught() == catchers - {"own"}


def test_with_the_newer_own_checkpoint_dropped_others_still_see_the_cut(attacked: Attacked) -> None:
    attacked.journal.rewritten(attacked.journal.entries[:80])

    attacked.kept = tuple(one for one in attacked.kept if not one.name.startswith("00000082"))

    assert attacked.caught() == {"held", "witness", "receipt"}


def test_where_nobody_kept_anything_a_journal_written_anew_is_seen_by_nothing(attacked: Attacked) -> None:
    """The case that only a copy kept elsewhere could have shown; verification says what it rests on."""
    attacked.journal.rewritten(renumbered(put_in(80, OLD)(attacked.journal.entries)))
    attacked.signed_anew()
    attacked.held, attacked.witnessed, attacked.receipts = (), (), ()

    assert attacked.caught() == set()
    assert [one.rule for one in attacked.verified()[0].limits if one.check == "receipts"] == ["limit.receipts-only"]


def test_a_row_edited_and_nothing_else(attacked: Attacked) -> None:
    journal = attacked.journal
    text = spelled(journal.entries[OLD - 1] | {"facts": {"text": "anders"}})

    journal.written([{**row, "entry": text} if row["seq"] == OLD else row for row in journal.rows])
    assert attacked.caught() == {"leaf", *CPS}

    journal.written(
        [{**row, "entry": text, "leaf": leaf_hash(text)} if row["seq"] == OLD else row for row in journal.rows]
    )
    assert attacked.caught() == {"link", *CPS}


def test_a_row_deleted_and_nothing_else(attacked: Attacked) -> None:
    attacked.journal.written([row for row in attacked.journal.rows if row["seq"] != OLD])

    assert {"number", "link", "receipt", *CPS} <= attacked.caught()


def other_files() -> RuleFiles:
    """Rules in which the lead starts what the chair must."""
    files = acts.files()
    head, step, rest = files.lifecycle.decode().partition('key = "start"')
    assert step
    lifecycle = head + step + rest.replace('role = "chair"', 'role = "lead"', 1)
    return replace(files, lifecycle=lifecycle.encode())


def test_rules_swapped_under_their_old_hash(attacked: Attacked) -> None:
    """Found as bytes that are not those of their hash; and nothing can be judged by rules that cannot be had."""
    address, data = content_hash(acts.files().lifecycle), other_files().lifecycle

    attacked.journal.execute("UPDATE shelf SET data = ?, size = ? WHERE address = ?", (data, len(data), address))

    assert attacked.caught() == {"rules", "replay"}


def test_every_row_pointed_to_new_rules(attacked: Attacked) -> None:
    """Kept and named as if they had been the rules from the beginning; the chair's own step speaks against them."""
    files = other_files()
    for data in (files.lifecycle, files.programme, files.manifest):
        address = content_hash(data)
        attacked.journal.execute("DELETE FROM shelf WHERE address = ?", (address,))
        statement = "INSERT INTO shelf (address, kind, size, data) VALUES (?, 'rules', ?, ?)"
        attacked.journal.execute(statement, (address, len(data), data))
    entries = [one | {"rules": files.hash} for one in attacked.journal.entries]

    attacked.journal.rewritten(entries)

    assert attacked.caught() == {"replay", "receipt", *CPS}


def test_a_fork_behind_the_checkpoint_passes_alone_and_shows_when_two_compare(attacked: Attacked) -> None:
    """Two views of one size: nothing in either tells; the other's checkpoint, or a receipt from its side, does."""
    leaves = [row["leaf"] for row in attacked.journal.rows]
    roots = Roots()
    for leaf in leaves:
        roots.add(bytes.fromhex(leaf))
    theirs = Checkpoint(origin_of(acts.KEY, Leaf(leaves[0])), roots.size, roots.root())

    attacked.journal.rewritten(said(98, facts={"text": "de andere kant"})(attacked.journal.entries))

    assert attacked.caught() == set()
    _, compared, receipt = attacked.verified(
        Evidence(held=(Held("theirs", theirs),)), Evidence(receipts=(Receipt(98, leaves[-1][:16]),))
    )
    assert [one.rule for one in compared.findings] == ["seal.rewritten"]
    assert [one.rule for one in receipt.findings] == ["receipt.differs"]
