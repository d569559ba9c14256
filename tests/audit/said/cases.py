"""The cases: one field of one entry said otherwise; entries added, left out or moved; and lines with broken links."""

# ruff: noqa: E501  (the table reads best with many cases to a line)

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from typing import Any

from tests.audit.forging import changed, inserted, without
from tests.audit.said import KEY, Change, honest, lines_of, rules_by_hash
from vs_workflow.journal.canon import leaf_hash
from vs_workflow.journal.chain import NO_LEAF, Line
from vs_workflow.journal.entry import Entry, Instant, Kind, entry_bytes
from vs_workflow.reasons import Code, Reason

Case = Callable[[], Sequence[Line]]
ZERO = "0" * 64
EARLY, LATE = date(2014, 12, 31), date(2015, 7, 20)
CONFLICT = (Reason(Code.CONFLICT, "conflict.key", {"key": "voortgang", "seq": 79}),)


@cache
def numbers() -> dict[str, int]:
    """The entries that are spoken of, by a name."""

    def first(kind: Kind, what: str, **said: object) -> int:
        return next(
            one.seq
            for one in honest()
            if one.kind is kind and one.what == what and all(getattr(one, key) == value for key, value in said.items())
        )

    return {
        "genesis": 1,
        "rules": 2,
        "person": 3,
        "opened": first(Kind.OPENED, "opened"),
        "first holder": first(Kind.GRANT, "grant"),
        "first lead": first(Kind.GRANT, "grant", assignment="informatievoorziening") + 3,
        "meeting": first(Kind.EVENT, "working-meeting"),
        "check": first(Kind.SWEEP, "sweep"),
        "last check": max(one.seq for one in honest() if one.kind is Kind.SWEEP),
        "miss": first(Kind.FLAG, "missed"),
        "catch-up": first(Kind.FLAG, "caught-up"),
        "start": first(Kind.STEP, "start"),
        "report": first(Kind.STEP, "report"),
        "offer": first(Kind.STEP, "offer"),
        "member": first(Kind.GRANT, "grant", actor="meuleman"),
        "enrolment": first(Kind.REGISTER, "person", actor="meuleman"),
        "mandate": first(Kind.GRANT, "mandate"),
        "under mandate": first(Kind.EVENT, "progress", behalf_of="beem"),
        "refusal": first(Kind.REFUSAL, "offer"),
        "conflict": first(Kind.REFUSAL, "progress"),
        "annulment": first(Kind.CORRECTION, "annul"),
        "other day": first(Kind.CORRECTION, "redate"),
        "answer": first(Kind.EVENT, "offer-accepted"),
        "end": first(Kind.GRANT, "end"),
        "second present": first(Kind.STEP, "present", assignment="overlast"),
    }


