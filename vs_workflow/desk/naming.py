"""What people type, to keys: assignments, people, bodies, steps, roles; with suggestions where nothing fits."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from vs_workflow.casebook import Casebook
from vs_workflow.desk.office import Record
from vs_workflow.desk.views import Setting
from vs_workflow.reasons import Misunderstood, Plain
from vs_workflow.rules.lifecycle import Action, Event, Step
from vs_workflow.rules.programme import Assignment
from vs_workflow.rules.rulebook import Rules, is_odd
from vs_workflow.rules.standing import bodies_of

LONGEST_TEXT = 20_000
LONGEST_NAME = 200
_MOST_SUGGESTIONS = 4


def clean(text: str, what: str) -> str:
    """Typed text in NFC; raises Misunderstood where it cannot be written down, or is longer than anybody reads."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise Misunderstood("text.not-unicode", what=what) from None
    if len(text) > LONGEST_TEXT:
        raise Misunderstood("text.too-long", what=what, length=len(text), most=LONGEST_TEXT)
    return unicodedata.normalize("NFC", text)


def clean_name(text: str, what: str) -> str:
    """A name or key, which also may hold no control or bidirectional character; raises Misunderstood."""
    text = clean(text, what).strip()
    if any(is_odd(char) for char in text):
        raise Misunderstood("text.odd", what=what)
    if len(text) > LONGEST_NAME:
        raise Misunderstood("text.too-long", what=what, length=len(text), most=LONGEST_NAME)
    return text


def clean_key(key: str | None) -> str | None:
    """An idempotency key, where one was given; raises Misunderstood for one that says nothing."""
    if key is None:
        return None
    named = clean_name(key, "key")
    if not named:
        raise Misunderstood("key.empty")
    return named


def find_assignment(text: str, rules: Rules, others: Iterable[Rules] = ()) -> str:
    """The key of the assignment with that number (any case), key, or start of a title.

    What it is called under the rules in force goes before what it is or was called under the
    others: who has an old number in hand finds the assignment by it, unless another has it now.
    """
    wanted = clean(text, "assignment").strip().casefold()
    programme = rules.programme.assignments
    once = [one for other in others for one in other.programme.assignments]
    ways = [(called, among) for called in (_called_exactly, _called_from_its_start) for among in (programme, once)]
    found = ([*dict.fromkeys(one.key for one in among if called(wanted, one))] for called, among in ways)
    fits = next((keys for keys in found if keys), [])
    if len(fits) == 1:
        return fits[0]
    names = {one.key: (one.number, one.key, *one.title.values()) for one in programme}
    raise _not_found("assignment", text, names, fits, [f"{one.number} ({one.key})" for one in programme])


def _called_exactly(wanted: str, one: Assignment) -> bool:
    return wanted in (one.number.casefold(), one.key)


def _called_from_its_start(wanted: str, one: Assignment) -> bool:
    return bool(wanted) and any(title.casefold().startswith(wanted) for title in one.title.values())


class MisunderstoodHere(Misunderstood):
    """What was not understood, with the setting that its keys are of, so that they can be called by name."""

    def __init__(self, rule: str, setting: Setting, **facts: Plain) -> None:
        super().__init__(rule, **facts)
        self.setting = setting


def not_there(assignment: str, book: Casebook, setting: Setting) -> MisunderstoodHere:
    """The trouble of an assignment that the rules know and the book does not: opened later, or destroyed."""
    destroyed = book.destroyed.get(assignment)
    if destroyed is None:
        return MisunderstoodHere("assignment.not-opened", setting, assignment=assignment)
    return MisunderstoodHere("assignment.destroyed", setting, assignment=assignment, seq=destroyed)


def find_person(text: str, book: Casebook, found: Mapping[str, Record]) -> str:
    """The key of the person with that key, full name, function, or surname where it is unique."""
    wanted = clean(text, "person").strip().casefold()
    if wanted in book.people:
        return wanted
    fits = [key for key, record in found.items() if wanted in _spellings(record)]
    if len(fits) == 1:
        return fits[0]
    names = {key: (key, *_spellings(found[key])) if key in found else (key,) for key in book.people}
    raise _not_found("person", text, names, fits)


