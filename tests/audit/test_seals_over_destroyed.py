"""Seals made while entries were written that are destroyed since: what was in order then is in order still."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.desk.test_destroy import ONE, destroyed, lived, measured
from tests.desk.test_keys import added
from tests.desk.world import World, accepted, begun
from tests.outside.test_signing import key, public
from tests.tools.needs import need
from vs_workflow.desk import keys, prove
from vs_workflow.desk.evidence import Evidence, Receipt
from vs_workflow.journal.checkpoint import Checkpoint, origin_of
from vs_workflow.journal.public_key import public_key
from vs_workflow.outside.signing import SshSigner, SshTrust
from vs_workflow.ports import SealFile


@pytest.fixture
def world() -> World:
    return lived(begun())


@pytest.fixture
def own(tmp_path: Path) -> Path:
    need("ssh-keygen")
    return key(tmp_path, "own")


def test_a_key_that_began_while_all_that_was_written_is_gone_now(own: Path) -> None:
    world = begun().at("2015-06-20")
    accepted(added(world, public_key(*public(own).split()), start="2015-07-01"))
    world.at("2015-07-02")
    accepted(world.record("progress", "1", "keken", {"text": "een"}))
    signed = sealed(world, own)
    accepted(world.advance("1", "withdraw", "knaap", reason="ingehaald"))
    world.at("2015-07-10")
    evidence = Evidence(kept=signed, trust=SshTrust(keys.keys(world.office).allowed_signers.encode()))
    before = prove.verify(world.office, evidence=evidence)

    accepted(destroyed(world))

    after = prove.verify(world.office, evidence=evidence)
    assert (before.findings, before.level) == ((), "signed")
    assert (after.findings, after.level) == ((), "signed")


def test_a_receipt_from_before_holds_from_the_last_destroyed_entry_on(world: World) -> None:
    with world.office.room.reading() as work:
        given = {line.seq: Receipt(line.seq, line.leaf) for line in work.journal.lines()}
        gone = [line.seq for line in work.journal.lines(assignment=ONE)]
    outcome = accepted(destroyed(world))

    said = {seq: since(world, receipt) for seq, receipt in given.items()}

    assert [seq for seq, number in said.items() if number is None] == list(range(1, gone[0]))
    assert {said[seq] for seq in range(gone[0], gone[1])} == {gone[0]}
    assert {said[seq] for seq in range(gone[-1], len(given) + 1)} == {gone[-1]}
    assert since(world, Receipt(outcome.seq or 0, outcome.hash or "")) is None


def since(world: World, receipt: Receipt) -> object:
    """From which number on it holds the journal; None where nothing limits it."""
    found = prove.verify(world.office, evidence=Evidence(receipts=(receipt,)))
    assert found.findings == ()
    limits = [one.facts for one in found.limits if one.rule == "limit.receipt-since"]
    assert all(one["entry"] == receipt.seq for one in limits)
    return limits[0]["from"] if limits else None


def sealed(world: World, own: Path) -> tuple[SealFile, ...]:
    """A checkpoint of the journal as it is, and its signature."""
    gauge = measured(world)
    made = Checkpoint(origin_of(world.office.room.programme, gauge.genesis), gauge.size, gauge.root)
    name = f"{made.size:08}"
    signature = SshSigner(str(own)).sign(made.body, "vs-checkpoint")
    return SealFile(f"{name}.checkpoint", made.body), SealFile(f"{name}.sig", signature)