SAID: dict[str, list[dict[str, Any]]] = {
    "genesis": [
        {"facts": {"format": 2, "programme": KEY, "rehearsal": True, "first_day": "2015-01-01"}},
        {"facts": {"format": 1, "programme": KEY, "rehearsal": 1, "first_day": "2015-01-01"}},
        {"facts": {"format": 1, "programme": "x", "rehearsal": True, "first_day": "2015-01-01"}},
        {"facts": {"format": 1, "programme": KEY, "rehearsal": True, "first_day": "2015-01-02"}},
        {"facts": {"format": 1, "programme": KEY, "rehearsal": True, "first_day": "2015-01-01", "meer": 1}},
        {"facts": {}}, {"what": "x"}, {"on": EARLY}, {"actor": "knaap"}, {"assignment": "hennep"}, {"target": "x"},
    ],
    "rules": [
        {"facts": {}}, {"facts": {"lifecycle": ZERO, "programme": ZERO}}, {"rules": ZERO}, {"what": "x"},
        {"on": EARLY}, {"typed_by": "knaap"}, {"kind": Kind.EVENT},
    ],
    "person": [
        {"facts": {"person": "meuleman", "record": ZERO}}, {"facts": {"person": "x", "record": ZERO}},
        {"key": "sleutel"}, {"documents": (ZERO,)}, {"reason": "x"}, {"on": EARLY}, {"assignment": "hennep"},
    ],
    "opened": [
        {"target": "reported"}, {"target": None}, {"assignment": "x"}, {"assignment": None}, {"on": date(2015, 1, 2)},
        {"source": "concept"}, {"facts": {"x": 1}}, {"what": "x"}, {"guards": {"x": True}}, {"rules": ZERO},
    ],
    "first holder": [
        {"facts": {"role": "bbg-chair", "person": "beem"}}, {"facts": {"role": "chair", "person": "knaap"}},
        {"facts": {"role": "bbg-chair", "person": "knaap", "body": "bbg"}},
        {"facts": {"role": "bbg-chair", "person": "knaap", "until": "2015-03-01"}},
        {"facts": {"role": "bbg-chair", "person": "knaap", "district": "twente"}},
        {"on": EARLY}, {"assignment": "hennep"}, {"what": "mandate"}, {"what": "end"}, {"actor": "knaap"},
        {"behalf_of": "beem"}, {"opens": {"x": {}}}, {"target": "x"},
    ],
    "first lead": [
        {"facts": {"role": "lead", "person": "hofman"}}, {"assignment": "hennep"}, {"assignment": None},
        {"facts": {"role": "lead", "person": "hofman", "organisation": "police"}},
    ],
    "meeting": [
        {"actor": "x"}, {"actor": None}, {"typed_by": None}, {"typed_by": "x"}, {"behalf_of": "x"}, {"on": LATE},
        {"role": "lead"}, {"role": None}, {"grant": 21}, {"grant": None}, {"guards": {}}, {"guards": {"present": False}},
        {"facts": {"present": ["x"]}}, {"facts": {}}, {"documents": (ZERO,)}, {"reason": "x"}, {"rules": ZERO},
        {"what": "x"}, {"what": "progress"}, {"assignment": "hennep"}, {"assignment": "x"}, {"corrects": 3},
        {"source": "concept"}, {"target": "started"}, {"asked": Kind.EVENT}, {"reasons": CONFLICT}, {"key": "voortgang"},
        {"opens": {"x": {"kind": "driehoek"}}}, {"kind": Kind.STEP}, {"kind": Kind.REFUSAL}, {"kind": Kind.GRANT},
    ],
    "check": [
        {"on": date(2015, 3, 6)}, {"on": date(2015, 3, 4)}, {"facts": {"flags": 5, "from": "2015-02-13", "to": "2015-03-04"}},
        {"facts": {"flags": 6}}, {"facts": {"flags": 6, "from": "2015-02-13", "to": "x"}}, {"actor": "knaap"},
        {"reason": "gevraagd"}, {"key": "sleutel"}, {"what": "x"}, {"rules": ZERO}, {"assignment": "hennep"},
        {"kind": Kind.FLAG}, {"on": LATE},
    ],
    "last check": [{"on": LATE}, {"on": date(2015, 7, 9)}, {"facts": {"flags": 2}}],
    "miss": [
        {"what": "caught-up"}, {"what": "x"}, {"on": date(2015, 3, 2)}, {"assignment": "woninginbraken"},
        {"assignment": None}, {"facts": {"due": "2015-02-28", "follows": 3, "milestone": "teams-filled"}},
        {"facts": {"due": "2015-02-27", "follows": 0, "milestone": "teams-filled"}},
        {"facts": {"due": "2015-02-28", "follows": 0, "milestone": "x"}}, {"facts": {}}, {"actor": "knaap"},
        {"rules": ZERO}, {"kind": Kind.SWEEP},
    ],
    "catch-up": [{"what": "missed"}, {"facts": {"due": "2015-02-28", "follows": 0, "milestone": "teams-filled"}}],
    "start": [
        {"actor": "welten"}, {"actor": "x"}, {"behalf_of": "welten"}, {"role": "lead"}, {"grant": 25}, {"grant": 10**6},
        {"grant": None}, {"guards": {"composition": False}}, {"source": "concept"}, {"target": "reported"},
        {"target": None}, {"source": None}, {"on": date(2015, 4, 1)}, {"on": EARLY}, {"on": LATE}, {"facts": {}},
        {"reason": ""}, {"assignment": "hennep"}, {"assignment": None}, {"assignment": "x"}, {"what": "x"},
        {"what": "report"}, {"rules": ZERO}, {"kind": Kind.EVENT}, {"corrects": 44}, {"documents": (ZERO,)},
    ],
    "report": [{"facts": {"progress": ""}}, {"on": date(2015, 6, 24)}, {"on": date(2015, 4, 20)}, {"on": date(2015, 4, 19)}],
    "offer": [
        {"opens": {}}, {"opens": {"driehoek-ede": {"kind": "driehoek", "name": "Ede", "district": "twente"}}},
        {"opens": {"x": 1}}, {"facts": {"driehoeken": [[]], "results": []}},
    ],
    "member": [
        {"facts": {"body": "driehoek-ede", "person": "x", "role": "body-member"}},
        {"facts": {"body": "driehoek-x", "person": "lid-ede", "role": "body-member"}},
        {"facts": {"body": "driehoek-ede", "person": "lid-ede", "role": "x"}}, {"facts": {}}, {"actor": None},
        {"actor": "beem"}, {"on": date(2015, 6, 30)}, {"on": LATE}, {"assignment": "hennep"}, {"what": "x"},
        {"facts": {"body": "driehoek-ede", "person": "lid-ede", "role": "body-member", "until": "x"}},
        {"facts": {"body": "driehoek-ede", "person": "lid-ede", "role": "body-member", "until": "2015-07-02"}},
    ],
    "enrolment": [{"actor": "beem"}, {"actor": None}, {"facts": {"person": "X", "record": ZERO}}, {"on": LATE}],
    "mandate": [
        {"facts": {"person": "hofman", "rests_on": 25, "role": "chair", "until": "2015-08-01"}},
        {"facts": {"person": "hofman", "rests_on": "x", "role": "chair", "until": "2015-08-01"}},
        {"facts": {"person": "hofman", "rests_on": 29, "role": "lead", "until": "2015-08-01"}},
        {"facts": {"person": "ottens", "rests_on": 29, "role": "chair", "until": "2015-08-01"}},
        {"facts": {"person": "hofman", "rests_on": 29, "role": "chair", "until": "2015-07-02"}},
        {"facts": {"person": "hofman", "rests_on": 29, "role": "chair"}}, {"on": date(2015, 7, 1)}, {"actor": "welten"},
        {"on": date(2015, 7, 3)},
    ],
    "under mandate": [
        {"behalf_of": None}, {"behalf_of": "welten"}, {"actor": "ottens"}, {"grant": 29}, {"on": date(2015, 7, 1)},
        {"kind": Kind.STEP, "what": "report", "source": "started", "target": "reported"},
        {"kind": Kind.STEP, "what": "report", "source": "started", "target": "reported", "behalf_of": "welten"},
        {"kind": Kind.STEP, "what": "report", "source": "started", "target": "reported", "on": date(2015, 7, 1)},
        {"kind": Kind.STEP, "what": "withdraw", "source": "started", "target": "withdrawn", "grant": 31, "role": "chair"},
    ],
    "refusal": [
        {"asked": None}, {"asked": Kind.GENESIS}, {"asked": Kind.EVENT}, {"asked": Kind.SWEEP}, {"asked": Kind.FLAG},
        {"asked": Kind.GRANT}, {"asked": Kind.CORRECTION}, {"asked": Kind.REGISTER}, {"reasons": ()},
        {"reasons": (Reason(Code.ORDER, "order.step"),)}, {"reasons": CONFLICT}, {"kind": Kind.STEP},
        {"reasons": CONFLICT, "key": "x"}, {"reasons": CONFLICT, "asked": Kind.SWEEP, "actor": None},
        {"reasons": CONFLICT, "asked": Kind.SWEEP}, {"guards": {"x": True}}, {"grant": 3, "role": "chair"},
        {"facts": {"results": []}}, {"actor": "welten"}, {"source": None}, {"target": None},
    ],
    "conflict": [
        {"reasons": (Reason(Code.CONFLICT, "conflict.key", {"key": "werkgroep", "seq": 79}),)},
        {"reasons": (Reason(Code.CONFLICT, "conflict.key", {"key": "voortgang", "seq": 80}),)},
        {"reasons": (Reason(Code.CONFLICT, "conflict.key", {"key": "voortgang", "seq": 81}),)},
        {"reasons": (Reason(Code.CONFLICT, "conflict.key", {"key": None, "seq": 78}),)},
        {"reasons": (Reason(Code.CONFLICT, "conflict.key", {}),)}, {"key": "voortgang"}, {"key": "x"},
        {"reasons": (*CONFLICT, Reason(Code.ORDER, "order.step"))}, {"assignment": "x"},
    ],
    "annulment": [
        {"corrects": 1}, {"corrects": 76}, {"corrects": None}, {"corrects": 81}, {"corrects": 10**6}, {"corrects": 44},
        {"what": "redate"}, {"what": "x"}, {"actor": "welten"}, {"reason": ""}, {"assignment": "hennep"},
        {"assignment": None}, {"on": LATE}, {"on": EARLY}, {"role": None}, {"grant": 25},
    ],
    "other day": [{"on": date(2015, 7, 2)}, {"on": LATE}, {"what": "annul"}, {"actor": "welten"}, {"corrects": 79}],
    "answer": [
        {"facts": {"driehoek": "driehoek-x"}}, {"facts": {}}, {"actor": "beem"}, {"on": date(2015, 6, 30)},
        {"grant": 21}, {"assignment": "hennep"},
    ],
    "end": [
        {"facts": {"grant": 50, "person": "lid-ede", "role": "body-member"}}, {"facts": {"grant": "x"}},
        {"on": date(2015, 7, 2)}, {"on": date(2015, 6, 30)}, {"actor": "beem"},
        {"facts": {"grant": 29, "person": "beem", "role": "chair"}, "assignment": "informatievoorziening"},
    ],
    "second present": [{"target": "started"}, {"on": date(2015, 3, 1)}, {"actor": "welten"}],
}  # fmt: skip


