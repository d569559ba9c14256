"""What follows from the keys that a journal declares: who may have signed, when, as `ssh-keygen` and we read it.

The journal speaks for itself alone. What it declares can go against a signature, and never
stands in for the trust file of whoever verifies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from vs_workflow.casebook import SigningKey
from vs_workflow.decide.keys import PRINCIPAL
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.journal.entry import Instant
from vs_workflow.journal.public_key import NotAPublicKey, fingerprint_of, public_key
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.zone import day_begins, local_day

LOG, WITNESS = "log", "witness"
NAMESPACES = {LOG: "vs-checkpoint", WITNESS: "vs-witness"}
# Years that ssh-keygen reads as a time; a day beyond them bounds nothing that was ever signed.
_FIRST_YEAR, _LAST_YEAR = 1971, 9000


@dataclass(frozen=True, slots=True)
class Signers:
    """The keys that a journal declares; their days are those of the rules' clock."""

    keys: tuple[SigningKey, ...]
    rules: Rules

    def of(self, purpose: str) -> tuple[SigningKey, ...]:
        return tuple(key for key in self.keys if key.purpose == purpose)

    def named(self, blob: bytes | None, purpose: str) -> tuple[SigningKey, ...]:
        """The declarations of this key for that purpose: one for each time that it was declared."""
        fingerprint = fingerprint_of(blob or b"")
        return tuple(key for key in self.of(purpose) if key.fingerprint == fingerprint)

    def hold(self, keys: Iterable[SigningKey], first: Instant, last: Instant) -> bool:
        """Whether one of them holds at some moment between these two."""
        since, until = local_day(first, self.rules), local_day(last, self.rules)
        return any(key.start <= until and (key.until is None or since < key.until) for key in keys)


def declared(office: Office) -> Signers:
    """The keys that the journal of this office declares."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
    return Signers(reading.book.keys, reading.rules)


def allowed_signers(signers: Signers) -> bytes:
    """A line for each declared key, with its purpose and its period, as `ssh-keygen` reads them."""
    return "".join(f"{line}\n" for line in _lines(signers)).encode()


def with_configured(signers: Signers, configured: bytes) -> bytes:
    """The same, and what was configured for keys that the journal says nothing of: a partner's, say."""
    declared = {key.public.encode() for key in signers.keys}
    rest = [line for line in configured.splitlines() if declared.isdisjoint(line.split())]
    return allowed_signers(signers) + b"".join(line + b"\n" for line in rest) if declared else configured


def _lines(signers: Signers) -> Iterator[str]:
    for key in signers.keys:
        never = key.until is not None and key.until <= key.start
        # Of a journal that was forged a line must not become two, nor name another key.
        if not never and key.purpose in NAMESPACES and PRINCIPAL.match(key.principal) and _is_key(key):
            options = [f'namespaces="{NAMESPACES[key.purpose]}"', *_period(key, signers.rules)]
            yield f"{key.principal} {','.join(options)} {key.type} {key.public}"


def _is_key(key: SigningKey) -> bool:
    try:
        return public_key(key.type, key.public).fingerprint == key.fingerprint
    except NotAPublicKey:
        return False


def _period(key: SigningKey, rules: Rules) -> Iterator[str]:
    if _in_range(key.start):
        yield f'valid-after="{_second(day_begins(key.start, rules))}"'
    if key.until is not None and _in_range(key.until):
        # To ssh-keygen the second that is named belongs to the period still.
        yield f'valid-before="{_second(day_begins(key.until, rules), back=1)}"'


def _in_range(day: date) -> bool:
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def _second(moment: datetime, *, back: int = 0) -> str:
    return f"{moment - timedelta(seconds=back):%Y%m%d%H%M%S}Z"
