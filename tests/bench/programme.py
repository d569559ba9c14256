"""A programme to measure with: any number of assignments that walk to the end of the road and back, for ever.

It is ordinary files, adopted like any other. Six states of one road, with two steps back
that are redone and one that begins again, so that no assignment ever runs out of steps.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import store
from store import Database
from vs_workflow.casebook import Casebook
from vs_workflow.desk import adopt
from vs_workflow.face.programme import office_of
from vs_workflow.journal.chain import Stamp, instant, moment
from vs_workflow.journal.entry import Draft, Instant, Kind
from vs_workflow.rules.rulebook import RuleFiles

KEY = "measured"
ROAD = (
    ("staff", "staffing", "drafting", "lead"),
    ("present", "drafting", "presented", "lead"),
    ("revise", "presented", "drafting", "chair"),
    ("present", "drafting", "presented", "lead"),
    ("adopt", "presented", "elaborating", "chair"),
    ("submit", "elaborating", "deciding", "lead"),
    ("rework", "deciding", "elaborating", "chair"),
    ("submit", "elaborating", "deciding", "lead"),
    ("start", "deciding", "running", "chair"),
    ("again", "running", "staffing", "chair"),
)
"""One round of the road: the step, from, to, and the role that takes it."""
STEPS = {step: (source, target, role) for step, source, target, role in ROAD}
STATES = tuple(dict.fromkeys(source for _, source, _, _ in ROAD))
FIRST_DAY = date(2024, 1, 1)
CHAIRS, LEADS = 10, 30


@dataclass(frozen=True, slots=True)
class Move:
    """The next thing somebody does: who takes which step of which assignment."""

    assignment: str
    step: str
    source: str
    target: str
    role: str
    person: str


def assignment(number: int) -> str:
    return f"assignment-{number:04d}"


def person(role: str, number: int) -> str:
    return f"{role}-{number % (CHAIRS if role == 'chair' else LEADS):02d}"


def moves(assignments: int) -> Iterator[Move]:
    """Without end: each assignment in turn takes its first step, then each its second, and so on."""
    while True:
        for step, source, target, role in ROAD:
            for number in range(assignments):
                yield Move(assignment(number), step, source, target, role, person(role, number))


def _label(text: str) -> str:
    return f'label = {{ nl = "{text}", en = "{text}" }}'


def lifecycle() -> str:
    rows = [
        'schema = "vs.lifecycle/1"',
        'key = "measured-road"',
        _label("road"),
        "reason_after_days = 14",
        "events = []",
    ]
    for number, key in enumerate((*STATES, "closed")):
        rows += ["[[states]]", f'key = "{key}"', _label(key)]
        rows += ["initial = true"] * (number == 0) + ["final = true"] * (key == "closed")
    for key, scope in (("lead", "assignment"), ("chair", "assignment"), ("coordinator", "programme")):
        rows += ["[[roles]]", f'key = "{key}"', _label(key), f'scope = "{scope}"', 'granted_by = ["coordinator"]']
    rows += ["[keeping]", 'register = ["coordinator"]']
    for key, (source, target, role) in {**STEPS, "close": ("running", "closed", "chair")}.items():
        rows += ["[[steps]]", f'key = "{key}"', _label(key), f'sources = ["{source}"]', f'target = "{target}"']
        rows += [f'by = [{{ role = "{role}" }}]']
    return "\n".join(rows) + "\n"


def programme(assignments: int, milestones: int) -> str:
    last = FIRST_DAY + timedelta(days=3650)
    rows = [
        'schema = "vs.programme/1"', f'key = "{KEY}"', 'title = { nl = "gemeten", en = "measured" }',
        'lifecycle = "measured.lifecycle.toml"', 'register = "measured.people.toml"',
        f"first_day = {FIRST_DAY}", f"last_day = {last}", 'zone = "Europe/Amsterdam"',
        "districts = []", "organisations = []", *(["milestones = []"] if not milestones else []),
        "[check]", 'hour = "06:00"', "reminders = [7, 1]", "escalate_after_days = 7", 'escalate_to = "coordinator"',
        "[[bodies]]", 'key = "board"', 'kind = "steering"', _label("board"),
    ]  # fmt: skip
    for number in range(assignments):
        key = assignment(number)
        rows += ["[[assignments]]", f'number = "{number + 1}"', f'key = "{key}"']
        rows += [f'title = {{ nl = "{key}", en = "{key}" }}']
    rows += ["[[holders]]", 'role = "coordinator"', 'person = "coordinator-00"']
    for role, many in (("lead", LEADS), ("chair", CHAIRS)):
        for one in range(min(many, assignments)):
            held = ", ".join(f'"{assignment(number)}"' for number in range(assignments) if number % many == one)
            rows += ["[[holders]]", f'role = "{role}"', f'person = "{role}-{one:02d}"', f"assignments = [{held}]"]
    for number, state in enumerate(STATES[1 : 1 + milestones]):
        opens = FIRST_DAY + timedelta(days=30 * number)
        rows += ["[[milestones]]", f'id = "{state}"', _label(state), 'scope = "assignment"', f"opens = {opens}"]
        rows += [f"due = {opens + timedelta(days=30)}", f'satisfied_by = [{{ state = "{state}" }}]', 'answers = "lead"']
    return "\n".join(rows) + "\n"


def people(assignments: int) -> str:
    rows = ['schema = "vs.people/1"']
    for role, many in (("lead", LEADS), ("chair", CHAIRS), ("coordinator", 1)):
        for one in range(min(many, max(assignments, 1))):
            rows += [f"[{role}-{one:02d}]", f'function = "{role} {one + 1}"']
    return "\n".join(rows) + "\n"


def files(assignments: int, milestones: int = 5) -> RuleFiles:
    return RuleFiles(programme(assignments, milestones).encode(), lifecycle().encode())


def adopted(path: Path, assignments: int, *, milestones: int = 5, now: Instant | None = None) -> Database:
    """A new database at `path` in which the programme was adopted; `now` sets the clock of a rehearsal."""
    database = store.open(path, create=True)
    register = ("people", people(assignments).encode())
    adopt.init(
        lambda key: office_of(database, key, new=True, now=now),
        files(assignments, milestones),
        register,
        rehearsal=now is not None,
    )
    return database


def grants_in(book: Casebook) -> dict[tuple[str, str], int]:
    """The number of the grant by which each assignment's role is held."""
    return {(one.assignment, one.role): one.seq for one in book.grants() if one.assignment is not None}


def drafts(road: Iterator[Move], count: int, rules: str, held: dict[tuple[str, str], int], on: date) -> list[Draft]:
    """What the decision would say to the next moves, for whoever writes many steps at once."""
    found: list[Draft] = []
    for _, move in zip(range(count), road, strict=False):
        found.append(
            Draft(
                kind=Kind.STEP, what=move.step, on=on, rules=rules, assignment=move.assignment, source=move.source,
                target=move.target, actor=move.person, typed_by=move.person, role=move.role,
                grant=held[move.assignment, move.role],
            )
        )  # fmt: skip
    return found


def stamps(after: Instant, count: int, step: timedelta = timedelta(seconds=1)) -> list[Stamp]:
    """So many moments after that one, evenly spaced, each with a salt of the usual length."""
    start = moment(after)
    return [
        Stamp(instant(start + number * step), f"{number:032x}", "vs_workflow bench", "bench", "bench")
        for number in range(1, count + 1)
    ]


def local_day(at: Instant) -> date:
    return moment(at).astimezone(ZoneInfo("Europe/Amsterdam")).date()
