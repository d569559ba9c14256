"""The library as somebody uses it who imports `vs_workflow` and nothing below it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

import vs_workflow
from tests.tools.needs import need
from vs_workflow.commands.catalogue import CATALOGUE

NOW = datetime.fromisoformat("2015-04-08T09:00:00+02:00")
DAY = date(2015, 4, 2)
FACTS = {f"principles.p{number}": "Zie opdracht" for number in range(1, 9)}

# What is about a screen, a shell or this machine is for the command line alone.
AT_THE_DOOR = {
    "workflow", "workflow show", "workflow diagram", "scheduler", "diagnose", "config", "completion", "help", "demo",
}  # fmt: skip
CALLED = {"import": "import_bundle", "workflow rehearse": "rehearse", "scheduler status": "coverage"} | {
    f"seal {name}": name.replace("-", "_") for name in ("add-key", "retire-key", "keys")
}


def opened(place: Path, now: datetime = NOW) -> vs_workflow.Programme:
    return vs_workflow.open(place, now=now)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A rehearsal of 2015: 4A was presented on 2 April, which was recorded on 8 April."""
    path = tmp_path / "vs.db"
    files = vs_workflow.programme_files()
    vs_workflow.init(path, files.rules, files.people, rehearsal=True, now=NOW)
    with opened(path) as programme:
        outcome = programme.advance("4A", "present", by="Hofman", on=DAY, facts=FACTS, documents=[b"de opdracht"])
        assert outcome.accepted
    return path


@pytest.fixture
def programme(place: Path) -> Iterator[vs_workflow.Programme]:
    with opened(place) as found:
        yield found
        assert found.verify().whole


def later() -> vs_workflow.RuleFiles:
    """The same rules, but for one due day."""
    shipped = vs_workflow.rule_files()
    return replace(shipped, programme=shipped.programme.replace(b"due = 2015-04-30", b"due = 2015-05-15"))


def unsound() -> vs_workflow.RuleFiles:
    return replace(later(), lifecycle=b'schema = "vs.lifecycle/1"\n')


@pytest.mark.parametrize("command", [name for name in CATALOGUE if name not in AT_THE_DOOR])
def test_every_command_is_a_verb_of_the_library(command: str) -> None:
    verb = CALLED.get(command, command.replace("-", "_").replace(" ", "_"))

    assert hasattr(vs_workflow, verb) or hasattr(vs_workflow.Programme, verb)


@pytest.mark.parametrize("name", vs_workflow.__all__)
def test_every_name_that_is_promised_is_there(name: str) -> None:
    assert getattr(vs_workflow, name) is not None


def test_a_name_that_is_not_promised_is_not_there() -> None:
    with pytest.raises(AttributeError):
        vs_workflow.manager  # noqa: B018


def test_two_answers_of_replay_differ_by_what_was_learned_between_them(programme: vs_workflow.Programme) -> None:
    before, after = programme.replay("4A", on=date(2015, 4, 1)), programme.replay("4A")

    found = programme.diff(before, after)

    assert [(change.what, change.step) for change in found.changes] == [("learned", "present")]
    assert not programme.diff(after, after).changes


def test_answers_about_two_assignments_are_not_compared(programme: vs_workflow.Programme) -> None:
    with pytest.raises(vs_workflow.Misunderstood) as refused:
        programme.diff(programme.replay("4A"), programme.replay("4B"))

    assert refused.value.rule == "diff.two-assignments"


def test_replay_judges_by_other_rules_by_file_and_by_hash(programme: vs_workflow.Programme) -> None:
    by_file = programme.replay("4A", rules=later())
    by_hash = programme.replay("4A", rules=vs_workflow.rule_files().hash[:12])

    assert [step.sound for step in by_file.steps] == [step.sound for step in by_hash.steps] == [True]
    assert (by_file.rules, by_hash.rules) == (later().hash, vs_workflow.rule_files().hash)
    with pytest.raises(vs_workflow.Misunderstood):
        programme.replay("4A", rules="ffffffff")
    with pytest.raises(vs_workflow.BadRules):
        programme.replay("4A", rules=unsound())