def _spellings(record: Record) -> tuple[str, ...]:
    """The full name, every tail of it (so that a surname will do), and the function."""
    words = record.name.casefold().split()
    tails = [" ".join(words[start:]) for start in range(len(words))]
    return (*tails, *(text.casefold() for text in record.function.values() if text and not record.name))


def find_body(text: str, book: Casebook, rules: Rules, kinds: tuple[str, ...] = ()) -> str:
    """The key of the body with that key or label (or its start, where unique)."""
    wanted = clean(text, "body").strip().casefold()
    names: dict[str, tuple[str, ...]] = {key: (key, one.name, one.called) for key, one in book.bodies.items()}
    names |= {one.key: (one.key, *one.label.values()) for one in rules.programme.bodies}
    return _one("body", text, wanted, {key: names[key] for key in bodies_of(kinds, book, rules)})


def find_named(kind: str, text: str, names: Mapping[str, Iterable[str]]) -> str:
    """The key among names (key to its labels): by key, label, or start of a label where unique."""
    wanted = clean(text, kind).strip().casefold()
    return _one(kind, text, wanted, {key: (key, *labels) for key, labels in names.items()})


def find_step(text: str, rules: Rules) -> Step:
    key = find_named_exactly("step", text, {one.key: () for one in rules.lifecycle.steps})
    step = rules.lifecycle.step(key)
    assert step is not None
    return step


def find_event(text: str, rules: Rules) -> Event:
    key = find_named_exactly("event", text, {one.key: () for one in rules.lifecycle.events})
    event = rules.lifecycle.event(key)
    assert event is not None
    return event


def find_action(text: str, rules: Rules) -> Action:
    """A step or an event by its name; a step where both have it."""
    actions = {one.key: () for one in (*rules.lifecycle.events, *rules.lifecycle.steps)}
    key = find_named_exactly("step-or-event", text, actions)
    action = rules.lifecycle.step(key) or rules.lifecycle.event(key)
    assert action is not None
    return action


def find_role(text: str, rules: Rules) -> str:
    return find_named("role", text, {one.key: one.label.values() for one in rules.lifecycle.roles})


def find_named_exactly(kind: str, text: str, names: Mapping[str, Iterable[str]]) -> str:
    """Steps and events are named in full: an abbreviation that means one thing today may mean another tomorrow."""
    wanted = clean(text, kind).strip().casefold()
    if wanted in names:
        return wanted
    raise _not_found(kind, text, {key: (key,) for key in names}, [])


def _one(kind: str, text: str, wanted: str, names: Mapping[str, tuple[str, ...]]) -> str:
    if wanted in names:
        return wanted
    exact = [key for key, labels in names.items() if wanted in (label.casefold() for label in labels)]
    if len(exact) == 1:
        return exact[0]
    starts = [k for k, labels in names.items() if wanted and any(one.casefold().startswith(wanted) for one in labels)]
    if len(starts) == 1:
        return starts[0]
    raise _not_found(kind, text, names, exact or starts)


def _not_found(
    kind: str, text: str, names: Mapping[str, Iterable[str]], fits: list[str], known: Iterable[str] = ()
) -> Misunderstood:
    """The trouble of a name that fits none or several; `known` is how to list them all, where not by key."""
    if fits:
        return Misunderstood("name.ambiguous", kind=kind, text=text, among=list(fits))
    import difflib

    wanted = text.strip().casefold()
    spelled = {spelling.casefold(): key for key, spellings in names.items() for spelling in (key, *spellings)}
    near = [key for spelling, key in spelled.items() if len(wanted) > 2 and wanted in spelling]
    near += [spelled[one] for one in difflib.get_close_matches(wanted, spelled, n=_MOST_SUGGESTIONS, cutoff=0.6)]
    suggestions = list(dict.fromkeys(near))[:_MOST_SUGGESTIONS]
    listed = [*(known or sorted(names))][:40]
    return Misunderstood("name.unknown", kind=kind, text=text, suggestions=list(suggestions), known=[*listed])
