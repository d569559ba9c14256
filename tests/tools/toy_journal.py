"""The toy that the tools are tried on: a hash-chained journal on sqlite3, and the ways to build it wrongly.

Run as a program it appends entries and prints each text once it is safe (or, naively, before).
"""

import argparse
import contextlib
import hashlib
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

Acknowledge = Callable[[object], None]


def opened(path: str | Path, mode: str = "TRUNCATE", sync: str = "FULL") -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=20)
    connection.execute(f"PRAGMA journal_mode={mode}")
    connection.execute(f"PRAGMA synchronous={sync}")
    connection.execute("CREATE TABLE IF NOT EXISTS journal (seq INTEGER PRIMARY KEY, text TEXT, hash TEXT)")
    return connection


def append(connection: sqlite3.Connection, text: str, begin: str = "IMMEDIATE") -> None:
    """One entry in one transaction; the caller may acknowledge when this returns."""
    connection.execute(f"BEGIN {begin}")
    try:
        seq, head = head_of(connection)
        connection.execute("INSERT INTO journal VALUES (?, ?, ?)", (seq + 1, text, link(head, text)))
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def head_of(connection: sqlite3.Connection) -> tuple[int, str]:
    last = connection.execute("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1").fetchone()
    return last or (0, "")


def link(head: str, text: str) -> str:
    return hashlib.sha256(f"{head}\n{text}".encode()).hexdigest()


def texts(path: str | Path) -> list[str]:
    """All texts, after verifying file, numbers and chain; raises ValueError or sqlite3.Error."""
    connection = sqlite3.connect(path, timeout=20)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'journal'").fetchone():
            return []
        if (sound := connection.execute("PRAGMA integrity_check").fetchone()[0]) != "ok":
            raise ValueError(sound)
        rows = connection.execute("SELECT seq, text, hash FROM journal ORDER BY seq").fetchall()
    finally:
        connection.close()
    head = ""
    for number, (seq, text, stored) in enumerate(rows, 1):
        head = link(head, str(text))
        if seq != number or stored != head:
            raise ValueError(f"entry {number} is broken")
    return [text for _, text, _ in rows]


def append_some(path: str, number: int, acknowledge: Acknowledge) -> None:
    """The right way: acknowledged after COMMIT."""
    connection = opened(path)
    for _ in range(number):
        text = f"{time.monotonic_ns()}"
        append(connection, text)
        acknowledge(text)
    connection.close()


def append_some_and_boast(path: str, number: int, acknowledge: Acknowledge) -> None:
    """Naive: acknowledged before COMMIT."""
    connection = opened(path)
    for _ in range(number):
        text = f"{time.monotonic_ns()}"
        acknowledge(text)
        append(connection, text)


def append_some_and_swallow(path: str, number: int, acknowledge: Acknowledge) -> None:
    """Naive: an error is swallowed."""
    connection = opened(path)
    for _ in range(number):
        text = f"{time.monotonic_ns()}"
        with contextlib.suppress(sqlite3.Error):
            append(connection, text)
        acknowledge(text)


def flag_once(path: str, flag: str, acknowledge: Acknowledge) -> None:
    """Raise a flag unless it stands: checked in the transaction that writes it."""
    connection = opened(path)
    connection.execute("BEGIN IMMEDIATE")
    if not connection.execute("SELECT 1 FROM journal WHERE text = ?", (flag,)).fetchone():
        seq, head = head_of(connection)
        connection.execute("INSERT INTO journal VALUES (?, ?, ?)", (seq + 1, flag, link(head, flag)))
    connection.execute("COMMIT")
    acknowledge(flag)


def flag_when_absent(path: str, flag: str, acknowledge: Acknowledge) -> None:
    """Naive: check, then insert."""
    connection = opened(path)
    absent = not connection.execute("SELECT 1 FROM journal WHERE text = ?", (flag,)).fetchone()
    if absent:
        if hasattr(acknowledge, "pause"):
            acknowledge.pause(0.01)
        append(connection, flag)
    acknowledge(flag)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("path")
    parser.add_argument("number", type=int)
    parser.add_argument("--mode", default="TRUNCATE")
    parser.add_argument("--sync", default="FULL")
    parser.add_argument("--boast", action="store_true")
    parser.add_argument("--wait", type=float, default=0)
    given = parser.parse_args()
    connection = opened(given.path, given.mode, given.sync)
    first = head_of(connection)[0]
    for number in range(first + 1, first + given.number + 1):
        if given.boast:
            print(number, flush=True)
            time.sleep(given.wait)
        append(connection, str(number))
        if not given.boast:
            print(number, flush=True)
            time.sleep(given.wait)
    connection.close()


if __name__ == "__main__":
    main()
