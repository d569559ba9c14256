"""Keys in the journal: declared and retired by nobody, judged by the one decision, and what follows from them."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.desk.world import World, accepted, audited, begun, codes, day
from tests.outside.test_signing import key, public
from tests.tools.needs import need
from vs_workflow.desk import keys as desk
from vs_workflow.desk import look
from vs_workflow.desk.signers import Signers, allowed_signers, with_configured
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.entry import Kind
from vs_workflow.journal.public_key import PublicKey, public_key
from vs_workflow.outside.signing import SshSigner
from vs_workflow.reasons import Misunderstood


def made(number: int) -> PublicKey:
    """A key that nobody has."""
    parts = (b"ssh-ed25519", bytes([number]) * 32)
    blob = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return public_key("ssh-ed25519", base64.b64encode(blob).decode())


ONE, TWO = made(1), made(2)


@pytest.fixture
def world() -> World:
    return begun()


def added(world: World, which: PublicKey = ONE, *, start: str | None = None, **said: Any) -> Outcome:
    purpose, principal = said.pop("purpose", "log"), said.pop("principal", "programma")
    call = world.call(said.pop("by", None), **said)
    return desk.add_key(world.office, call, which, principal, purpose=purpose, start=day(start))


def retired(world: World, which: PublicKey = ONE, *, on: str | None = None, **said: Any) -> Outcome:
    return desk.retire_key(world.office, world.call(None, **said), which.fingerprint, on=day(on))


class TestWhatIsRecorded:
    def test_a_key_is_declared_and_retired_by_entries_that_name_nobody(self, world: World) -> None:
        first = accepted(added(world, by="meuleman", typed_by="hofman"))
        last = accepted(retired(world, on="2015-03-01"))

        assert first.entry.facts == {
            "fingerprint": ONE.fingerprint, "type": "ssh-ed25519", "public": ONE.text, "principal": "programma",
            "purpose": "log",
        }  # fmt: skip
        assert last.entry.facts == {"fingerprint": ONE.fingerprint, "principal": "programma", "purpose": "log"}
        for entry in (first.entry, last.entry):
            assert entry.kind is Kind.KEY
            assert (entry.actor, entry.typed_by, entry.behalf_of, entry.role, entry.grant) == (None,) * 5
            assert entry.assignment is None
        assert (first.entry.what, last.entry.what) == ("added", "retired")
        assert (first.entry.on, last.entry.on) == (date(2015, 2, 13), date(2015, 3, 1))
        audited(world)

    def test_all_that_was_declared_is_shown_with_its_days(self, world: World) -> None:
        accepted(added(world))
        accepted(added(world, TWO, start="2015-03-01", purpose="witness", principal="politie@example.org"))
        accepted(retired(world, on="2015-03-01"))

        shown = desk.keys(world.office).keys

        assert [(one.principal, one.purpose, one.start, one.until) for one in shown] == [
            ("programma", "log", date(2015, 2, 13), date(2015, 3, 1)),
            ("politie@example.org", "witness", date(2015, 3, 1), None),
        ]
        assert shown[0].retired_by == shown[1].seq + 1

    def test_who_asks_twice_with_one_key_is_answered_once(self, world: World) -> None:
        first = accepted(added(world, key="sleutel"))
        again = added(world, key="sleutel", by="hofman")
        other = added(world, TWO, key="sleutel")

        assert (again.repeated, again.seq, again.hash) == (True, first.seq, first.hash)
        assert codes(other) == ["conflict:conflict.key"]
        audited(world)

    def test_a_dry_run_records_nothing(self, world: World) -> None:
        before = world.head()

        assert accepted(added(world, dry_run=True)).seq is None
        assert codes(retired(world, dry_run=True)) == ["guard:key.unknown"]
        assert world.head() == before

    def test_a_book_of_one_assignment_has_the_keys_too(self, world: World) -> None:
        accepted(added(world))

        with world.office.room.reading() as work:
            whole, part, bare = work.index.book(), work.index.book(("hennep",)), work.index.book(())

        assert whole.keys == part.keys == bare.keys != ()

    def test_the_board_and_what_people_do_stay_what_they_were(self, world: World) -> None:
        before = look.board(world.office).lines
        accepted(added(world))

        assert look.board(world.office).lines == before
        accepted(world.record("team-formed", "1", "keken"))
        audited(world)


class TestWhatIsRefused:
    def test_the_same_key_for_the_same_days_whatever_for(self, world: World) -> None:
        accepted(added(world))

        for purpose, code in (("log", "guard:key.already"), ("witness", "guard:key.own")):
            told = added(world, start="2015-06-01", purpose=purpose)
            assert codes(told) == [code]
            assert told.entry.kind is Kind.REFUSAL
        audited(world)

    def test_after_it_was_retired_it_may_come_back(self, world: World) -> None:
        accepted(added(world))
        accepted(retired(world, on="2015-03-01"))

        assert codes(added(world, start="2015-02-28")) == ["guard:key.already"]
        accepted(added(world, start="2015-03-01"))
        accepted(retired(world, on="2015-04-01"))
        assert [one.until for one in desk.keys(world.office).keys] == [date(2015, 3, 1), date(2015, 4, 1)]
        audited(world)

    def test_a_key_that_is_not_known(self, world: World) -> None:
        accepted(added(world, TWO))

        told = retired(world)

        assert codes(told) == ["guard:key.unknown"]
        assert told.reasons[0].facts["known"] == [TWO.fingerprint]

    def test_before_it_was_added_and_once_more(self, world: World) -> None:
        accepted(added(world, start="2015-02-20"))

        assert codes(retired(world, on="2015-02-19")) == ["date:key.before-start"]
        accepted(retired(world, on="2015-03-01"))
        assert codes(retired(world, on="2015-03-01")) == ["date:key.retired-already"]
        accepted(retired(world, on="2015-02-20"))
        assert desk.keys(world.office).allowed_signers == ""
        audited(world)

    def test_days_go_by_what_holds_for_roles(self, world: World) -> None:
        assert codes(added(world, start="2014-12-31")) == ["date:date.before-programme", "date:date.needs-reason"]
        assert codes(added(world, start="2015-01-02")) == ["date:date.needs-reason"]
        accepted(added(world, start="2015-01-02", reason="bestond al"))
        accepted(added(world, TWO, start="2016-01-01"))
        audited(world)

    @pytest.mark.parametrize("name", ["", "-x", "a b", 'a"b', "a,b", "*", "!a", "#a", "é", "a" * 101, "a\nb"])
    def test_a_name_that_would_be_more_than_one(self, world: World, name: str) -> None:
        try:
            told = added(world, principal=name)
        except Misunderstood:
            return
        assert codes(told) == ["guard:key.principal"]
        audited(world)

    def test_what_is_no_key_and_no_purpose(self, world: World) -> None:
        told = added(world, replace(ONE, type="ssh-rsa"), purpose="both")

        assert codes(told) == ["guard:key.unreadable", "guard:key.purpose"]
        audited(world)

    @pytest.mark.parametrize("text", ["", "SHA256:", "MD5:aa:bb", ONE.fingerprint[:-1], f"{ONE.fingerprint}="])
    def test_what_is_no_fingerprint_is_not_understood(self, world: World, text: str) -> None:
        with pytest.raises(Misunderstood):
            desk.retire_key(world.office, world.call(None), text)


class TestTheLines:
    def holds(self, folder: Path, signed: Path, at: datetime) -> bool:
        command = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "programma", "-n", "vs-checkpoint", "-s", "sig"]
        command += ["-O", f"verify-time={at:%Y%m%d%H%M%S}Z"]
        done = subprocess.run(command, input=b"x", cwd=folder, capture_output=True, check=False)
        return done.returncode == 0

    def test_they_hold_for_the_stock_tool_from_the_first_second_to_the_last(self, world: World, tmp_path: Path) -> None:
        need("ssh-keygen")
        own = key(tmp_path, "own")
        kind, text = public(own).split()
        mine = public_key(kind, text)
        accepted(added(world, mine, start="2015-03-01"))
        accepted(retired(world, mine, on="2015-07-01"))
        (tmp_path / "allowed").write_text(desk.keys(world.office).allowed_signers)
        (tmp_path / "sig").write_bytes(SshSigner(str(own)).sign(b"x", "vs-checkpoint"))

        # Midnight there is an hour earlier here in winter, two in summer.
        first, past = datetime(2015, 2, 28, 23, tzinfo=UTC), datetime(2015, 6, 30, 22, tzinfo=UTC)
        second = timedelta(seconds=1)

        seen = [self.holds(tmp_path, own, at) for at in (first - second, first, past - second, past)]
        assert seen == [False, True, True, False]

    def test_they_agree_with_what_the_journal_says_of_every_moment(self, world: World) -> None:
        accepted(added(world, start="2015-03-29"))
        accepted(retired(world, on="2015-10-25"))
        with world.office.room.reading() as work:
            keys = work.index.book(()).keys
        signers = Signers(keys, look.setting(world.office).rules)
        _, options, *_ = allowed_signers(signers).decode().split()
        after, before = (option.split('"')[1] for option in options.split(",")[1:])

        for hours in range(-3, 4):
            for day_ in (datetime(2015, 3, 29, tzinfo=UTC), datetime(2015, 10, 25, tzinfo=UTC)):
                at = day_ + timedelta(hours=hours)
                moment: Any = f"{at:%Y-%m-%dT%H:%M:%S}.000000Z"
                assert signers.hold(keys, moment, moment) == (after <= f"{at:%Y%m%d%H%M%S}Z" <= before), at

    def test_what_was_configured_stands_beside_them_for_other_keys_alone(self, world: World) -> None:
        accepted(added(world))
        with world.office.room.reading() as work:
            signers = Signers(work.index.book(()).keys, look.setting(world.office).rules)
        own, other = f"oud ssh-ed25519 {ONE.text} hier", f'politie namespaces="vs-witness" ssh-ed25519 {TWO.text}'

        merged = with_configured(signers, f"# wie mag\n{own}\n{other}".encode()).decode()

        assert merged == f"{desk.keys(world.office).allowed_signers}# wie mag\n{other}\n"
        assert with_configured(Signers((), signers.rules), b"x") == b"x"

    def test_a_forged_name_makes_no_line(self, world: World) -> None:
        accepted(added(world))
        with world.office.room.reading() as work:
            (one,) = work.index.book(()).keys
        rules = look.setting(world.office).rules
        forged = [
            replace(one, principal="a\n* x"), replace(one, purpose="all"), replace(one, public=TWO.text),
            replace(one, type="cert-authority"), replace(one, until=one.start),
        ]  # fmt: skip

        assert allowed_signers(Signers(tuple(forged), rules)) == b""
        far = replace(one, start=date(1, 1, 1), until=date(9999, 12, 31))
        assert b"valid-" not in allowed_signers(Signers((far,), rules))
