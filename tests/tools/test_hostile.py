"""The hostile texts and files are what they say, and a careless reader falls for them."""

import sys
import tomllib
from pathlib import Path

from tests.tools.bounded import Outcome, bounded
from tests.tools.hostile import UNPRINTABLE, dates, files, texts

VALID = b'name = "x"\n'
READER = "import sys, tomllib; tomllib.loads(open(sys.argv[1], 'rb').read().decode())"
CAREFUL = """
import os, stat, sys, tomllib
fd = os.open(sys.argv[1], os.O_RDONLY | os.O_NONBLOCK)
if not stat.S_ISREG(os.fstat(fd).st_mode) or os.fstat(fd).st_size > 262144: sys.exit(5)
data = os.read(fd, 262145)
if any(line.count(b'.') > 100 for line in data.splitlines()): sys.exit(5)
try: tomllib.loads(data.decode())
except (ValueError, RecursionError): sys.exit(5)
"""


def read(program: str, path: Path) -> Outcome:
    return bounded([sys.executable, "-S", "-c", program, path], seconds=1, mebibytes=300)


def test_names_are_unique_and_characters_are_all_there() -> None:
    named = list(texts())

    assert len({name for name, _ in named}) == len(named)
    assert set("".join(text for _, text in named)) >= UNPRINTABLE
    assert len(list(dates())) > 20


def test_files_make_a_careless_reader_hang_or_burst(tmp_path: Path) -> None:
    wanted = {"FIFO that nobody writes to", "20 GiB sparse file", "dotted key, 240 kB", "arrays nested 2,000 deep"}
    bad = {}
    for number, file in enumerate(file for file in files(VALID) if file.name in wanted):
        folder = tmp_path / str(number)
        folder.mkdir()
        bad[file.name] = read(READER, file.make(folder))

    assert bad.keys() == wanted
    assert bad["FIFO that nobody writes to"].timed_out
    assert all(outcome.timed_out or "Traceback" in outcome.stderr or outcome.exit < 0 for outcome in bad.values())


def test_a_careful_reader_survives_the_special_ones(tmp_path: Path) -> None:
    for number, file in enumerate(file for file in files(VALID) if file.special):
        folder = tmp_path / str(number)
        folder.mkdir()
        outcome = read(CAREFUL, file.make(folder))

        assert not outcome.timed_out, file
        assert outcome.mebibytes < 100, file


def test_every_ordinary_file_can_be_made(tmp_path: Path) -> None:
    assert tomllib.loads(VALID.decode())
    for suffix in (".toml", ".json"):
        for file in files(VALID, suffix=suffix):
            if not file.special:
                file.make(tmp_path)
