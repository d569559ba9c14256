"""What a user would write instead: an ORM session and a Machine per model; or Django with django-fsm and its log.

Neither keeps a chain, proves a right on a day, nor refuses an update of its history; both
check the role and write one row of history per step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from transitions import Machine

from tests.bench.programme import ROAD, STATES, STEPS, Move
from tests.bench.sqlite_files import PRAGMAS


def _has_role(role: str) -> Any:
    return lambda given: given == role


SPECS = [
    {"trigger": step, "source": source, "dest": target, "conditions": _has_role(role)}
    for step, (source, target, role) in STEPS.items()
]


class Light:
    """A plain model for a Machine of its own."""

    state: str


def machine_for(model: object, state: str) -> Machine:
    return Machine(model=model, states=list(STATES), transitions=SPECS, initial=state, auto_transitions=False)


_tables: tuple[type[Any], type[Any]] | None = None


def _models() -> tuple[type[Any], type[Any]]:
    """The two tables; made once, because SQLModel keeps them in one register."""
    global _tables
    if _tables is None:
        from sqlmodel import Field, SQLModel

        class BenchAssignment(SQLModel, table=True):
            key: str = Field(primary_key=True)
            state: str
            updated_at: datetime

        class BenchHistory(SQLModel, table=True):
            id: int | None = Field(default=None, primary_key=True)
            assignment: str = Field(index=True)
            step: str
            source: str
            target: str
            actor: str
            role: str
            at: datetime
            note: str

        _tables = BenchAssignment, BenchHistory
    return _tables


class OrmSession:
    """SQLModel: a session per step, a Machine per loaded model, one row of history."""

    def __init__(self, path: Path, assignments: Sequence[str]) -> None:
        from sqlalchemy import create_engine, event
        from sqlmodel import Session

        self.steps = 0
        self._assignment, self._history = _models()
        self._engine = create_engine(f"sqlite:///{path}")
        self._session = Session
        tables = [self._assignment.__table__, self._history.__table__]

        @event.listens_for(self._engine, "connect")
        def _set(raw: sqlite3.Connection, _: object) -> None:
            for pragma in PRAGMAS:
                raw.execute(pragma)

        self._assignment.metadata.create_all(self._engine, tables=tables)
        with Session(self._engine) as session:
            now = datetime.now(UTC)
            session.add_all(self._assignment(key=one, state=STATES[0], updated_at=now) for one in assignments)
            session.commit()

    def step(self, move: Move) -> None:
        with self._session(self._engine) as session:
            found: Any = session.get(self._assignment, move.assignment)
            model = Light()
            machine_for(model, found.state)
            source = model.state
            if not getattr(model, move.step)(move.role):
                raise PermissionError(move)
            now = datetime.now(UTC)
            found.state, found.updated_at = model.state, now
            session.add(self._row(move, source, model.state, now))
            session.commit()
        self.steps += 1

    def bring_in(self, many: Sequence[Move]) -> None:
        now = datetime.now(UTC)
        with self._session(self._engine) as session:
            session.add_all([self._row(move, move.source, move.target, now) for move in many])
            for key, state in {move.assignment: move.target for move in many}.items():
                found: Any = session.get(self._assignment, key)
                found.state = state
            session.commit()
        self.steps += len(many)

    def _row(self, move: Move, source: str, target: str, now: datetime) -> object:
        return self._history(
            assignment=move.assignment, step=move.step, source=source, target=target, actor=move.person,
            role=move.role, at=now, note="",
        )  # fmt: skip

    def check(self) -> None:
        from sqlmodel import func, select

        with self._session(self._engine) as session:
            found = session.exec(select(func.count()).select_from(self._history)).one()
        assert found == self.steps, (found, self.steps)

    def close(self) -> None:
        self._engine.dispose()


class OrmTimeline:
    """SQLModel: every assignment with its milestones is loaded and looked at."""

    def __init__(self, path: Path) -> None:
        from sqlalchemy import create_engine, event

        self._assignment = _timeline()
        self._engine = create_engine(f"sqlite:///{path}")

        @event.listens_for(self._engine, "connect")
        def _set(raw: sqlite3.Connection, _: object) -> None:
            for pragma in PRAGMAS:
                raw.execute(pragma)

    def flag(self, day: str) -> int:
        """Mark what was due before that day and not met; how many there were."""
        from sqlalchemy.orm import selectinload
        from sqlmodel import Session, select

        hits = 0
        with Session(self._engine) as session:
            asked = select(self._assignment).options(selectinload(self._assignment.milestones))
            for assignment in session.exec(asked.execution_options(yield_per=1000)):
                for one in assignment.milestones:
                    if one.met_on is None and one.missed_on is None and one.due_on < day:
                        one.missed_on = day
                        hits += 1
            session.commit()
        return hits

    def close(self) -> None:
        self._engine.dispose()


_timelines: type[Any] | None = None


def _timeline() -> type[Any]:
    """The table of assignments, with that of their milestones behind it; made once."""
    global _timelines
    if _timelines is None:
        from sqlalchemy.orm import registry
        from sqlmodel import Field, Relationship, SQLModel

        class Kept(SQLModel, registry=registry()):
            pass

        milestone: Any = type(
            "Milestone", (Kept,),
            {"__module__": "tests.bench.peers", "__tablename__": "milestone", "__annotations__": {
                "id": int, "assignment_id": int, "code": str, "due_on": str, "met_on": str | None,
                "missed_on": str | None},
             "id": Field(primary_key=True), "assignment_id": Field(foreign_key="assignment.id")}, table=True,
        )  # fmt: skip
        _timelines = type(
            "Assignment", (Kept,),
            {"__module__": "tests.bench.peers", "__tablename__": "assignment",
             "__annotations__": {"id": int, "title": str, "state": str, "milestones": list[milestone]},
             "id": Field(primary_key=True), "milestones": Relationship()}, table=True,
        )  # fmt: skip
    return _timelines


def has_django() -> bool:
    try:
        import django_fsm_log  # noqa: F401
    except ImportError:
        return False
    return True


class Django:
    """django-fsm-2 with django-fsm-log: get, check the role, take the transition, save; a log row by signal.

    Django is set up once per process, for the first file that asks.
    """

    def __init__(self, path: Path, assignments: Sequence[str]) -> None:
        import django
        from django.conf import settings

        self.steps = 0
        settings.configure(
            INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django_fsm", "django_fsm_log"],
            DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}},
            USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField", LOGGING_CONFIG=None,
        )  # fmt: skip
        django.setup()
        from django.core.management import call_command
        from django.db import connection

        call_command("migrate", verbosity=0)
        for pragma in PRAGMAS:
            connection.cursor().execute(pragma)
        self._model = self._made()
        with connection.schema_editor() as editor:
            editor.create_model(self._model)
        self._model.objects.bulk_create([self._model(key=one) for one in assignments])

    @staticmethod
    def _made() -> Any:
        from django.db import models
        from django_fsm import FSMField, transition

        state = FSMField(default=STATES[0], protected=True)
        parts: dict[str, Any] = {
            "__module__": "tests.bench.peers", "key": models.CharField(max_length=60, unique=True),
            "state": state, "role": "", "Meta": type("Meta", (), {"app_label": "bench"}),
        }  # fmt: skip
        for step, (source, target, role) in STEPS.items():

            def move(self: Any) -> None: ...

            move.__name__ = step
            allowed: Any = [lambda one, role=role: one.role == role]
            parts[step] = transition(field=state, source=source, target=target, conditions=allowed)(move)
        return type("BenchDjangoAssignment", (models.Model,), parts)

    def step(self, move: Move) -> None:
        from django.db import transaction

        with transaction.atomic():
            found = self._model.objects.get(key=move.assignment)
            found.role = move.role
            getattr(found, move.step)()
            found.save()
        self.steps += 1

    def check(self) -> None:
        from django_fsm_log.models import StateLog

        found = StateLog.objects.count()
        assert found == self.steps, (found, self.steps)

    def close(self) -> None:
        from django.db import connection

        connection.close()


assert len({step for step, *_ in ROAD}) == len(STEPS)
