"""The keys that sign for the programme, and its witnesses': declared from a day on, and retired.

Nobody's role decides on a key, as none decides on sealing: who has the key signs. So no one
acts here; what is judged is that the key is one, that its days can be, and that no key is
declared twice for the same days.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vs_workflow.casebook import Casebook, SigningKey
from vs_workflow.decide.dates import from_first_day, told_in_time
from vs_workflow.decide.ruling import Decision, drafted, ruling
from vs_workflow.journal.entry import Kind
from vs_workflow.journal.public_key import NotAPublicKey, PublicKey, public_key
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.request import AddKey, RetireKey
from vs_workflow.rules.rulebook import Rules

PURPOSES = ("log", "witness")
PRINCIPAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}\Z")
"""A name as a line of `allowed_signers` can have it, without quotes and with nothing that stands for others."""


def decide_key(request: AddKey, book: Casebook, rules: Rules) -> Decision:
    """May this key be declared, from this day on?"""
    facts: dict[str, Plain] = {
        "principal": request.principal,
        "purpose": request.purpose,
        "type": request.type,
        "public": request.public,
    }
    found: list[Reason] = []
    key = _key(request)
    if key is None:
        found.append(Reason(Code.GUARD, "key.unreadable", {}, guard="key"))
    else:
        facts["fingerprint"] = key.fingerprint
        found += _declared(key.fingerprint, request, book)
    if not PRINCIPAL.match(request.principal):
        found.append(Reason(Code.GUARD, "key.principal", {"principal": request.principal}, guard="principal"))
    if request.purpose not in PURPOSES:
        expected: list[Plain] = [*PURPOSES]
        unknown: dict[str, Plain] = {"purpose": request.purpose, "expected": expected}
        found.append(Reason(Code.GUARD, "key.purpose", unknown, guard="purpose"))
    found += from_first_day(request.on, rules)
    found += told_in_time(request.on, request.today, request.reason, (), rules)
    return ruling(drafted(request, Kind.KEY, "added", rules, None, facts=facts), found)


def decide_retirement(request: RetireKey, book: Casebook, rules: Rules) -> Decision:
    """May this key no longer hold from this day on?"""
    facts: dict[str, Plain] = {"fingerprint": request.fingerprint}
    declared = [one for one in book.keys if one.fingerprint == request.fingerprint]
    found: list[Reason] = []
    if not declared:
        known: list[Plain] = [one.fingerprint for one in book.keys if one.until is None]
        found.append(Reason(Code.GUARD, "key.unknown", {**facts, "known": known}, guard="key"))
    else:
        last = declared[-1]
        facts |= {"principal": last.principal, "purpose": last.purpose}
        said: dict[str, Plain] = {"on": request.on.isoformat(), **_days(last)}
        if request.on < last.start:
            found.append(Reason(Code.DATE, "key.before-start", said))
        if last.until is not None and request.on >= last.until:
            found.append(Reason(Code.DATE, "key.retired-already", said))
    found += from_first_day(request.on, rules)
    found += told_in_time(request.on, request.today, request.reason, (), rules)
    return ruling(drafted(request, Kind.KEY, "retired", rules, None, facts=facts), found)


def _key(request: AddKey) -> PublicKey | None:
    try:
        return public_key(request.type, request.public)
    except NotAPublicKey:
        return None


def _declared(fingerprint: str, request: AddKey, book: Casebook) -> Iterator[Reason]:
    """No key twice for the same days, whatever for, and none that was ever the programme's own for a witness.

    That it held earlier already may be said later: it may have sealed before anybody declared it.
    """
    known = [one for one in book.keys if one.fingerprint == fingerprint]
    if request.purpose == "witness" and any(one.purpose == "log" for one in known):
        # Also of days on which it no longer seals: as a witness it would never count.
        yield Reason(Code.GUARD, "key.own", {"fingerprint": fingerprint}, guard="key")
        return
    if known and known[0].begins_earlier(request.on, request.principal, request.purpose):
        return
    for one in known:
        if one.until is None or request.on < one.until:
            yield Reason(Code.GUARD, "key.already", _days(one), guard="key")


def _days(key: SigningKey) -> dict[str, Plain]:
    facts: dict[str, Plain] = {
        "seq": key.started_by,
        "fingerprint": key.fingerprint,
        "principal": key.principal,
        "from": key.start.isoformat(),
    }
    if key.until is not None:
        facts["until"] = key.until.isoformat()
    return facts
