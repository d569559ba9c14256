"""A journal as somebody hands it over: a bundle, or a folder with its lines and its checkpoints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from vs_workflow.desk.bundled import CHECKPOINTS, JOURNAL, MANIFEST, checkpoint_names, is_said
from vs_workflow.journal.canon import Leaf, is_leaf, leaf_hash
from vs_workflow.journal.chain import Line
from vs_workflow.journal.checkpoint import Roots
from vs_workflow.outside.bundle_reading import PackedBundle, open_bundle
from vs_workflow.outside.checkpoints import CheckpointFolder
from vs_workflow.outside.files import open_regular
from vs_workflow.ports import SealFile
from vs_workflow.reasons import BadFile

MOST_OF_A_LINE = 4 * 2**20


@contextmanager
def handed_over(path: str) -> Iterator[tuple[Iterator[Line], Sequence[SealFile]]]:
    """The lines of the journal, streamed, and the files of its checkpoints; raises BadFile where they are not there.

    A bundle is held to its manifest, its lines as they pass. A folder may be no more than `journal.jsonl` and
    `checkpoints`: with anything beside them it is a bundle that lost its manifest.
    """
    if path and Path(path).is_dir() and not Path(path, MANIFEST).exists():
        _refuse_more(path)
        with open_regular(str(Path(path, JOURNAL))) as stream:
            yield journal_lines(stream, path), CheckpointFolder(str(Path(path, CHECKPOINTS))).files()
        return
    with open_bundle(path) as bundle:
        if JOURNAL not in bundle.files:
            raise BadFile("file.bundle-none", file=path, where=JOURNAL)
        files = [SealFile(name.partition("/")[2], bundle.read(name)) for name in checkpoint_names(bundle.files)]
        yield _as_said(bundle, journal_lines(BytesIO(bundle.read(JOURNAL)), path)), files


def _refuse_more(path: str) -> None:
    try:
        there = {one.name for one in Path(path).iterdir()}
    except OSError as error:
        raise BadFile("file.unreadable", file=path, detail=error.strerror or str(error)) from None
    if JOURNAL in there and there - {JOURNAL, CHECKPOINTS}:
        raise BadFile("file.bundle-no-manifest", file=path)


def _as_said(bundle: PackedBundle, lines: Iterable[Line]) -> Iterator[Line]:
    """The same lines; raises BadFile at their end where they are not what the manifest says of them."""
    roots, head = Roots(), ""
    for line in lines:
        roots.add(bytes.fromhex(line.leaf))
        head = line.leaf
        yield line
    if not is_said(bundle.manifest, roots, head):
        raise BadFile("file.bundle-changed", file=bundle.path, where=JOURNAL)


def journal_lines(stream: BinaryIO, name: str) -> Iterator[Line]:
    """The lines of a `journal.jsonl`: an entry's exact bytes, or `{"leaf", "seq"}` for one that is not shown."""
    for number, text in enumerate(_lines(stream, name), start=1):
        yield _blinded(text, number) or Line(number, text, leaf_hash(text))


def _lines(stream: BinaryIO, path: str) -> Iterator[bytes]:
    while line := stream.readline(MOST_OF_A_LINE + 1):
        if len(line) > MOST_OF_A_LINE:
            raise BadFile("file.too-large", file=path, size=len(line), most=MOST_OF_A_LINE)
        yield line.removesuffix(b"\n")


def _blinded(text: bytes, number: int) -> Line | None:
    if len(text) > 200 or not text.startswith(b'{"leaf":'):
        return None
    try:
        found = json.loads(text)
    except ValueError:
        return None
    leaf = str(found.get("leaf"))
    if set(found) != {"seq", "leaf"} or found["seq"] != number or not is_leaf(leaf):
        return None
    return Line(number, b"", Leaf(leaf))