def _changes() -> Iterator[tuple[str, Change]]:
    for name, sayings in SAID.items():
        for said in sayings:
            yield f"{name}: {_shown(said)}", changed(numbers()[name], **said)
    end = len(honest()) + 1
    entries = {name: honest()[seq - 1] for name, seq in numbers().items()}
    for name, entry in entries.items():
        yield f"{name} once more at the end", inserted(end, entry)
    for name in ("genesis", "rules", "person", "opened", "first holder", "first lead", "meeting", "check", "last check",
                 "miss", "catch-up", "start", "report", "enrolment", "mandate", "end"):  # fmt: skip
        yield f"{name} left out", without(numbers()[name])
    for kind in (Kind.KEY, Kind.MIGRATION, Kind.DESTRUCTION):
        yield f"an entry of kind {kind.value}", inserted(end, replace(honest()[-1], kind=kind, what=kind.value))
    late = Instant("2015-07-10T10:00:00.000000+14:00")
    yield "a moment with another zone", inserted(end, replace(honest()[-1], at=late))
    yield "a founding grant after what was decided", inserted(40, entries["first lead"])
    yield "a person enrolled by nobody after the opening", inserted(17, entries["person"])
    yield from _steps_at_the_end()
    moved = replace(entries["rules"], kind=Kind.MIGRATION, what="migration", facts={})
    for kind in (Kind.MIGRATION, Kind.DESTRUCTION, Kind.CORRECTION):
        change = replace(moved, kind=kind, what=kind.value, assignment="woninginbraken", corrects=45)
        yield f"steps after a {kind.value}", inserted(46, change, replace(entries["report"], source="concept"))
    yield "softer rules", lambda known: [_softer(one) if one.seq == numbers()["start"] else one for one in known]
    yield "softer rules from the start", lambda known: [_softer(one) for one in known]


