"""The tables: journal and shelf, which stay, the derived ones, which can be made again, and two operational ones.

Only making, upgrading and comparing a schema loads this module; it is the one that needs
SQLModel. Moments and days are texts of fixed width, so that the order of the text is the
order of time, the same on both databases.
"""

from sqlalchemy import CheckConstraint, Index, Integer, LargeBinary, Text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class _Kept(SQLModel, registry=registry()):
    """Our tables have a registry of their own, apart from those of a program that uses us."""


class VsSchema(_Kept, table=True):
    """Whose database this is, and which version of these tables it has."""

    __tablename__ = "vs_schema"

    maker: str = Field(primary_key=True, sa_type=Text)
    version: int = Field(sa_type=Integer)


class JournalRow(_Kept, table=True):
    """An entry. `entry` and `leaf` are evidence; the columns after them are copies, for questions.

    Of one that was lawfully destroyed the leaf is left; its text is NULL, and so, or '', is every copy.
    """

    __tablename__ = "journal"
    __table_args__ = (Index("journal_assignment", "programme", "assignment", "seq"),)

    programme: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True, sa_type=Integer)
    entry: str | None = Field(default=None, sa_type=Text)
    leaf: str = Field(sa_type=Text)
    kind: str = Field(sa_type=Text)
    what: str = Field(sa_type=Text)
    assignment: str | None = Field(default=None, sa_type=Text)
    happened_on: str = Field(sa_type=Text)
    recorded_at: str = Field(sa_type=Text)
    actor: str | None = Field(default=None, sa_type=Text)
    corrects: int | None = Field(default=None, sa_type=Integer)


class ShelfRow(_Kept, table=True):
    """Bytes by their SHA-256, never changed. Records may be destroyed, and documents that no entry names any more."""

    __tablename__ = "shelf"
    __table_args__ = (CheckConstraint("kind IN ('rules', 'register', 'document')", name="shelf_kind"),)

    address: str = Field(primary_key=True, sa_type=Text)
    kind: str = Field(sa_type=Text)
    size: int = Field(sa_type=Integer)
    data: bytes = Field(sa_type=LargeBinary)


class ConcernRow(_Kept, table=True):
    """Which entries must be read to know the state of a scope."""

    __tablename__ = "concerns"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    scope: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True, sa_type=Integer)


class CaseRow(_Kept, table=True):
    """A row of the board. `seq` is the last entry that concerns the assignment."""

    __tablename__ = "case_now"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    assignment: str = Field(primary_key=True, sa_type=Text)
    position: int = Field(sa_type=Integer)
    state: str = Field(sa_type=Text)
    since: str = Field(sa_type=Text)
    seq: int = Field(sa_type=Integer)
    rules: str = Field(sa_type=Text)


class MilestoneNowRow(_Kept, table=True):
    """What a milestone's verdict rests on, its last flag, and after which day a check has something to say of it."""

    __tablename__ = "milestone_now"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    assignment: str = Field(primary_key=True, sa_type=Text)
    milestone: str = Field(primary_key=True, sa_type=Text)
    due: str | None = Field(default=None, sa_type=Text)
    satisfied_on: str | None = Field(default=None, sa_type=Text)
    recorded_at: str | None = Field(default=None, sa_type=Text)
    lapsed_on: str | None = Field(default=None, sa_type=Text)
    flag: str | None = Field(default=None, sa_type=Text)
    flag_seq: int | None = Field(default=None, sa_type=Integer)
    flag_due: str | None = Field(default=None, sa_type=Text)
    ripe: str | None = Field(default=None, sa_type=Text)


class FlagRow(_Kept, table=True):
    """A flag that was raised. Its key makes a second one of the same impossible, whoever writes it."""

    __tablename__ = "flag_now"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    assignment: str = Field(primary_key=True, sa_type=Text)
    milestone: str = Field(primary_key=True, sa_type=Text)
    flag: str = Field(primary_key=True, sa_type=Text)
    follows: int = Field(primary_key=True, sa_type=Integer)
    seq: int = Field(sa_type=Integer)


class CoverageRow(_Kept, table=True):
    """The beginning, and every sweep: the day looked at, when, and the days covered. `last_day` is after it."""

    __tablename__ = "coverage_now"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(primary_key=True, sa_type=Integer)
    day: str = Field(sa_type=Text)
    ran_at: str = Field(sa_type=Text)
    first_day: str | None = Field(default=None, sa_type=Text)
    last_day: str = Field(sa_type=Text)


class DeliveryRow(_Kept, table=True):
    """Operational: a notice that somebody is to get by a channel, and what came of trying."""

    __tablename__ = "deliveries"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    notice: str = Field(primary_key=True, sa_type=Text)
    channel: str = Field(primary_key=True, sa_type=Text)
    person: str = Field(primary_key=True, sa_type=Text)
    state: str = Field(sa_type=Text)
    attempts: int = Field(sa_type=Integer)
    next_at: str = Field(sa_type=Text)
    first_at: str = Field(sa_type=Text)
    sent_at: str | None = Field(default=None, sa_type=Text)
    error: str = Field(sa_type=Text)


class LeaseRow(_Kept, table=True):
    """Operational: which scheduler leads, or was seen last."""

    __tablename__ = "lease"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    holder: str = Field(sa_type=Text)
    host: str = Field(sa_type=Text)
    pid: int = Field(sa_type=Integer)
    since: str = Field(sa_type=Text)
    seen_at: str = Field(sa_type=Text)
    next_check: str | None = Field(default=None, sa_type=Text)


class KeyRow(_Kept, table=True):
    """Which entry has an idempotency key; the key itself stands in the entry."""

    __tablename__ = "key_now"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(sa_type=Integer)


METADATA = _Kept.metadata

_milestone = METADATA.tables["milestone_now"].c
Index(
    "milestone_ripe",
    _milestone.programme,
    _milestone.ripe,
    sqlite_where=_milestone.ripe.is_not(None),
    postgresql_where=_milestone.ripe.is_not(None),
)
