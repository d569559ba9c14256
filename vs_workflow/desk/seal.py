"""Seal: sign that the journal is so long and has this root.

Whoever signs first measures the whole journal and holds it to what was signed before, as
remembered on this machine and as kept in the folder. A journal that does not extend that
is not signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from vs_workflow.audit.gauge import Gauge
from vs_workflow.desk.look import setting as read_setting
from vs_workflow.desk.office import Office
from vs_workflow.desk.reading import open_reading
from vs_workflow.desk.signers import LOG, NAMESPACES, Signers
from vs_workflow.desk.views import Setting
from vs_workflow.journal.chain import Line
from vs_workflow.journal.checkpoint import Checkpoint, NotACheckpoint, origin_of, read_checkpoint
from vs_workflow.journal.entry import Instant, programme_named
from vs_workflow.journal.public_key import fingerprint_of, key_of
from vs_workflow.ports import Checkpoints, Memory, Remembered, SealFile, Signer, Trust
from vs_workflow.reasons import BadFile, Plain, StoreTrouble, Trouble

NAMESPACE = NAMESPACES[LOG]
PART = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """A checkpoint of the journal as it was when `at` was its last moment.

    `signed` says that a signature was made now, `again` that it was there already; `files`
    are its names in the folder, or those that it would get.
    """

    setting: Setting
    checkpoint: Checkpoint
    at: Instant
    signed: bool = False
    again: bool = False
    files: tuple[str, ...] = ()


def checkpoint(office: Office) -> Sealed:
    """The three lines for the minutes: nothing is signed and nothing is kept."""
    return _sealed(office, measured(office))


def seal(office: Office, signer: Signer, folder: Checkpoints, memory: Memory, *, dry_run: bool = False) -> Sealed:
    """Sign the journal as it is now, and keep the checkpoint and its signature.

    Raises Trouble where it does not extend what was signed before, BadFile where the key or
    a file of the folder is wrong, also where the journal declares other keys for this. What is
    there already is left as it is, where it is a signature of this.
    """
    origin = _origin(office)
    with memory.holding(origin) as remembered:
        files = folder.files()
        kept, before = {file.name: file.content for file in files}, [*checkpoints_of(files)]
        if remembered.last is not None:
            before.append((remembered.where, remembered.last))
        gauge = measured(office, *(known.size for _, known in before))
        for name, known in before:
            refuse_other(gauge, known, origin, name)
        if remembered.last is not None and not dry_run:
            _put_back(remembered.last, kept, folder)
        sealed = _sealed(office, gauge)
        made, rehearsal = sealed.checkpoint, sealed.setting.rehearsal
        refuse_begun_anew(remembered, origin, rehearsal=rehearsal)
        # Only by signing does a key show what it is worth; a signature that is not needed is not kept.
        signature = signer.sign(made.body, NAMESPACE)
        _refuse_undeclared(office, signature)
        there = kept.get(name_of(made, "sig"), b"") if name_of(made, "checkpoint") in kept else b""
        sealed = replace(sealed, again=bool(there) and signer.holds(made.body, there, NAMESPACE))
        if dry_run:
            return sealed
        # Remembered before it is shown, and where it lies there already too: a signer that forgot could be made to
        # sign another history.
        keep(remembered, made, rehearsal=rehearsal)
        if sealed.again:
            return sealed
        folder.put(SealFile(name_of(made, "sig"), signature), SealFile(name_of(made, "checkpoint"), made.body))
    return replace(sealed, signed=True)


def _put_back(last: Checkpoint, kept: Mapping[str, bytes], folder: Checkpoints) -> None:
    """The checkpoint of a signature that was left alone, where somebody was stopped between the two or took it away."""
    if name_of(last, "sig") in kept and name_of(last, "checkpoint") not in kept:
        folder.put(SealFile(name_of(last, "checkpoint"), last.body))


def name_of(checkpoint: Checkpoint, ending: str) -> str:
    """The name of a file of the folder: its number of entries comes first."""
    return f"{checkpoint.size:08d}.{ending}"


def measured(office: Office, *sizes: int) -> Gauge:
    """The whole journal, measured at these sizes and at its end."""
    gauge = Gauge(sizes)
    gauge.measure(_in_parts(office))
    if not gauge.size:
        raise StoreTrouble("store.empty")
    return gauge


def _in_parts(office: Office) -> Iterator[Line]:
    """All lines, read in parts: nothing is changed behind them, and on SQLite a writer waits for a reader."""
    following = 1
    while True:
        with office.room.reading() as work:
            part = list(islice(work.journal.lines(since=following), PART))
        yield from part
        # A number that somebody put there, and that is none, must not make this go round.
        if len(part) < PART or part[-1].seq < following:
            return
        following = part[-1].seq + 1


def refuse_other(gauge: Gauge, known: Checkpoint, origin: str, file: str) -> None:
    """Raise Trouble where the journal that was measured is not one that extends this checkpoint, of that file."""
    where: dict[str, Plain] = {"file": file}
    if gauge.unlinked:
        raise Trouble("seal.unlinked", seq=gauge.unlinked)
    if known.origin != origin:
        raise Trouble("seal.other-origin", origin=origin, found=known.origin, **where)
    if known.size > gauge.size:
        raise Trouble("seal.shorter", size=known.size, entries=gauge.size, **where)
    if known.size and gauge.roots[known.size] != known.root:
        raise Trouble("seal.rewritten", size=known.size, **where)


def signed_by(
    checkpoint: Checkpoint, signature: bytes, trust: Trust, moments: Iterable[Instant]
) -> tuple[tuple[str, ...], Instant | None]:
    """To whom the programme's own signature is allowed at the first of these moments at which it is to anybody."""
    for at in moments:
        names = trust.signers(checkpoint.body, signature, NAMESPACE, at)
        if names:
            return names, at
    return (), None