def _steps_at_the_end() -> Iterator[tuple[str, Change]]:
    """One more step of 4A, which was started: by its chair, or under a mandate, whose grant may have ended."""
    end, entries = len(honest()) + 1, {name: honest()[seq - 1] for name, seq in numbers().items()}
    chair = next(one for one in honest() if one.kind is Kind.GRANT and one.facts.get("person") == "beem")
    said: dict[str, Any] = {"assignment": chair.assignment, "actor": "beem", "typed_by": "beem", "grant": chair.seq}
    step = replace(entries["report"], **said, on=date(2015, 7, 4))
    ended = replace(
        entries["end"], assignment=chair.assignment, facts={"grant": chair.seq, "person": "beem", "role": "chair"}
    )
    deputy = replace(step, actor="hofman", behalf_of="beem", grant=numbers()["mandate"])
    no_mandate = replace(ended, facts={"grant": numbers()["mandate"], "person": "hofman", "role": "chair"})
    yield "a step of the chair", inserted(end, step)
    yield "a step before the one before", inserted(end, replace(step, on=date(2015, 4, 1)))
    yield "a step on the day of the one before", inserted(end, replace(step, on=date(2015, 4, 2)))
    yield "a step on the day the grant ended", inserted(end, ended, replace(step, on=ended.on))
    yield "a step on the last day of the grant", inserted(end, ended, replace(step, on=date(2015, 7, 2)))
    yield "a step before the grant began", inserted(end, replace(step, on=EARLY))
    yield "a step under a mandate", inserted(end, deputy)
    yield "a step under a mandate of another", inserted(end, replace(deputy, behalf_of="welten"))
    yield "a step under a mandate in one's own name", inserted(end, replace(deputy, behalf_of=None))
    yield "a step after the mandate", inserted(end, replace(deputy, on=date(2015, 8, 1)))
    yield "a step before the mandate", inserted(end, replace(deputy, on=date(2015, 7, 1)))
    yield "a step under a mandate that ended", inserted(end, no_mandate, deputy)
    yield "a step under a mandate that rests on nothing", inserted(end, ended, deputy)
    yield "a step by a lead", inserted(end, replace(step, actor="hofman", role="lead", grant=chair.seq + 3))
    yield "a step by the chair of another", inserted(end, replace(step, grant=chair.seq + 1))
    yield "a step by nobody", inserted(end, replace(step, actor=None))
    yield "two steps of one name", inserted(end, step, step)


