"""One try at a request: names looked up, facts read, documents addressed, before anything is decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TypedDict, assert_never

from vs_workflow.casebook import Casebook
from vs_workflow.decide.grants import own_grants
from vs_workflow.desk.documents import LARGEST_DOCUMENT, find_document, kept_document
from vs_workflow.desk.forms import Desk, facts_of
from vs_workflow.desk.naming import MisunderstoodHere, clean, find_body, find_person, not_there
from vs_workflow.desk.office import Attachment, Call, Given, Office
from vs_workflow.desk.reading import Reading
from vs_workflow.desk.told import destructions, entry_of
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import FIRST_YEAR, LAST_YEAR
from vs_workflow.journal.remains import named as destroyed_by
from vs_workflow.ports import HeadMoved, Work
from vs_workflow.reasons import Misunderstood, Plain
from vs_workflow.request import (
    AddKey,
    Correct,
    Destroy,
    EndGrant,
    Enrol,
    GiveMandate,
    GiveRole,
    Migrate,
    RecordEvent,
    Request,
    RetireKey,
    TakeStep,
)
from vs_workflow.rules.lifecycle import Action
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.standing import offers


def concerned(request: Request, book: Casebook) -> str | None:
    """The assignment whose rules a request is judged by, where it concerns one."""
    match request:
        case TakeStep() | RecordEvent() | GiveRole() | Migrate() | Destroy():
            return request.assignment
        case GiveMandate() | EndGrant():
            grant = book.grant(request.rests_on if isinstance(request, GiveMandate) else request.grant)
            named = request.assignment if isinstance(request, GiveMandate) else None
            return grant.assignment if grant is not None else named
        case Correct():
            mark = book.mark(request.seq)
            return mark.assignment if mark is not None else request.assignment
        case Enrol() | AddKey() | RetireKey():
            return None
    assert_never(request)


class Who(TypedDict):
    """The part that every request has."""

    actor: str
    today: date
    on: date
    behalf_of: str | None
    typed_by: str
    reason: str


@dataclass
class Asking:
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
        """Who acts; "", who holds nothing, where nobody was named and it is only asked who may."""
        if self.call.actor is None:
            return ""
        return find_person(self.call.actor, self.reading.book, self.reading.records)

    def about(self, assignment: str) -> str:
        """The key of the assignment, which is loaded with this; what is asked is asked under its rules."""
        key = self.reading.assignment(assignment)
        if key not in self.reading.book.cases:
            self.reading = self.reading.with_book(self.work.index.book((key,)), self.work)
        if key not in self.reading.book.cases:
            raise not_there(key, self.reading.book, self.reading.setting)
        self._under(key)
        return key

    def asked(self, ask: Callable[[Asking], Request]) -> Request:
        """What is asked, from here on under the rules of the assignment that it concerns.

        Raises Misunderstood for a day that no journal can hold.
        """
        request = ask(self)
        if not FIRST_YEAR <= request.on.year <= LAST_YEAR:
            raise Misunderstood("day.out-of-years", text=request.on.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
        self._under(concerned(request, self.reading.book))
        return request

    def _under(self, assignment: str | None) -> None:
        case = self.reading.book.cases.get(assignment or "")
        if case is not None:
            self.reading = self.reading.under(case)

    def who(self, behalf_of: str | None, on: date | None) -> Who:
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
        self, action: Action, facts: Mapping[str, Plain], assignment: str | None, who: Who
    ) -> Mapping[str, Plain]:
        """The body an event is about may be left out where exactly one fits who acts."""
        spec = action.fact(action.sub.fact) if action.sub is not None else None
        if spec is None or spec.type != "body" or spec.key in facts or action.sub is None:
            return facts
        person = who["behalf_of"] or who["actor"]
        known = offers(self.reading.book.case(assignment), self.rules)
        mine = {grant.body for grant in self.reading.book.grants() if grant.person == person and grant.body}
        offered = [key for key in known if key in mine]
        fitting = [key for key in offered if known[key].state in action.sub.from_states] or offered
        return {**facts, spec.key: fitting[0]} if len(fitting) == 1 else facts

    def documents(self, action: Action, given: Given) -> tuple[str, ...]:
        if given.documents and not action.takes_documents:
            raise Misunderstood("document.not-taken", action=action.key)
        return self.addresses(given.documents)

    def addresses(self, documents: Iterable[Attachment]) -> tuple[str, ...]:
        """The hash of each document, whether it was handed in or is kept already."""
        addresses: list[str] = []
        for attachment in documents:
            if attachment.data is not None:
                if len(attachment.data) > LARGEST_DOCUMENT:
                    raise Misunderstood("document.too-large", size=len(attachment.data), most=LARGEST_DOCUMENT)
                addresses.append(self._handed_in(attachment.data))
            else:
                addresses.append(self._kept(attachment.address or ""))
        return tuple(dict.fromkeys(addresses))

    def _handed_in(self, data: bytes) -> str:
        """The hash of a document; what is kept under it already stays, so that must be the same."""
        address = content_hash(data)
        if self.work.shelf.get(address) is not None:
            kept_document(address, self.work.shelf)
        return address

    def _kept(self, given: str) -> str:
        """The hash of a document that is there, and stays until what is asked was recorded."""
        address = find_document(given, self.work.shelf)
        if not self.call.dry_run and not self.work.shelf.hold(address):
            # Another programme let go of it since: decided again, it is unknown.
            raise HeadMoved
        kept_document(address, self.work.shelf)
        return address

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
            key = self.reading.assignment(where)
            if key in self.reading.book.destroyed:
                raise not_there(key, self.reading.book, self.reading.setting)
            return key, None
        return None, find_body(where, self.reading.book, self.rules)

    def assignment_of(self, seq: int) -> str | None:
        """The assignment of an entry, for whatever is said about that entry is said about the assignment."""
        line = next(iter(self.work.journal.lines(since=seq)))
        return entry_of(line).assignment

    def not_destroyed(self, seq: int) -> None:
        """Raises Misunderstood for an entry whose content was destroyed."""
        book = self.reading.book
        for destruction in destructions(self.work):
            if seq in destroyed_by(destruction):
                raise not_there(destruction.assignment or "", book, self.reading.setting)

    def _number(self, assignment: str | None) -> str:
        known = self.rules.programme.assignment(assignment) if assignment else None
        return known.number if known is not None else assignment or ""

    def own_grant(self, actor: str, role: str | None, about: str | None) -> int:
        """The one own grant that a mandate is to rest on; asks which, where several fit."""
        book = self.reading.book
        if not actor:
            held = chain.from_iterable(own_grants(book, person, role, about) for person in book.people)
            holders = dict.fromkeys(grant.person for grant in held if grant.covers(self.reading.today))
            raise MisunderstoodHere("actor.missing", self.reading.setting, who=[*holders])
        own = own_grants(book, actor, role, about)
        current = tuple(grant for grant in own if grant.covers(self.reading.today))
        fitting = current or own
        if not fitting:
            mandates = (grant for grant in book.grants() if grant.person == actor and grant.is_mandate)
            named = (one for one in mandates if role in (None, one.role) and about in (None, one.assignment))
            return next((one.seq for one in named), 0)
        if len(fitting) > 1:
            among = [f"{grant.role} {self._number(grant.assignment) or grant.body or ''}".strip() for grant in fitting]
            raise Misunderstood("mandate.which", among=list(among))
        return fitting[0].seq
