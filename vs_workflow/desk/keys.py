"""Keys: declare one that signs for the programme or for a witness, retire it, and see which are declared.

Nobody acts in this, as nobody does in sealing: the entry names no person, only the key and
what it is for.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from vs_workflow.casebook import SigningKey
from vs_workflow.desk.asking import Asking
from vs_workflow.desk.evidence import Evidence
from vs_workflow.desk.naming import clean, clean_name
from vs_workflow.desk.office import Call, Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.signers import LOG, Signers, allowed_signers
from vs_workflow.desk.submitting import submit
from vs_workflow.desk.views import Outcome, Setting
from vs_workflow.desk.weighing import Scales
from vs_workflow.journal.canon import leaf_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import entry_bytes
from vs_workflow.journal.public_key import FINGERPRINT, PublicKey
from vs_workflow.ports import SealFile
from vs_workflow.reasons import Finding, Misunderstood
from vs_workflow.request import AddKey, RetireKey
from vs_workflow.rules.rulebook import fetch


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys that the journal declares, and the lines for `allowed_signers` that follow from them."""

    setting: Setting
    keys: tuple[SigningKey, ...]
    allowed_signers: str


def add_key(
    office: Office, call: Call, key: PublicKey, principal: str, *, purpose: str = LOG, start: date | None = None
) -> Outcome:
    """Declare a key, from `start` (today) on, for what the programme signs (`log`) or for a `witness`."""

    def ask(asking: Asking) -> AddKey:
        return AddKey(
            actor=None,
            today=asking.reading.today,
            on=start or asking.reading.today,
            reason=clean(call.reason, "reason"),
            principal=clean_name(principal, "name"),
            purpose=purpose,
            type=key.type,
            public=key.text,
        )

    said = ["add-key", key.type, key.text, principal, purpose, None if start is None else start.isoformat()]
    return submit(office, _nobodys(call), [*said], ask, (), acted=False)


def retire_key(office: Office, call: Call, fingerprint: str, *, on: date | None = None) -> Outcome:
    """Retire a declared key: `on` (today) is the first day on which it no longer holds.

    Raises Misunderstood for what is no fingerprint.
    """
    named = fingerprint.strip()
    if not FINGERPRINT.match(named):
        raise Misunderstood("key.no-fingerprint", text=fingerprint)

    def ask(asking: Asking) -> RetireKey:
        today = asking.reading.today
        reason = clean(call.reason, "reason")
        return RetireKey(actor=None, today=today, on=on or today, reason=reason, fingerprint=named)

    said = ["retire-key", named, None if on is None else on.isoformat()]
    return submit(office, _nobodys(call), [*said], ask, (), acted=False)


def warned(office: Office, outcome: Outcome, kept: Sequence[SealFile]) -> Outcome:
    """The same answer to a retirement, noting what the key signed on days on which it holds no longer.

    Nobody is kept from retiring a key that somebody else has; but verifying will name these.
    """
    if not outcome.accepted:
        return outcome
    entry, scales = outcome.entry, Scales(Evidence(kept=tuple(kept)), office.room.programme, office.stamps.now())
    text = entry_bytes(entry)
    tried = [Line(entry.seq, text, leaf_hash(text))] if outcome.dry_run else []
    with office.room.reading() as work:
        deque(scales.through(chain(work.journal.lines(), tried)), maxlen=0)
        found = scales.weigh(lambda address: fetch(address, work.shelf.get)).findings
    fingerprint = entry.facts["fingerprint"]
    files = [
        one.facts["file"]
        for one in found
        if one.rule == "seal.key-not-then" and one.facts["fingerprint"] == fingerprint
    ]
    note = Finding("key", "note.sealed-later", {"files": files, "on": entry.on.isoformat()}, entry.seq, warning=True)
    return replace(outcome, notes=(note,)) if files else outcome


def keys(office: Office) -> Keys:
    """Every key that was declared, retired ones too, in the order of their entries."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
    lines = allowed_signers(Signers(reading.book.keys, reading.rules))
    return Keys(setting=reading.setting, keys=reading.book.keys, allowed_signers=lines.decode())


def _nobodys(call: Call) -> Call:
    return replace(call, actor=None, typed_by=None)
