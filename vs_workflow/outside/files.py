"""Bytes of a file that somebody named: regular files only, read to a limit and never further.

A pipe cannot make it wait, a device is not touched, and what is too large is not taken
into memory. Whatever is wrong is a BadFile that names the file.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from vs_workflow.reasons import BadFile

_FLAGS = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY


def open_regular(path: str) -> BinaryIO:
    """A regular file, opened for reading; raises BadFile for anything else."""
    try:
        # Opening a device may already do something, so look before opening, and again after.
        if not stat.S_ISREG(Path(path).stat().st_mode):
            raise BadFile("file.not-regular", file=path)
        opened = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    stream = os.fdopen(opened, "rb")
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        stream.close()
        raise BadFile("file.not-regular", file=path)
    return stream


def read_regular(path: str, most: int) -> bytes:
    """The content of a regular file of at most so many bytes; raises BadFile for anything else."""
    with open_regular(path) as stream:
        return read_stream(stream, path, most)


def read_stream(stream: BinaryIO, name: str, most: int) -> bytes:
    """What a stream holds, of at most so many bytes; raises BadFile where it is more."""
    try:
        data = stream.read(most + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    if len(data) > most:
        raise BadFile("file.too-large", file=name, size=len(data), most=most)
    return data


def _unreadable(path: str, error: OSError | ValueError) -> BadFile:
    shown = path.replace("\0", "␀")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return BadFile("file.missing", file=shown)
    detail = error.strerror if isinstance(error, OSError) else str(error)
    return BadFile("file.unreadable", file=shown, detail=detail or type(error).__name__)