def _softer(entry: Entry) -> Entry:
    return replace(entry, rules=next(address for address in rules_by_hash() if address != honest()[0].rules))


def _shown(said: dict[str, Any]) -> str:
    return " ".join(f"{key}={_value(value)}" for key, value in said.items()).replace(ZERO, "(zero)")


def _value(value: object) -> str:
    if isinstance(value, Kind):
        return value.value
    if isinstance(value, tuple):
        return (
            " ".join(f"{one.rule} {dict(one.facts)}" if isinstance(one, Reason) else str(one) for one in value) or "-"
        )
    return str(value)


def _broken() -> Iterator[tuple[str, Case]]:
    """Lines whose links do not hold, one thing at a time."""

    def with_line(at: int, **said: Any) -> Case:
        return lambda: [replace(one, **said) if one.seq == at else one for one in lines_of(list)]

    yield "the honest journal", lambda: lines_of(list)
    yield "no journal", list
    yield "another leaf", with_line(40, leaf=ZERO)
    yield "another number", with_line(40, seq=41)
    yield "a number left out", lambda: [one for one in lines_of(list) if one.seq != 40]
    for name, text in (
        ("no bytes", b""), ("a list", b"[]"), ("nothing", b"null"), ("no entry", b"{}"), ("no text", b"\xff"),
        ("a step of nothing", b'{"kind":"step"}'), ("two objects", b"{}{}"), ("a key twice", b'{"a":1,"a":2}'),
    ):  # fmt: skip
        yield f"a line of {name}", with_line(40, text=text)
    yield "blanks in a line", lambda: [_spaced(one) if one.seq == 40 else one for one in lines_of(list)]
    yield "two lines exchanged", lambda: [lines_of(list)[at] for at in (0, 1, 3, 2)]
    yield "the clock set back", lambda: _relinked(_set_back(81, 84))


def _set_back(first: int, last: int) -> Iterator[Entry]:
    """The honest entries, some of them at a moment before the ones before."""
    for one in honest():
        yield replace(one, at=Instant("2015-03-01T09:00:00.000000Z")) if first <= one.seq <= last else one


def _relinked(entries: Iterable[Entry]) -> list[Line]:
    """Lines of the entries as they are, their moments too, each linked to the one before."""
    lines: list[Line] = []
    for entry in entries:
        text = entry_bytes(replace(entry, prev=lines[-1].leaf if lines else NO_LEAF))
        lines.append(Line(entry.seq, text, leaf_hash(text)))
    return lines


def _spaced(line: Line) -> Line:
    text = line.text.replace(b",", b", ", 1)
    return Line(line.seq, text, leaf_hash(text))


CASES: dict[str, Case] = {
    **dict(_broken()),
    **{name: partial(lines_of, change) for name, change in _changes()},
}
