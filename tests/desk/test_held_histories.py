"""Whatever happened to an assignment: its days are somebody's or nobody's, and each holder's add up to the whole."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.desk.test_held_counted import adds_up
from tests.desk.world import ALL_PRINCIPLES, GAPS, World, begun
from vs_workflow.desk.held import who_held_it
from vs_workflow.desk.views import Outcome

ACTS = ("present", "start", "return", "report", "rework", "established", "end lead", "end chair", "lead", "chair",
        "mandate", "progress")  # fmt: skip


def attempt(world: World, act: str) -> Outcome:
    """What is tried is tried by whoever got the role last; it may well be refused, and changes nothing then."""
    with world.office.room.reading() as work:
        own = [one for one in work.index.book().only("woninginbraken").grants() if not one.is_mandate]
    last = {one.role: one for one in sorted(own, key=lambda one: one.seq)}
    lead, chair, today = last["lead"], last["chair"], world.stamps.moment.date()
    day = today.isoformat()
    match act:
        case "present":
            return world.advance("1", act, lead.person, ALL_PRINCIPLES, docs=[b"opdracht"])
        case "start":
            return world.advance("1", act, chair.person, GAPS | {"gaps.organisation-riec": "ja"}, reason="vult aan")
        case "report":
            world.record("meeting-held", None, "meuleman", {"body": "bbg"})
            return world.advance("1", act, chair.person, {"progress": "op schema"})
        case "established":
            return world.record(act, "1", "knaap", docs=[b"opdracht"])
        case "end lead" | "end chair":
            return world.end(last[act.removeprefix("end ")].seq, on=day)
        case "lead" | "chair":
            key = f"opvolger-{world.head()}"
            world.person(key)
            return world.grant(act, key, "1", start=(today + timedelta(days=3)).isoformat())
        case "mandate":
            until = (today + timedelta(days=30)).isoformat()
            return world.mandate("welten", chair.person, assignment="1", start=day, until=until)
        case "progress":
            return world.record(act, "1", lead.person, {"text": "loopt"})
        case _:
            return world.advance("1", act, chair.person if act == "return" else "knaap", reason="nog niet klaar")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.integers(0, 60), st.sampled_from(ACTS)), min_size=4, max_size=16))
def test_the_days_of_each_holder_add_up_to_the_sum_of_the_role_and_to_the_whole(history: list[tuple[int, str]]) -> None:
    world = begun()
    for days, act in history:
        world.stamps.moment += timedelta(days=days)
        attempt(world, act)
    world.stamps.moment += timedelta(days=5)

    (found,) = who_held_it(world.office, "1").assignments

    adds_up(found)
