"""Texts and files that a person, a machine or an enemy might hand in, each with a name.

A text or file is made anew for each test; the ones that would hang or fill a careless reader are marked so.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
C0 = "".join(map(chr, range(0x20))) + "\x7f"
C1 = "".join(map(chr, range(0x80, 0xA0)))
UNPRINTABLE = frozenset(set(C0 + C1 + BIDIRECTIONAL) - set("\n\t"))
FORMULA_STARTS = "=+-@\t\r"


def texts() -> Iterator[tuple[str, str]]:
    """Names and texts; lone surrogates are last (`argv` brings them, and they cannot be written as UTF-8)."""
    for character in C0 + C1 + BIDIRECTIONAL:
        yield f"U+{ord(character):04X}", f"Jan{character}sen"
    yield "escape sequence: clear the screen", "\x1b[2J\x1b[HJansen"
    yield "escape sequence: title", "\x1b]0;owned\x07Jansen"
    yield "escape sequence: link", "\x1b]8;;http://example.org\x1b\\click\x1b]8;;\x1b\\"
    yield "8-bit escape sequence", "\x9b2JJansen"
    yield "overwritten by carriage return", "refused\raccepted"
    yield "overwritten by backspace", "no\x08\x08yes"
    yield "line that imitates ours", "x\n4A Accepted"
    yield "line separators", "a\u2028b\u2029c\x85d\x0be\x0cf"
    yield "zero width", "Jan\u200bsen\u200d\u2060\ufeff"
    yield "decomposed", "Jose\u0301"
    yield "look-alike", "V\u0430n Beem"
    yield "combining tower", "a" + "\u0300" * 500
    yield "beyond the basic plane", "\U0001f46e\u200d\U0000200d\U0010ffff"
    yield "tag characters", "Jansen\U000e0041\U000e007f"
    for start in FORMULA_STARTS:
        yield f"formula {start!r}", f'{start}HYPERLINK("http://example.org";"x")'
    yield "formula after a space", " =1+1"
    yield "rich markup", "[bold]Jansen[/bold][link=http://example.org]x[/link]"
    yield "rich markup unclosed", "[/red]"
    yield "percent and braces", "%s %(x)s {0} {x.__class__} ${HOME} $(id) `id`"
    yield "sql", "'; DROP TABLE journal; --"
    yield "html", "<script>alert(1)</script>&amp;"
    yield "xml", "]]><!--&#0;"
    yield "mermaid", 'x"]; click A "javascript:alert(1)"; %% '
    yield "mail header", "x\r\nBcc: all@example.org"
    yield "path", "../../etc/passwd"
    yield "option", "--help"
    yield "hash-like", "sha256:" + "0" * 64
    yield "number", "1e400"
    yield "empty", ""
    yield "blank", " \t\u00a0\u3000"
    yield "long", "x" * 1_000_000
    yield "many words", "a " * 100_000
    yield "lone high surrogate", "Jan\ud800sen"
    yield "lone low surrogate, as argv brings a wrong byte", "Jan\udcffsen"


def dates() -> Iterator[tuple[str, str]]:
    """Dates that are not what they look like."""
    for text in (
        *(
            "2015-02-29",
            "2015-13-01",
            "2015-00-10",
            "2015-04-31",
            "0000-01-01",
            "0001-01-01",
            "9999-12-31",
            "10000-01-01",
        ),
        *("20150402", "2015-W14-4", "2015-092", "04/02/15", "2-4-15", "2015-4-2", "2015-04-02T00:00", "2015-04-02Z"),
        *("٢٠١٥-٠٤-٠٢", "2015\u201304\u201302", "2015-04-02\n", " 2015-04-02", "+2015-04-02", "-2015-04-02"),
        *("0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00", "2015-03-29T02:30", "31 februari 2015", "1e3", "nan", ""),
    ):
        yield f"date {text!r}", text


@dataclass(frozen=True, slots=True)
class HostileFile:
    """`make(folder)` puts it there and returns its path. A special one is no regular file, or has no end."""

    name: str
    make: Callable[[Path], Path]
    special: bool = False

    def __str__(self) -> str:
        return self.name


def files(valid: bytes, *, suffix: str = ".toml") -> Iterator[HostileFile]:
    """Files made from a valid one of the wanted form (UTF-8), and some made of nothing."""
    text = valid.decode()
    contents: dict[str, bytes] = {
        "byte order mark": b"\xef\xbb\xbf" + valid,
        "NUL inside": valid[: len(valid) // 2] + b"\0" + valid[len(valid) // 2 :],
        "NUL at the end": valid + b"\0",
        "Latin-1": ("# caf\u00e9\n" + text).encode("latin-1", "replace"),
        "UTF-16": text.encode("utf-16"),
        "UTF-16 without mark": text.encode("utf-16-le"),
        "overlong UTF-8": valid + b"\n# \xc0\xaf",
        "surrogate in UTF-8": valid + b"\n# \xed\xa0\x80",
        "carriage returns only": valid.replace(b"\n", b"\r"),
        "cut in the middle": valid[: len(valid) // 2],
        "cut in a character": "# é".encode()[:-1],
        "empty": b"",
        "one newline": b"\n",
        "random bytes": bytes((number * 97 + 13) % 256 for number in range(4096)),
        "gzip": b"\x1f\x8b\x08" + bytes(64),
        "20 MB string": b'a = "' + b"x" * 20_000_000 + b'"\n',
        "20 MB of newlines": b"\n" * 20_000_000,
        "5,000 digits": b"a = " + b"9" * 5_000 + b"\n",
    }
    contents |= _TOML if suffix == ".toml" else _JSON if suffix == ".json" else {}
    for name, content in contents.items():
        yield HostileFile(name, _Writer(content, suffix))
    yield HostileFile("no such file", lambda folder: folder / f"missing{suffix}")
    yield HostileFile("unreadable for all but root", _Writer(valid, suffix, mode=0))
    yield HostileFile("folder", _folder, special=True)
    yield HostileFile("symbolic link to itself", _loop, special=True)
    yield HostileFile("symbolic link to nothing", _dangling, special=True)
    yield HostileFile("FIFO that nobody writes to", _fifo, special=True)
    yield HostileFile("/dev/zero", lambda _: Path("/dev/zero"), special=True)
    yield HostileFile("link to /dev/zero", _zero, special=True)
    yield HostileFile("/dev/null", lambda _: Path("/dev/null"), special=True)
    yield HostileFile("20 GiB sparse file", _sparse, special=True)
    yield HostileFile("socket-like name too long", lambda folder: folder / ("x" * 300), special=True)
    yield HostileFile("/proc/self/mem", lambda _: Path("/proc/self/mem"), special=True)


_TOML: dict[str, bytes] = {
    "dotted key, 40 kB": b".".join([b"a"] * 20_000) + b" = 1\n",
    "dotted key, 240 kB": b".".join([b"a"] * 120_000) + b" = 1\n",
    "dotted table, 40 kB": b"[" + b".".join([b"a"] * 20_000) + b"]\n",
    "dotted keys in many lines": b"".join(b"a." * 90 + b"k%d = 1\n" % number for number in range(1_000)),
    "dotted key in quotes": b".".join([b'"a"'] * 5_000) + b" = 1\n",
    "arrays nested 2,000 deep": b"a = " + b"[" * 2_000 + b"]" * 2_000 + b"\n",
    "tables nested 2,000 deep": b"a = " + b"{b=" * 2_000 + b"1" + b"}" * 2_000 + b"\n",
    "key twice": b"a = 1\na = 2\n",
    "table twice": b"[a]\n[a]\n",
    "20,000 tables": b"".join(b"[[a]]\nb = %d\n" % number for number in range(20_000)),
    "nan and infinity": b"a = nan\nb = inf\n",
    "impossible date": b"a = 2015-02-30\n",
    "escaped control characters": b'name = "\\u001b[2J\\u202e"\n',
    "escaped surrogate": b'name = "\\ud800"\n',
    "surprising types": b"state = 1\nsteps = true\nroles = 'x'\npeople = [[]]\n",
    "other form: JSON": b'{"a": 1}\n',
    "other form: HTML": b"<!DOCTYPE html><title>x</title>\n",
}

_JSON: dict[str, bytes] = {
    "key twice": b'{"a": 1, "a": 2}',
    "NaN": b'{"a": NaN, "b": -Infinity, "c": 1e999}',
    "arrays nested 100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "objects nested 100,000 deep": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "escaped surrogate": b'{"a": "\\ud800"}',
    "escaped NUL": b'{"a\\u0000b": 1}',
    "float that looks like a number": b'{"seq": 1.0, "n": 1e2, "z": -0}',
    "other form: TOML": b"a = 1\n",
}


@dataclass(frozen=True, slots=True)
class _Writer:
    content: bytes
    suffix: str
    mode: int = 0o644

    def __call__(self, folder: Path) -> Path:
        path = folder / f"hostile{self.suffix}"
        path.unlink(missing_ok=True)
        path.write_bytes(self.content)
        path.chmod(self.mode)
        return path


def _folder(folder: Path) -> Path:
    path = folder / "folder.toml"
    path.mkdir()
    return path


def _loop(folder: Path) -> Path:
    path = folder / "loop.toml"
    path.symlink_to(path)
    return path


def _dangling(folder: Path) -> Path:
    path = folder / "dangling.toml"
    path.symlink_to(folder / "nothing")
    return path


def _zero(folder: Path) -> Path:
    path = folder / "zero.toml"
    path.symlink_to("/dev/zero")
    return path


def _fifo(folder: Path) -> Path:
    path = folder / "fifo.toml"
    os.mkfifo(path)
    return path


def _sparse(folder: Path) -> Path:
    path = folder / "sparse.toml"
    with path.open("wb") as file:
        file.truncate(20 * 2**30)
    return path
