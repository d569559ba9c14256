"""Where a database is, as given on the command line: a file, or a URL of a server.

`shown` is what messages may say; a password is in none of them. Knows nothing of what is there.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

from vs_workflow.reasons import Misunderstood

_SQLITE = ("sqlite", "sqlite+pysqlite")
_POSTGRES = ("postgresql", "postgresql+psycopg", "postgres")


@dataclass(frozen=True, slots=True)
class Address:
    """Either `path` (an SQLite file) or `url` (a PostgreSQL database) is set."""

    shown: str
    path: Path | None = None
    url: str = field(default="", repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)

    def scrubbed(self, text: str) -> str:
        """The text without anything of ours that is secret."""
        for secret in self.secrets:
            text = text.replace(secret, "…")
        return text


def parse(where: str | os.PathLike[str]) -> Address:
    """The address that is meant; raises Misunderstood for an empty one and for a kind of database we do not know."""
    given = os.fspath(where)
    scheme, mark, rest = given.partition("://")
    if not mark:
        return _file(given, given)
    if scheme in _SQLITE:
        return _file(rest.removeprefix("/").partition("?")[0], given)
    if scheme in _POSTGRES:
        return _server(rest)
    raise Misunderstood("store.url", found=scheme)


def _file(name: str, given: str) -> Address:
    if not name or name == ":memory:" or "\0" in name:
        raise Misunderstood("store.url", found=given.replace("\0", "␀"))
    path = Path(name).expanduser()
    return Address(shown=str(path), path=path)


def _server(rest: str) -> Address:
    from urllib.parse import parse_qsl, unquote, urlencode

    place, _, query = rest.partition("?")
    login, at, host = place.rpartition("@")
    user, _, password = login.partition(":")
    options = parse_qsl(query, keep_blank_values=True)
    secrets = {password, unquote(password), *(value for name, value in options if name == "password")}
    harmless = [(name, value) for name, value in options if name not in ("password", "passfile", "sslpassword")]
    return Address(
        shown=f"postgresql://{user}{at}{host}" + (f"?{urlencode(harmless, safe='/')}" if harmless else ""),
        url=f"postgresql+psycopg://{rest}",
        secrets=tuple(sorted((secret for secret in secrets if secret), key=len, reverse=True)),
    )
