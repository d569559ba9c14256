"""A clock that goes back behind the last entry, in a journal in earnest: today stays the day an entry would get."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.desk.newer import LATER, newer
from tests.desk.test_keys import added, retired
from tests.desk.test_migrate import moved
from tests.desk.world import World, accepted, begun
from tests.outside.test_signing import key, public
from tests.tools.needs import need
from vs_workflow.desk import prove, seal, watch
from vs_workflow.desk.evidence import Evidence
from vs_workflow.journal.public_key import PublicKey, public_key
from vs_workflow.outside.checkpoints import CheckpointFolder, SealMemory
from vs_workflow.outside.signing import SshSigner
from vs_workflow.reasons import BadFile


@pytest.fixture
def world() -> World:
    """Last recorded on 10 March; then the clock says 2 March."""
    world = begun(rehearsal=False).at("2015-03-10")
    accepted(world.record("progress", "2", "boomkamp", {"text": "x"}))
    return world.at("2015-03-02")


def declared(path: Path) -> PublicKey:
    return public_key(*public(path).split()[:2])


def test_what_is_sealed_with_it_holds_for_whoever_verifies(world: World, tmp_path: Path) -> None:
    need("ssh-keygen")
    old, new = key(tmp_path, "old"), key(tmp_path, "new")
    world.stamps.moment = datetime(2015, 3, 10, 10, tzinfo=UTC)
    accepted(added(world, declared(old)))
    accepted(retired(world, declared(old), on="2015-03-11"))
    accepted(added(world, declared(new), start="2015-03-11"))
    world.at("2015-03-12")
    accepted(world.record("progress", "2", "boomkamp", {"text": "y"}))
    world.at("2015-03-10")
    kept, memory = CheckpointFolder(str(tmp_path / "kept")), SealMemory(tmp_path / "memory")

    with pytest.raises(BadFile, match=r"seal\.wrong-key"):
        seal.seal(world.office, SshSigner(str(old)), kept, memory)
    assert seal.seal(world.office, SshSigner(str(new)), kept, memory).signed

    assert prove.verify(world.office, evidence=Evidence(kept=tuple(kept.files()))).findings == ()


def test_who_may_not_move_the_rules_any_more_is_told_so_when_it_is_tried(world: World) -> None:
    world.at("2015-03-10")
    accepted(world.end(world.grant_of("meuleman", "coordinator"), "knaap", on="2015-03-05"))
    world.at("2015-03-02")

    tried, done = (moved(world, newer(LATER), "meuleman", dry_run=dry_run) for dry_run in (True, False))

    assert [one.rule for one in tried.reasons] == [one.rule for one in done.reasons] == ["role.period"]


def test_the_days_that_a_check_would_judge_are_those_that_it_judges(world: World) -> None:
    tried = watch.check(world.office, dry_run=True)

    assert len(tried.days) == 25
    assert watch.check(world.office).days == tried.days
