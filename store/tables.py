"""The tables: the journal and the shelf, which stay, and the derived ones, which can be made again.

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
    """An entry. `entry` and `leaf` are evidence; the columns after them are copies, for questions."""

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
    """Bytes by their SHA-256. Of kind `register` they may be destroyed, never changed."""

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


class MilestoneNowRow(_Kept, table=True):
    """What a milestone's verdict rests on. The index answers what is newly due."""

    __tablename__ = "milestone_now"

    programme: str = Field(primary_key=True, sa_type=Text)
    assignment: str = Field(primary_key=True, sa_type=Text)
    milestone: str = Field(primary_key=True, sa_type=Text)
    due: str | None = Field(default=None, sa_type=Text)
    satisfied_on: str | None = Field(default=None, sa_type=Text)
    recorded_at: str | None = Field(default=None, sa_type=Text)
    lapsed_on: str | None = Field(default=None, sa_type=Text)


class KeyRow(_Kept, table=True):
    """Which entry has an idempotency key; the key itself stands in the entry."""

    __tablename__ = "key_now"
    __table_args__ = ({"sqlite_with_rowid": False},)

    programme: str = Field(primary_key=True, sa_type=Text)
    key: str = Field(primary_key=True, sa_type=Text)
    seq: int = Field(sa_type=Integer)


METADATA = _Kept.metadata

_due = METADATA.tables["milestone_now"].c
Index(
    "milestone_waiting",
    _due.programme,
    _due.due,
    sqlite_where=_due.satisfied_on.is_(None) & _due.lapsed_on.is_(None),
    postgresql_where=_due.satisfied_on.is_(None) & _due.lapsed_on.is_(None),
)
