"""Keys: declare one that signs for the programme or for a witness, retire it, and see which are declared.

Nobody acts in this, as nobody does in sealing: the entry names no person, only the key and
what it is for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from vs_workflow.casebook import SigningKey
from vs_workflow.desk.asking import Asking
from vs_workflow.desk.naming import clean, clean_name
from vs_workflow.desk.office import Call, Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.signers import LOG, Signers, allowed_signers
from vs_workflow.desk.submitting import submit
from vs_workflow.desk.views import Outcome, Setting
from vs_workflow.journal.public_key import FINGERPRINT, PublicKey
from vs_workflow.reasons import Misunderstood
from vs_workflow.request import AddKey, RetireKey


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


def keys(office: Office) -> Keys:
    """Every key that was declared, retired ones too, in the order of their entries."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
    lines = allowed_signers(Signers(reading.book.keys, reading.rules))
    return Keys(setting=reading.setting, keys=reading.book.keys, allowed_signers=lines.decode())


def _nobodys(call: Call) -> Call:
    return replace(call, actor=None, typed_by=None)