def refuse_begun_anew(remembered: Remembered, origin: str, *, rehearsal: bool) -> None:
    """Raise Trouble where another journal of this programme was signed before: of those in earnest there is one.

    Of rehearsals there may be many; every page of them says that they are.
    """
    known = None if rehearsal else remembered.in_earnest
    if known is not None and known[1].origin != origin:
        raise Trouble("seal.other-origin", origin=origin, found=known[1].origin, file=known[0])


def keep(remembered: Remembered, made: Checkpoint, *, rehearsal: bool) -> None:
    """Remember what is to be signed, of a journal in earnest also as the programme's one."""
    if rehearsal:
        remembered.keep(made)
    else:
        remembered.keep_in_earnest(made)


def _refuse_renamed(office: Office) -> None:
    """What is signed is of the programme that the first entry names, whatever it is kept under."""
    with office.room.reading() as work:
        found = programme_named(next(iter(work.journal.lines())).text)
    if found != office.room.programme:
        raise Trouble("seal.renamed", programme=office.room.programme, found=found)


def _refuse_undeclared(office: Office, signature: bytes) -> None:
    """Where the journal declares keys for what is sealed, another key makes nothing that would hold."""
    with office.room.reading() as work:
        reading = open_reading(office, work, on=None, assignments=())
    signers = Signers(reading.book.keys, reading.rules)
    blob = key_of(signature)
    today: list[Plain] = [key.fingerprint for key in signers.of(LOG) if key.covers(reading.today)]
    fingerprint = fingerprint_of(blob or b"")
    if signers.of(LOG) and fingerprint not in today:
        raise BadFile("seal.wrong-key", fingerprint=fingerprint, known=today)


def _origin(office: Office) -> str:
    with office.room.reading() as work:
        first = Gauge()
        first.measure(islice(work.journal.lines(), 1))
    return origin_of(office.room.programme, first.genesis)


def checkpoints_of(files: Iterable[SealFile]) -> Iterator[tuple[str, Checkpoint]]:
    """Each checkpoint among these files, with its name; raises BadFile for one that is damaged."""
    for file in files:
        if file.name.endswith(".checkpoint"):
            try:
                yield file.name, read_checkpoint(file.content)
            except NotACheckpoint as error:
                raise BadFile("seal.file-damaged", file=file.name, detail=str(error)) from None


def _sealed(office: Office, gauge: Gauge) -> Sealed:
    if gauge.unlinked:
        raise Trouble("seal.unlinked", seq=gauge.unlinked)
    _refuse_renamed(office)
    made = Checkpoint(origin_of(office.room.programme, gauge.genesis), gauge.size, gauge.root)
    files = (name_of(made, "checkpoint"), name_of(made, "sig"))
    return Sealed(setting=read_setting(office), checkpoint=made, at=gauge.last_moment, files=files)