def test_the_parts_of_who_held_it_sum_to_the_whole(programme: vs_workflow.Programme) -> None:
    (held,) = programme.who_held_it("4A").assignments

    assert [part.people for part in held.parts] == [("hofman",), ("beem",)]
    assert sum(part.days for part in held.parts) == held.days == (NOW.date() - held.start).days


def test_rules_are_rehearsed_and_compared_before_anybody_goes_by_them(programme: vs_workflow.Programme) -> None:
    found = programme.rehearse(later())
    differ = vs_workflow.workflow_diff(vs_workflow.rule_files(), later())

    assert not found.found
    assert found.deadlines == differ.deadlines != ()
    assert (differ.gained, differ.lost) == ((), ())
    assert all(finding.warning for finding in vs_workflow.workflow_check(later()))
    with pytest.raises(vs_workflow.BadRules):
        programme.rehearse(unsound())


def test_the_move_to_other_rules_is_a_value_also_where_it_is_refused(programme: vs_workflow.Programme) -> None:
    people = vs_workflow.programme_files().people

    tried = programme.migrate(later(), people, "4A", by="Meuleman", reason="Eerst een", dry_run=True)
    refused = programme.migrate(later(), people, by="Hofman", reason="Mag hij dit?")
    moved = programme.migrate(later(), people, by="Meuleman", reason="De termijn is verlengd")

    assert tried.accepted and tried.dry_run
    assert (refused.accepted, [reason.code for reason in refused.reasons]) == (False, ["role"])
    assert moved.accepted and moved.rules == later().hash
    with pytest.raises(vs_workflow.Misunderstood):
        programme.migrate(vs_workflow.rule_files(), people, reason="Wie?")


def test_what_runs_still_is_not_destroyed(programme: vs_workflow.Programme) -> None:
    refused = programme.destroy("4A", ground="Selectielijst, 1.1", declaration=b"verklaring", by="Meuleman")

    assert not refused.accepted
    assert refused.reasons


class Slot:
    """A way that keeps what it was given."""

    at_once = 100

    def __init__(self) -> None:
        self.told: list[tuple[str, int]] = []

    def reaches(self, person: str) -> bool:
        return person != "keken"

    def send(self, told: vs_workflow.Told) -> None:
        self.told.append((told[0][0].person, len(told)))


def test_messages_go_once_by_the_way_that_was_handed_over(programme: vs_workflow.Programme) -> None:
    programme.check()
    slot = Slot()
    ways = {"terminal": slot}
    waiting = [line for line in programme.outbox(ways).lines if line.lot == "waiting"]

    sent = programme.send(ways)

    assert sum(count for _, count in slot.told) == len(sent.lines) == len(waiting) > 0
    assert len(slot.told) == len({person for person, _ in slot.told})
    assert "no-address" in {line.lot for line in programme.outbox(ways).lines}
    assert programme.send(ways).lines == ()


def test_nothing_of_a_rehearsal_leaves_by_another_way_than_the_terminal(programme: vs_workflow.Programme) -> None:
    programme.check()
    slot = Slot()

    assert programme.send({"email": slot}).lines == ()
    assert slot.told == []
    assert programme.outbox({"email": slot}).channels == ()
    assert {line.lot for line in programme.outbox().lines} <= {"quiet", "passed", "too-old"}


