"""From a request to an entry: decided once and appended, accepted or refused; the same key answers as before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vs_workflow.decide import Accepted, Past, Refused, decide
from vs_workflow.decide.ruling import refusal
from vs_workflow.desk.asking import Asking
from vs_workflow.desk.insisting import insist
from vs_workflow.desk.naming import MisunderstoodHere, clean, clean_key, find_person
from vs_workflow.desk.notes import shown_with
from vs_workflow.desk.office import Attachment, Call, Office
from vs_workflow.desk.reading import Reading, open_reading, turns
from vs_workflow.desk.told import entry_of, told
from vs_workflow.desk.views import Outcome
from vs_workflow.desk.waiting import awaited
from vs_workflow.journal.canon import content_hash, to_bytes
from vs_workflow.journal.chain import Stamp, write
from vs_workflow.journal.entry import Draft, Entry
from vs_workflow.ports import ShelfKind, Work
from vs_workflow.reasons import OF_WHO_ASKS, Code, Plain, Reason
from vs_workflow.replay.fold import replay
from vs_workflow.request import Request
from vs_workflow.rules.rulebook import fetch


def submit(
    office: Office,
    call: Call,
    said: list[Plain],
    ask: Callable[[Asking], Request],
    documents: tuple[Attachment, ...],
    *,
    assignments: tuple[str, ...] | None = (),
    acted: bool = True,
) -> Outcome:
    """Ask, decide and append in one transaction; anew when another was first, or nobody knows whether it arrived.

    `said` is what was typed, by which the same request is known again; `assignments` are
    those to be loaded before asking, or None for all. What nobody's role decides is not
    `acted`: it asks for nobody, and its entry names nobody.
    """
    call = replace(call, key=clean_key(call.key))
    return insist(
        office,
        lambda work: _once(office, call, said, ask, documents, work, assignments, acted),
        dry_run=call.dry_run,
        repeatable=call.key is not None,
    )


def _once(
    office: Office,
    call: Call,
    said: list[Plain],
    ask: Callable[[Asking], Request],
    documents: tuple[Attachment, ...],
    work: Work,
    assignments: tuple[str, ...] | None,
    acted: bool,
) -> Outcome:
    reading = open_reading(office, work, on=None, writing=True, assignments=assignments)
    stamp = office.stamps.stamps(1, reading.now)[0]
    asking = Asking(office, call, work, reading, stamp.salt, [])
    if call.actor is None and acted:
        raise MisunderstoodHere("actor.missing", reading.setting, who=[*_who_may(asking, ask, work)])
    digest = _digest(asking, call, said, documents)
    known = work.journal.keyed(call.key) if call.key is not None else None
    if known is not None:
        first = entry_of(known)
        if first.request == digest:
            if first.assignment is not None:
                reading = reading.with_book(work.index.book((first.assignment,)), work)
            return _outcome(reading, first, known.leaf, repeated=True)
        return _conflict(asking, call, first, ask, stamp)
    request = asking.asked(ask)
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


def _who_may(asking: Asking, ask: Callable[[Asking], Request], work: Work) -> tuple[str, ...]:
    """Who may do this, as the one decision says it to somebody who holds nothing."""
    asking = replace(asking, call=replace(asking.call, typed_by=None))
    request = asking.asked(ask)
    decision = decide(request, asking.reading.book, asking.rules, _past(work))
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    who = [key for one in reasons if one.code in OF_WHO_ASKS for key in one.who]
    return tuple(dict.fromkeys(who))


def _append(asking: Asking, draft: Draft, stamp: Stamp) -> Outcome:
    head = asking.work.journal.head()
    entries, lines = write((draft,), (stamp,), after=head)
    if asking.call.dry_run:
        would_be = replace(asking.reading, book=replay(entries, after=asking.reading.book))
        return _outcome(would_be, entries[0], None, dry_run=True)
    asking.work.journal.append(entries, lines, after=head)
    after = replace(asking.reading, book=asking.work.index.book(tuple(asking.reading.book.cases)))
    return _outcome(after, entries[0], lines[0].leaf)


def _conflict(asking: Asking, call: Call, first: Entry, ask: Callable[[Asking], Request], stamp: Stamp) -> Outcome:
    """The same key with another request: refused and recorded without the key; the first entry keeps it."""
    request = asking.asked(ask)
    decided = decide(request, asking.reading.book, asking.rules, _past(asking.work)).draft
    reason = Reason(Code.CONFLICT, "conflict.key", {"key": call.key, "seq": first.seq})
    return _append(asking, refusal(decided, (reason,)).draft, stamp)


def _outcome(
    reading: Reading, entry: Entry, leaf: str | None, *, dry_run: bool = False, repeated: bool = False
) -> Outcome:
    case = reading.book.cases.get(entry.assignment) if entry.assignment is not None else None
    reading = reading.under(case) if case is not None else reading
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
        awaits=awaited(case, reading) if case is not None and entry.accepted else (),
        notes=tuple(shown_with(entry, case, reading)) if case is not None and entry.accepted else (),
    )


def _past(work: Work) -> Past:
    return Past(
        entries=lambda: told(work),
        rules=lambda address: fetch(address, work.shelf.get),
    )


def _digest(asking: Asking, call: Call, said: list[Plain], documents: tuple[Attachment, ...]) -> str:
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
