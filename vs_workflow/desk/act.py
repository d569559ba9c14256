"""Act: load what is known, ask the one function that decides, append, and say what became of it.

A refusal is recorded like an acceptance; a dry run records nothing. The same key with the
same request answers as the first time. When another writer was first, all is decided anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypedDict

from vs_workflow.decide import Accepted, Past, decide
from vs_workflow.desk.forms import Desk, facts_of
from vs_workflow.desk.naming import (
    clean,
    clean_name,
    find_assignment,
    find_body,
    find_event,
    find_named,
    find_person,
    find_role,
    find_step,
)
from vs_workflow.desk.notes import shown_with
from vs_workflow.desk.office import NOTHING_GIVEN, Attachment, Call, Given, Office, Record
from vs_workflow.desk.reading import Reading, open_reading, turns
from vs_workflow.desk.register import record_bytes
from vs_workflow.desk.views import Outcome
from vs_workflow.journal.canon import content_hash, to_bytes
from vs_workflow.journal.chain import Stamp, write
from vs_workflow.journal.entry import Draft, Entry, Kind, read_entry
from vs_workflow.ports import HeadMoved, ShelfKind, Work
from vs_workflow.reasons import Code, Misunderstood, Plain, Reason, StoreTrouble
from vs_workflow.request import Correct, EndGrant, Enrol, GiveMandate, GiveRole, RecordEvent, Request, TakeStep
from vs_workflow.rules.lifecycle import Action
from vs_workflow.rules.programme import Named
from vs_workflow.rules.rulebook import Rules, fetch
from vs_workflow.rules.standing import offers

LARGEST_DOCUMENT = 25 * 1024 * 1024
_TRIES = 5


def advance(
    office: Office,
    call: Call,
    assignment: str,
    step: str,
    *,
    on: date | None = None,
    behalf_of: str | None = None,
    given: Given = NOTHING_GIVEN,
) -> Outcome:
    """Take a step of an assignment. Refused or accepted, it is recorded; see Outcome."""

    def ask(asking: _Asking) -> Request:
        wanted = find_step(step, asking.rules)
        key = asking.about(assignment)
        action = asking.rules.lifecycle.step(wanted.key, asking.reading.book.cases[key].state) or wanted
        return TakeStep(
            **asking.who(behalf_of, on), assignment=key, step=wanted.key,
            facts=asking.facts(action, given), documents=asking.documents(action, given),
        )  # fmt: skip

    said: list[Plain] = ["advance", assignment, step, _day(on), behalf_of, *_said(given)]
    return _submit(office, call, said, ask, given.documents)


def record(
    office: Office,
    call: Call,
    event: str,
    assignment: str | None = None,
    *,
    on: date | None = None,
    behalf_of: str | None = None,
    given: Given = NOTHING_GIVEN,
) -> Outcome:
    """Record an event beside the road, of an assignment or (without one) of the programme or a body."""

    def ask(asking: _Asking) -> Request:
        action = find_event(event, asking.rules)
        key = None if assignment is None else asking.about(assignment)
        if key is None and action.scope == "assignment":
            raise Misunderstood("event.needs-assignment", event=action.key)
        if key is not None and action.scope in ("programme", "body"):
            raise Misunderstood("event.takes-no-assignment", event=action.key)
        who = asking.who(behalf_of, on)
        facts = asking.facts(action, given)
        return RecordEvent(
            **who, assignment=key, event=action.key, facts=asking.with_own_body(action, facts, key, who),
            documents=asking.documents(action, given),
        )  # fmt: skip

    said: list[Plain] = ["record", event, assignment, _day(on), behalf_of, *_said(given)]
    return _submit(office, call, said, ask, given.documents)


def person(
    office: Office,
    call: Call,
    key: str,
    *,
    name: str = "",
    function: str = "",
    organisation: str = "",
    district: str = "",
    on: date | None = None,
) -> Outcome:
    """Add a person to the register, or adopt a new record for a known key."""
    shown = {"name": clean_name(name, "name"), "function": clean_name(function, "function")}
    if not shown["name"] and not shown["function"]:
        raise Misunderstood("person.needs-name", key=key)

    def ask(asking: _Asking) -> Request:
        named = asking.reading.rules.programme
        from_where = find_named("organisation", organisation, _labels(named.organisations)) if organisation else ""
        of_district = find_named("district", district, _labels(named.districts)) if district else ""
        both = {"nl": shown["function"], "en": shown["function"]} if shown["function"] else {}
        record = Record(shown["name"], both, from_where, of_district)
        data = record_bytes(clean_name(key, "person"), record, asking.salt)
        asking.shelf_later.append(data)
        return Enrol(**asking.who(None, on), person=clean_name(key, "person"), record=content_hash(data))

    said: list[Plain] = ["person", key, name, function, organisation, district, _day(on)]
    return _submit(office, call, said, ask, ())


def grant(
    office: Office,
    call: Call,
    role: str,
    person: str,
    where: str | None = None,
    *,
    start: date,
    until: date | None = None,
    district: str = "",
) -> Outcome:
    """Give a role: for an assignment, in a body, or for the programme, from `start` until before `until`."""

    def ask(asking: _Asking) -> Request:
        rules, book = asking.rules, asking.reading.book
        key = find_role(role, rules)
        holder = find_person(person, book, asking.reading.records)
        assignment, body = asking.place(key, where)
        known = asking.reading.records.get(holder)
        linked = find_named("district", district, _labels(rules.programme.districts)) if district else ""
        return GiveRole(
            **asking.who(None, start), role=key, person=holder, assignment=assignment, body=body, until=until,
            district=linked or (known.district if known else "") or None,
            organisation=(known.organisation if known else "") or None,
        )  # fmt: skip

    said: list[Plain] = ["grant", role, person, where, _day(start), _day(until), district]
    return _submit(office, call, said, ask, (), whole=True)


def mandate(
    office: Office,
    call: Call,
    person: str,
    *,
    role: str | None = None,
    assignment: str | None = None,
    start: date,
    until: date,
) -> Outcome:
    """Let a deputy act on one's behalf in one of one's own roles."""

    def ask(asking: _Asking) -> Request:
        deputy = find_person(person, asking.reading.book, asking.reading.records)
        who = asking.who(None, start)
        return GiveMandate(**who, person=deputy, rests_on=asking.own_grant(who["actor"], role, assignment), until=until)

    said: list[Plain] = ["mandate", person, role, assignment, _day(start), _day(until)]
    return _submit(office, call, said, ask, (), whole=True)


def end(office: Office, call: Call, grant: int, *, on: date | None = None) -> Outcome:
    """End a grant or mandate: `on` is the first day on which it no longer holds."""

    def ask(asking: _Asking) -> Request:
        if asking.reading.book.grant(grant) is None:
            raise Misunderstood("grant.no-such-entry", seq=grant)
        return EndGrant(**asking.who(None, on), grant=grant)

    return _submit(office, call, ["end", grant, _day(on)], ask, (), whole=True)


def correct(office: Office, call: Call, seq: int, *, on: date | None = None, annul: bool = False) -> Outcome:
    """Supersede an entry: another day (`on`), or annulled. The entry itself is never changed."""
    if annul == (on is not None):
        raise Misunderstood("correct.one-of-two")

    def ask(asking: _Asking) -> Request:
        if not 1 <= seq <= asking.reading.book.head:
            raise Misunderstood("entry.no-such", seq=seq, last=asking.reading.book.head)
        return Correct(**asking.who(None, on), seq=seq, annul=annul)

    return _submit(office, call, ["correct", seq, _day(on), annul], ask, (), whole=True)


class _Who(TypedDict):
    """The part that every request has."""

    actor: str
    today: date
    on: date
    behalf_of: str | None
    typed_by: str
    reason: str


@dataclass
class _Asking:
    """One try at a request: what is known, and what is to be put on the shelf with the entry."""

    office: Office
    call: Call
    work: Work
    reading: Reading
    salt: str
    shelf_later: list[bytes]

    @property
    def rules(self) -> Rules:
        return self.reading.rules

    def actor(self) -> str:
        if self.call.actor is None:
            raise Misunderstood("actor.missing")
        return find_person(self.call.actor, self.reading.book, self.reading.records)

    def about(self, assignment: str) -> str:
        """The key of the assignment, which is loaded with this."""
        key = find_assignment(assignment, self.rules)
        if key not in self.reading.book.cases:
            self.reading = replace(self.reading, book=self.work.index.book((key,)))
        if key not in self.reading.book.cases:
            raise Misunderstood("assignment.not-opened", assignment=key)
        return key

    def who(self, behalf_of: str | None, on: date | None) -> _Who:
        book, records = self.reading.book, self.reading.records
        actor = self.actor()
        return {
            "actor": actor,
            "today": self.reading.today,
            "on": on if on is not None else self.reading.today,
            "behalf_of": None if behalf_of is None else find_person(behalf_of, book, records),
            "typed_by": actor if self.call.typed_by is None else find_person(self.call.typed_by, book, records),
            "reason": clean(self.call.reason, "reason"),
        }

    def facts(self, action: Action, given: Given) -> Mapping[str, Plain]:
        desk = Desk(self.office, self.reading.book, self.rules, self.reading.records, self.reading.today)
        facts = facts_of(given, action, desk)
        person = facts.get("person")
        known = self.reading.records.get(person) if isinstance(person, str) else None
        for key in ("organisation", "district"):
            if known is not None and action.fact(key) is not None and key not in facts and getattr(known, key):
                facts[key] = getattr(known, key)
        return facts

    def with_own_body(
        self, action: Action, facts: Mapping[str, Plain], assignment: str | None, who: _Who
    ) -> Mapping[str, Plain]:
        """The body an event is about may be left out where exactly one fits who acts."""
        spec = action.fact(action.sub.fact) if action.sub is not None else None
        if spec is None or spec.type != "body" or spec.key in facts or action.sub is None:
            return facts
        person = who["behalf_of"] or who["actor"]
        known = offers(self.reading.book.case(assignment), self.rules)
        mine = {grant.body for grant in self.reading.book.grants() if grant.person == person and grant.body}
        fitting = [key for key, offer in known.items() if key in mine and offer.state in action.sub.from_states]
        return {**facts, spec.key: fitting[0]} if len(fitting) == 1 else facts

    def documents(self, action: Action, given: Given) -> tuple[str, ...]:
        if given.documents and not action.takes_documents:
            raise Misunderstood("document.not-taken", action=action.key)
        addresses: list[str] = []
        for attachment in given.documents:
            if attachment.data is not None:
                if len(attachment.data) > LARGEST_DOCUMENT:
                    raise Misunderstood("document.too-large", size=len(attachment.data), most=LARGEST_DOCUMENT)
                addresses.append(content_hash(attachment.data))
            else:
                addresses.append(_kept(attachment, self.work))
        return tuple(dict.fromkeys(addresses))

    def place(self, role: str, where: str | None) -> tuple[str | None, str | None]:
        """What a role is to be held for: an assignment, a body, or the programme."""
        known = self.rules.lifecycle.role(role)
        assert known is not None
        if known.scope == "programme":
            if where is not None and known.names is None:
                raise Misunderstood("grant.takes-no-place", role=role)
            if where is not None and known.names is not None:
                return None, find_body(where, self.reading.book, self.rules, (known.names.body_kind,))
            return None, None
        if where is None:
            raise Misunderstood("grant.needs-place", role=role, scope=known.scope)
        if known.scope == "assignment":
            return find_assignment(where, self.rules), None
        return None, find_body(where, self.reading.book, self.rules)

    def own_grant(self, actor: str, role: str | None, assignment: str | None) -> int:
        """The one own grant that a mandate is to rest on; asks which, where several fit."""
        book = self.reading.book
        key = None if role is None else find_role(role, self.rules)
        about = None if assignment is None else find_assignment(assignment, self.rules)
        own = [
            grant
            for grant in book.grants()
            if grant.person == actor
            and not grant.is_mandate
            and (key is None or grant.role == key)
            and (about is None or grant.assignment == about)
        ]
        current = [grant for grant in own if grant.covers(self.reading.today)]
        fitting = current or own
        if not fitting:
            mandates = [grant.seq for grant in book.grants() if grant.person == actor and grant.is_mandate]
            return mandates[0] if mandates else 0
        if len(fitting) > 1:
            among = [f"{grant.role} {grant.assignment or grant.body or ''}".strip() for grant in fitting]
            raise Misunderstood("mandate.which", among=list(among))
        return fitting[0].seq


def _submit(
    office: Office,
    call: Call,
    said: list[Plain],
    ask: Callable[[_Asking], Request],
    documents: tuple[Attachment, ...],
    *,
    whole: bool = False,
) -> Outcome:
    """Ask, decide and append in one transaction; anew when another was first, or nobody knows whether it arrived."""
    if call.key is not None:
        call = replace(call, key=clean_name(call.key, "key"))
        if not call.key:
            raise Misunderstood("key.empty")
    if call.dry_run:
        with office.room.reading() as work:
            return _once(office, call, said, ask, documents, work, whole)
    doubt: StoreTrouble | None = None
    for _ in range(_TRIES):
        try:
            with office.room.writing() as work:
                return _once(office, call, said, ask, documents, work, whole)
        except HeadMoved:
            continue
        except StoreTrouble as error:
            if error.recorded is None and call.key is not None:
                doubt = error
                continue
            # A try that could not even begin says nothing of the one whose answer was lost.
            raise (doubt or error) from error
    raise doubt or StoreTrouble("store.busy")


def _once(
    office: Office,
    call: Call,
    said: list[Plain],
    ask: Callable[[_Asking], Request],
    documents: tuple[Attachment, ...],
    work: Work,
    whole: bool,
) -> Outcome:
    reading = open_reading(office, work, on=None, writing=True, assignments=None if whole else ())
    stamp = office.stamps.stamps(1)[0]
    asking = _Asking(office, call, work, reading, stamp.salt, [])
    digest = _digest(asking, call, said, documents)
    known = work.journal.keyed(call.key) if call.key is not None else None
    if known is not None:
        first = read_entry(known.text)
        if first.request == digest:
            if first.assignment is not None:
                reading = replace(reading, book=work.index.book((first.assignment,)))
            return _outcome(reading, first, known.leaf, repeated=True)
        return _conflict(asking, call, first, ask, stamp)
    request = ask(asking)
    decision = decide(request, asking.reading.book, asking.rules, _past(work))
    draft = replace(decision.draft, key=call.key, request=digest if call.key is not None else None)
    if isinstance(decision, Accepted):
        for attachment in documents:
            if attachment.data is not None and not call.dry_run:
                work.shelf.put(attachment.data, ShelfKind.DOCUMENT)
        for data in asking.shelf_later:
            if not call.dry_run:
                work.shelf.put(data, ShelfKind.REGISTER)
    return _append(asking, draft, stamp)


def _append(asking: _Asking, draft: Draft, stamp: Stamp) -> Outcome:
    head = asking.work.journal.head()
    entries, lines = write((draft,), (stamp,), after=head)
    if asking.call.dry_run:
        return _outcome(asking.reading, entries[0], None, dry_run=True)
    asking.work.journal.append(entries, lines, after=head)
    after = replace(asking.reading, book=asking.work.index.book(tuple(asking.reading.book.cases)))
    return _outcome(after, entries[0], lines[0].leaf)


def _conflict(asking: _Asking, call: Call, first: Entry, ask: Callable[[_Asking], Request], stamp: Stamp) -> Outcome:
    """The same key with another request: refused and recorded without the key; the first entry keeps it."""
    request = ask(asking)
    decided = decide(request, asking.reading.book, asking.reading.rules, _past(asking.work)).draft
    reason = Reason(Code.CONFLICT, "conflict.key", {"key": call.key, "seq": first.seq})
    kind = decided.asked or decided.kind
    refused = replace(
        decided, kind=Kind.REFUSAL, asked=kind, reasons=(reason,), role=None, grant=None, guards={}, opens={},
    )  # fmt: skip
    return _append(asking, refused, stamp)


def _outcome(
    reading: Reading, entry: Entry, leaf: str | None, *, dry_run: bool = False, repeated: bool = False
) -> Outcome:
    case = reading.book.cases.get(entry.assignment) if entry.assignment is not None else None
    return Outcome(
        setting=reading.setting,
        accepted=entry.accepted,
        seq=None if leaf is None else entry.seq,
        hash=leaf,
        entry=entry,
        reasons=entry.reasons,
        dry_run=dry_run,
        repeated=repeated,
        next=turns(case, reading) if case is not None else (),
        notes=tuple(shown_with(entry, case, reading)) if case is not None and entry.accepted else (),
    )


def _past(work: Work) -> Past:
    return Past(
        entries=lambda: (read_entry(line.text) for line in work.journal.lines()),
        rules=lambda address: fetch(address, work.shelf.get),
    )


def _digest(asking: _Asking, call: Call, said: list[Plain], documents: tuple[Attachment, ...]) -> str:
    """What makes a request the same: the arguments as given, the bytes handed in, the people."""
    records, book = asking.reading.records, asking.reading.book
    people: list[Plain] = [asking.actor()]
    people.append(None if call.typed_by is None else find_person(call.typed_by, book, records))
    attached: list[Plain] = [
        content_hash(one.data) if one.data is not None else clean(str(one.address), "document").removeprefix("sha256:")
        for one in documents
    ]
    return content_hash(
        to_bytes(
            {"said": _writable(said), "people": people, "reason": clean(call.reason, "reason"), "documents": attached}
        )
    )


def _writable(said: Plain) -> Plain:
    """What was given, such that it can be written down: clean texts, and no number too large for one."""
    if isinstance(said, str):
        return clean(said, "text")
    if isinstance(said, list):
        return [_writable(one) for one in said]
    return str(said) if isinstance(said, int) and not isinstance(said, bool) else said


def _said(given: Given) -> list[Plain]:
    facts: list[Plain] = [[key, value] for key, value in given.facts]
    return [None if given.form is None else content_hash(given.form[1]), facts]


def _labels(named: Iterable[Named]) -> dict[str, Iterable[str]]:
    return {one.key: one.label.values() for one in named}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _kept(attachment: Attachment, work: Work) -> str:
    address = (attachment.address or "").removeprefix("sha256:").lower()
    found = [one for one, kind, _ in work.shelf.addresses() if kind is ShelfKind.DOCUMENT and one.startswith(address)]
    if len(address) < 6 or not found:
        raise Misunderstood("document.unknown", address=address)
    if len(found) > 1:
        raise Misunderstood("document.ambiguous", address=address, among=[one[:16] for one in found])
    return found[0]