def bundled(programme: vs_workflow.Programme, folder: Path, kept: vs_workflow.CheckpointFolder | None = None) -> Path:
    for name, data in programme.bundle(folder=kept).files():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def test_a_bundle_is_brought_in_elsewhere_and_ends_in_the_same_head(
    programme: vs_workflow.Programme, tmp_path: Path
) -> None:
    bundle, there = bundled(programme, tmp_path / "bundle"), tmp_path / "there.db"

    tried = vs_workflow.import_bundle(there, str(bundle), dry_run=True)
    assert not there.exists()
    brought = vs_workflow.import_bundle(there, str(bundle))

    assert tried.head == brought.head == programme.verify().head
    assert brought.whole and brought.verified is not None and brought.rehearsal
    with opened(there) as other:
        assert other.status().lines[3].state == "presented"
    with pytest.raises(vs_workflow.BadFile) as refused:
        vs_workflow.import_bundle(there, str(bundle))
    assert refused.value.rule == "programme.there-already"


def test_a_bundle_that_was_touched_is_not_brought_in(programme: vs_workflow.Programme, tmp_path: Path) -> None:
    bundle = bundled(programme, tmp_path / "bundle")
    (bundle / "journal.jsonl").write_bytes((bundle / "journal.jsonl").read_bytes().replace(b"hofman", b"bakker"))

    with pytest.raises(vs_workflow.BadFile):
        vs_workflow.import_bundle(tmp_path / "there.db", str(bundle))
    assert not (tmp_path / "there.db").exists()


def key(folder: Path, name: str) -> tuple[vs_workflow.SshSigner, str]:
    """A fresh key, and its line without a name for a trust file."""
    path = folder / f"{name}.key"
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return vs_workflow.SshSigner(str(path)), " ".join(Path(f"{path}.pub").read_text().split()[:2])


def test_a_key_is_declared_and_retired_by_nobody_and_is_listed(
    programme: vs_workflow.Programme, tmp_path: Path
) -> None:
    need("ssh-keygen")
    _, line = key(tmp_path, "own")

    added = programme.add_key(line.encode(), "programme", reason="eerste sleutel")
    again = programme.add_key(line.encode(), "programme", reason="nog eens")
    (declared,) = programme.keys().keys
    retired = programme.retire_key(declared.fingerprint, reason="vervangen")

    assert added.accepted and added.entry.actor is None
    assert not again.accepted
    assert retired.accepted
    (gone,) = programme.keys().keys
    assert (declared.until, gone.until) == (None, NOW.date())
    with pytest.raises(vs_workflow.BadFile):
        programme.add_key(b"geen sleutel", "programme")


def test_a_partner_signs_along_from_the_database_or_a_bundle_and_is_believed(
    programme: vs_workflow.Programme, tmp_path: Path
) -> None:
    need("ssh-keygen")
    own, own_line = key(tmp_path, "own")
    partner, partner_line = key(tmp_path, "partner")
    trust = vs_workflow.SshTrust(f"vs {own_line}\npartner {partner_line}\n".encode())
    folder = vs_workflow.CheckpointFolder(str(tmp_path / "seals"))
    memory = vs_workflow.SealMemory(tmp_path / "remembered")

    assert not programme.seal(own, folder, vs_workflow.SealMemory(tmp_path / "own"), dry_run=True).signed
    assert programme.seal(own, folder, vs_workflow.SealMemory(tmp_path / "own")).signed
    bundle = bundled(programme, tmp_path / "bundle", folder)
    here, _ = programme.witness(partner, folder, memory, trust=trust)
    there, content = vs_workflow.witness(str(bundle), partner, memory, trust=trust, now=NOW)
    assert here.cosigned.checkpoint == there.cosigned.checkpoint == there.after

    vouching = vs_workflow.Evidence(kept=tuple(folder.files()), trust=trust)
    assert programme.verify(evidence=vouching).level == "signed"
    cosigned = replace(folder.files()[0], name="returned.cosig", content=content)
    assert programme.accept(cosigned, folder, trust).names == ("partner",)
    assert programme.verify(evidence=replace(vouching, kept=tuple(folder.files()))).level == "witnessed"
    with pytest.raises(vs_workflow.BadFile):
        programme.accept(cosigned, folder, vs_workflow.SshTrust(f"vs {own_line}\n".encode()))
