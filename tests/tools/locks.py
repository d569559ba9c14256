"""Holds a lock on a database from another connection, once or again and again, while a test goes on.

The lock is real: other processes meet it too.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

SQLITE_WRITER = "BEGIN IMMEDIATE"
SQLITE_ALONE = "BEGIN EXCLUSIVE"


@contextmanager
def held(url: str, lock: str = SQLITE_WRITER) -> Iterator[None]:
    """Within the block another connection holds what the statement took (on PostgreSQL: "LOCK TABLE …")."""
    engine = sa.create_engine(url, poolclass=NullPool)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql(lock)
        try:
            yield
        finally:
            connection.exec_driver_sql("ROLLBACK")


@dataclass(slots=True)
class Locked:
    """How often a lock was held so far, and the longest time."""

    times: int = 0
    longest: float = 0.0


@contextmanager
def held_now_and_then(
    url: str, rng: random.Random, *, longest: float = 1.5, gap: float = 0.05, lock: str = SQLITE_WRITER
) -> Iterator[Locked]:
    """Within the block a thread holds the lock for random times up to `longest`, with gaps up to `gap` between."""
    seen, stop = Locked(), threading.Event()

    def hold() -> None:
        while not stop.is_set():
            wanted = rng.uniform(0, longest)
            try:
                with held(url, lock):
                    since = time.monotonic()
                    stop.wait(wanted)
                    seen.times += 1
                    seen.longest = max(seen.longest, time.monotonic() - since)
            except sa.exc.OperationalError:
                continue  # the other side has it
            stop.wait(rng.uniform(0, gap))

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
