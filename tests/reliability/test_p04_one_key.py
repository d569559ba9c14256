"""P4: one key, one entry, also when the connection is cut around COMMIT and nobody knows whether it arrived."""

import random
from collections.abc import Callable, Iterator

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.conftest import New
from tests.tools.cut_proxy import Cut, CutProxy
from tests.tools.postgres_box import Server
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow import Programme
from vs_workflow.desk.views import Outcome
from vs_workflow.reasons import Code, StoreTrouble

Act = Callable[[Programme, str], Outcome]
ACTS: tuple[Act, ...] = (acts.present, acts.send_back, acts.note, acts.overstep)


@pytest.fixture
def proxy(postgres: Server) -> Iterator[CutProxy]:
    with CutProxy(postgres) as started:
        yield started


def insisted(act: Act, programme: Programme, key: str) -> Outcome:
    """As a script does it: the same call again, until there is an answer."""
    for _ in range(3):
        try:
            return act(programme, key)
        except StoreTrouble as error:
            assert error.rule in ("store.unreachable", "store.unknown"), error
    raise AssertionError("no answer after three calls")


def keys(programme: Programme) -> list[str]:
    return [line.entry.key for line in programme.history().lines if line.entry.key is not None]


@pytest.mark.postgres
@pytest.mark.torture
@pytest.mark.parametrize("cut", ["before", "after"])
def test_a_call_that_is_made_again_after_a_cut_leaves_one_entry(
    postgres: Server, proxy: CutProxy, cut: Cut, rng: random.Random, counts: Counts
) -> None:
    direct = postgres.create(f"p4_{cut}", template=postgres.template("adopted", acts.adopted))
    after, answers, double = Aftermath(), {}, 0

    with acts.opened(direct) as auditor, acts.opened(proxy.through(direct)) as programme:
        before = len(auditor.history().lines)
        for number in range(scaled(50, 500)):
            act, key = rng.choice(ACTS), f"key {number}"
            proxy.arm(cut)
            answers[key] = acts.receipt(insisted(act, programme, key))
            again = act(programme, key)
            double += acts.receipt(again) != answers[key] or not again.repeated
            after.look(auditor, answers.values(), about=f"{cut} {number}")
        assert sorted(keys(auditor)) == sorted(answers)
        double += len(auditor.history().lines) - before - len(answers)
        after.go_on(auditor)

    counts("P4", f"COMMITs cut {cut}", proxy.cuts, double=double, **after.defects)


@pytest.mark.postgres
def test_a_call_without_a_key_says_whether_it_was_recorded(postgres: Server, proxy: CutProxy, counts: Counts) -> None:
    """Done is done, and answered; what was not done says so, and is not done by itself."""
    direct = postgres.create("p4_unkeyed", template=postgres.template("adopted", acts.adopted))
    after, untrue = Aftermath(), 0
    cuts: tuple[Cut, ...] = ("before", "after")

    with acts.opened(direct) as auditor, acts.opened(proxy.through(direct)) as programme:
        for cut in cuts * 3:
            before = len(auditor.history().lines)
            proxy.arm(cut)
            try:
                acts.note(programme)
                recorded: bool | None = True
            except StoreTrouble as error:
                recorded = error.recorded
            there = after.look(auditor, about=cut)
            untrue += (len(there) - before, cut) != (int(bool(recorded)), "after" if recorded else "before")

    counts("P4", "COMMITs cut, no key", proxy.cuts, untrue=untrue, **after.defects)


def test_the_same_key_with_another_request_is_a_conflict(new_database: New, counts: Counts) -> None:
    """Also after a refusal, also for another person, document, day or text; the first entry keeps the key."""
    after, missed = Aftermath(), 0
    others: list[Act] = [
        acts.note,
        acts.overstep,
        acts.send_back,
        lambda programme, key: programme.record("progress", acts.CASE, by=acts.CHAIR, facts={"text": "traag"}, key=key),
        lambda programme, key: programme.record("progress", acts.CASE, by=acts.LEAD, facts={"text": "traag"}, key=key),
        lambda programme, key: programme.record(
            "progress", acts.CASE, by=acts.LEAD, facts={"text": "op schema"}, on=acts.TODAY, key=key
        ),
        lambda programme, key: programme.record("progress", "4B", by=acts.LEAD, facts={"text": "op schema"}, key=key),
        lambda programme, key: programme.advance(
            acts.CASE, "present", by=acts.LEAD, facts=acts.PRINCIPLES, documents=[b"x"], key=key
        ),
        lambda programme, key: programme.advance(
            acts.CASE, "present", by=acts.LEAD, facts=acts.PRINCIPLES, documents=[b"y"], key=key
        ),
    ]

    with acts.opened(new_database()) as programme:
        for number, first in enumerate(others):
            key = f"key {number}"
            kept = acts.receipt(first(programme, key))
            for other in others:
                if other is first:
                    continue
                refused = other(programme, key)
                after.met += 1
                codes = [reason.code for reason in refused.reasons]
                missed += refused.accepted or codes != [Code.CONFLICT] or refused.entry.key is not None
            again = first(programme, key)
            missed += not again.repeated or acts.receipt(again) != kept
        after.look(programme)
        after.go_on(programme)

    counts("P4", "conflicts of a key", after.met, missed=missed, **after.defects)
