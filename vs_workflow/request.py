"""What somebody asks for, before anything is decided: one value per kind of request.

A request holds keys, days and facts only, so that it can be rebuilt from the entry that
recorded it and judged again. `today` is the local day on which it is recorded.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from vs_workflow.reasons import Facts, Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What every request has: who acts, for whom, who types, the day it happened and the day it is recorded."""

    actor: str | None
    today: date
    on: date
    behalf_of: str | None = None
    typed_by: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeStep(Asked):
    assignment: str
    step: str
    facts: Facts = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordEvent(Asked):
    """`assignment` is None for an event of the programme or of a body."""

    assignment: str | None
    event: str
    facts: Facts = field(default_factory=dict)
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRole(Asked):
    """Grant `role` to `person` for an assignment, a body or the programme; `on` is the first day it holds."""

    role: str
    person: str
    assignment: str | None = None
    body: str | None = None
    until: date | None = None
    district: str | None = None
    organisation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveMandate(Asked):
    """The actor gives a mandate on the own grant `rests_on`; `on` is the first day, `until` the first day no longer.

    `role` and `assignment` are those that were named: what is refused for want of a grant is of that assignment.
    """

    person: str
    rests_on: int
    until: date
    role: str | None = None
    assignment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGrant(Asked):
    """`on` is the first day on which the grant no longer holds."""

    grant: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Asked):
    """Supersede entry `seq`: with another day (`on`), or annulled. `assignment` is that of the entry, if it has one."""

    seq: int
    annul: bool
    assignment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol(Asked):
    """Adopt a record of the register: the person's key and the hash of the salted record."""

    person: str
    record: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Migrate(Asked):
    """Let the programme (None), or one assignment, go by the rules with hash `to`; `on` is the day of asking.

    `along` are the assignments that are to go with the programme: what stands in the way of
    one stands in the way of all.
    """

    assignment: str | None
    to: str
    along: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """What a destruction reaches, as the journal says: the state that was reached, and the entries by number.

    `remains` is what must be kept of them, because what happened to others rests on it; `root`
    is that of all entries before the destruction, for of a text that is gone no link leads back any more.
    Of a request that is refused the state alone need be known.
    """

    state: str
    entries: tuple[int, ...] = ()
    root: str = ""
    remains: tuple[Plain, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroy(Asked):
    """Destroy the content of a whole assignment, on this ground; `documents` hold the declaration."""

    assignment: str
    ground: str
    extent: Extent
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddKey(Asked):
    """Declare a key that signs, as `principal`, for `purpose` (`log` or `witness`); `on` is the first day it holds.

    `type` and `public` are what its `.pub` file says.
    """

    principal: str
    purpose: str
    type: str
    public: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RetireKey(Asked):
    """`on` is the first day on which the key with this fingerprint no longer holds."""

    fingerprint: str


Request = (
    TakeStep
    | RecordEvent
    | GiveRole
    | GiveMandate
    | EndGrant
    | Correct
    | Enrol
    | Migrate
    | Destroy
    | AddKey
    | RetireKey
)
