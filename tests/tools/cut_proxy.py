"""Stands before PostgreSQL and cuts the connection at a COMMIT: before it is passed on, or before its answer is.

It reads the frontend's messages, so that the word COMMIT in a text does not count.
"""

import contextlib
import select
import shutil
import socket
import struct
import tempfile
import threading
from pathlib import Path
from typing import Literal

from tests.tools.postgres_box import Server

Cut = Literal["before", "after"]
START_CODES = {80877102, 80877103, 80877104}  # cancel, SSL, GSSAPI: the real start-up message comes later


class CutProxy:
    """A server that looks like the one behind it. Use as a context manager; `cuts` counts what was cut.

    `tcp=True` listens on a port of 127.0.0.1 as well as on a socket (`port`).
    """

    def __init__(self, behind: Server, *, tcp: bool = False) -> None:
        self._behind = f"{behind.folder}/.s.PGSQL.5432"
        self._folder = tempfile.mkdtemp(prefix="vs-cut-", dir="/tmp")
        self.server = Server(self._folder)
        self._lock = threading.Lock()
        self._cut: Cut | None = None
        self._skip = 0
        self._left = 0
        self.cuts = 0
        self.commits = 0
        self._listeners = [socket.socket(socket.AF_UNIX)]
        self._listeners[0].bind(f"{self._folder}/.s.PGSQL.5432")
        if tcp:
            self._listeners.append(socket.create_server(("127.0.0.1", 0)))
            self.port: int = self._listeners[1].getsockname()[1]
        for listener in self._listeners:
            listener.listen(64)
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def url(self, database: str = "postgres") -> str:
        """The SQLAlchemy URL of a database, through the proxy."""
        return self.server.url(database)

    def through(self, url: str) -> str:
        """The same database as this URL of the server behind, through the proxy."""
        return url.replace(str(Path(self._behind).parent), self._folder)

    def arm(self, cut: Cut, *, skip: int = 0, times: int = 1) -> None:
        """Let `skip` COMMITs pass, then cut the next `times`."""
        with self._lock:
            self._cut, self._skip, self._left = cut, skip, times

    def close(self) -> None:
        for listener in self._listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def __enter__(self) -> "CutProxy":  # noqa: PYI034  not meant to be derived from
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _accept(self, listener: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        server = socket.socket(socket.AF_UNIX)
        with client, server, contextlib.suppress(OSError):
            server.connect(self._behind)
            self._pump(client, server)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        messages = _Messages()
        while True:
            ready, _, _ = select.select([client, server], [], [])
            if server in ready:
                answer = server.recv(65536)
                if not answer:
                    return
                client.sendall(answer)
            if client in ready:
                asked = client.recv(65536)
                if not asked:
                    return
                cut = self._due() if messages.commits(asked) else None
                if cut == "before":
                    return
                server.sendall(asked)
                if cut == "after":
                    _drain(server)
                    return

    def _due(self) -> Cut | None:
        with self._lock:
            self.commits += 1
            if self._cut is None or not self._left:
                return None
            if self._skip:
                self._skip -= 1
                return None
            self._left -= 1
            self.cuts += 1
            return self._cut


def _drain(server: socket.socket) -> None:
    """Wait until the server says it is ready again, so that its COMMIT is done for certain."""
    answer = b""
    while b"Z\x00\x00\x00\x05" not in answer and (more := server.recv(65536)):
        answer += more


class _Messages:
    """Cuts the bytes from a client into messages of the protocol."""

    def __init__(self) -> None:
        self._unread = b""
        self._started = False

    def commits(self, data: bytes) -> bool:
        """True when these bytes complete a message that is a COMMIT."""
        self._unread += data
        found = False
        while message := self._next():
            kind, body = message
            text = body.partition(b"\0")[2] if kind == b"P" else body
            found |= kind in b"QP" and text.lstrip().upper().startswith((b"COMMIT", b"END"))
        return found

    def _next(self) -> tuple[bytes, bytes] | None:
        head = 1 if self._started else 0
        if len(self._unread) < head + 4:
            return None
        (length,) = struct.unpack_from("!I", self._unread, head)
        if len(self._unread) < head + length:
            return None
        kind, body = self._unread[:head], self._unread[head + 4 : head + length]
        self._unread = self._unread[head + length :]
        if not self._started:
            self._started = struct.unpack_from("!I", body)[0] not in START_CODES
            kind = b"-"
        return kind, body
