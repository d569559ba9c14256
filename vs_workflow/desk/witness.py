"""Witness: a partner signs that the journal still extends what this partner signed before; its signature is taken in.

A partner needs the lines of the journal and an ordinary SSH key, and nothing of the
organisation that keeps the journal. Its own memory is what makes its signature worth something.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from itertools import count

from vs_workflow.audit.gauge import Gauge
from vs_workflow.desk.declared import Declared, days_of
from vs_workflow.desk.look import setting as read_setting
from vs_workflow.desk.office import Office
from vs_workflow.desk.own import Own, own_of
from vs_workflow.desk.seal import checkpoints_of, keep, measured, name_of, refuse_begun_anew, refuse_other, signed_by
from vs_workflow.desk.signers import LOG, NAMESPACES, WITNESS, Signers, declared
from vs_workflow.journal.canon import NotCanonical
from vs_workflow.journal.chain import Line, moment
from vs_workflow.journal.checkpoint import Checkpoint, Cosignable, NotACheckpoint, read_cosigned
from vs_workflow.journal.entry import Instant, read_entry
from vs_workflow.journal.public_key import fingerprint_of, key_of
from vs_workflow.ports import Checkpoints, Memory, SealFile, Signer, Trust
from vs_workflow.reasons import BadFile, Misunderstood

NAMESPACE = NAMESPACES[WITNESS]
_NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9@_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed:
    """What a witness signed, or whose signature was taken in (`names`).

    `after` is what the witness had signed last; `checked` says whether the programme's own
    signature was held to a trust file; `file` is what is to be sent, or where it is kept; `again` says
    that a signature of this partner over this, no later, was taken in already: then that is the one shown.
    `zone` is the programme's, where its signature is taken in: a partner does not know it.
    """

    cosigned: Cosignable
    file: str
    after: Checkpoint | None = None
    names: tuple[str, ...] = ()
    checked: bool = False
    again: bool = False
    rehearsal: bool = False
    zone: str = ""


def witness(
    lines: Iterable[Line],
    files: Sequence[SealFile],
    signer: Signer,
    memory: Memory,
    now: Instant,
    *,
    clock_set: bool = False,
    trust: Trust | None = None,
) -> tuple[Witnessed, bytes]:
    """Sign the newest checkpoint of `files` as a partner: what was done, and the bytes to send back.

    The lines are measured whole, and must extend what this partner signed before: else
    Trouble. The key must not be the programme's own, and with `trust` the programme's own
    signature must hold too: else BadFile.
    """
    name, newest = _newest(files)
    with memory.holding(newest.origin) as remembered:
        last = remembered.last
        if last is not None and last.size > newest.size:
            raise BadFile("witness.older", file=name, size=newest.size, last=last.size)
        gauge = Gauge([newest.size, newest.size + 1, *([last.size] if last is not None else [])])
        declared = Declared()
        rehearsal = _measure(declared.through(lines), gauge, clock_set=clock_set)
        origin = _origin_like(newest, gauge)
        refuse_other(gauge, newest, origin, name)
        if last is not None:
            refuse_other(gauge, last, origin, remembered.where)
        refuse_begun_anew(remembered, origin, rehearsal=rehearsal)
        if trust is not None:
            _refuse_unsigned(files, newest, trust, gauge.around(newest.size, now))
        cosigned = Cosignable(int(moment(now).timestamp()), newest)
        signature = signer.sign(cosigned.body, NAMESPACE)
        _refuse_own(signature, own_of(_seals(files), declared.is_own, trust))
        content = cosigned.body + signature
        keep(remembered, newest, rehearsal=rehearsal)
    file = name_of(newest, "cosig")
    done = Witnessed(cosigned=cosigned, file=file, after=last, checked=trust is not None, rehearsal=rehearsal)
    return done, content


def file_of(files: Sequence[SealFile]) -> str:
    """What the signature of a witness over the newest of these is called; raises BadFile where there is none."""
    _, newest = _newest(files)
    return name_of(newest, "cosig")


def accept(
    office: Office, file: SealFile, folder: Checkpoints, trust: Trust, *, signer: str | None = None
) -> Witnessed:
    """Take a partner's signature into the folder, where it is that of a partner over a checkpoint of this journal.

    Of one partner the earliest over a checkpoint is kept, which proves the most; `again` says that it was there.
    `signer` is the name that the programme is configured to sign under, and so no partner's.
    """
    try:
        cosigned, signature = read_cosigned(file.content)
    except NotACheckpoint as error:
        raise BadFile("witness.unreadable", file=file.name, detail=str(error)) from None
    names = trust.signers(cosigned.body, signature, NAMESPACE, cosigned.at)
    if not names:
        raise BadFile("witness.not-trusted", file=file.name)
    seen = cosigned.checkpoint
    gauge = measured(office, seen.size)
    refuse_other(gauge, seen, _origin_like(seen, gauge), file.name)
    files = folder.files()
    kept = {one.name: one.content for one in files}
    if kept.get(name_of(seen, "checkpoint")) != seen.body:
        raise BadFile("witness.not-kept", file=file.name, size=seen.size)
    signers = declared(office)
    own = own_of(_seals(files), lambda key: bool(signers.named(key, LOG)), trust, signer)
    there = _Kept(kept, trust, signers, own, gauge.moments[seen.size])
    there.refuse(cosigned, signature, file.name)
    name, first = there.place(cosigned, names[0])
    if first is None:
        folder.put(SealFile(name, file.content))
    setting = read_setting(office)
    return Witnessed(
        cosigned=first or cosigned,
        file=name,
        names=names,
        checked=True,
        again=first is not None,
        rehearsal=setting.rehearsal,
        zone=setting.rules.programme.zone,
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The folder by name, and what a partner's signature in it is held to; `recorded` is when its last entry was."""

    files: Mapping[str, bytes]
    trust: Trust
    signers: Signers
    own: Own
    recorded: Instant

    def refuse(self, cosigned: Cosignable, signature: bytes, file: str) -> None:
        """Raise BadFile where this is no witness's, or not of then."""
        key = self.trust.key(signature)
        if self.own.made(signature):
            raise BadFile("witness.own-key", file=file)
        said = self.signers.named(key, WITNESS)
        if said and not self.signers.hold(said, cosigned.at, cosigned.at):
            raise BadFile("witness.key-not-then", file=file, at=cosigned.at, **days_of(said[-1]))
        self._refuse_untimely(cosigned, key, file)

    def place(self, cosigned: Cosignable, principal: str) -> tuple[str, Cosignable | None]:
        """Which file it is to be, none that holds of another; and the one there of that partner that is no later."""
        seen, spelled = cosigned.checkpoint, _spelled(principal)
        while True:
            name = name_of(seen, f"{next(spelled)}.cosig")
            there, names = self._holding(name, seen)
            if there is None or principal in names:
                return name, there if there is not None and there.time <= cosigned.time else None

    def _holding(self, name: str, seen: Checkpoint) -> tuple[Cosignable | None, tuple[str, ...]]:
        """What is signed there, and by whom, where it holds of that checkpoint."""
        try:
            there, signature = read_cosigned(self.files.get(name, b""))
            self.refuse(there, signature, name)
        except (NotACheckpoint, BadFile):
            return None, ()
        names = self.trust.signers(there.body, signature, NAMESPACE, there.at)
        return (there, names) if names and there.checkpoint == seen else (None, ())

    def _refuse_untimely(self, cosigned: Cosignable, key: bytes | None, file: str) -> None:
        """Nobody signs what is yet to be recorded, nor a shorter journal after a longer one: a clock was wrong."""
        size = cosigned.checkpoint.size
        if cosigned.precedes(self.recorded):
            raise BadFile("witness.before-entry", file=file, time=cosigned.at, size=size, at=self.recorded)
        for other, content in self.files.items():
            if not other.endswith(".cosig"):
                continue
            with suppress(NotACheckpoint):
                earlier, signature = read_cosigned(content)
                longer, later = size - earlier.checkpoint.size, cosigned.time - earlier.time
                if longer * later < 0 and self.trust.key(signature) == key:
                    raise BadFile("witness.times-backwards", file=file, other=other)


def _spelled(principal: str) -> Iterator[str]:
    """How a partner is called in the name of a file; where that is not its own spelling, two must not become one.

    Without end: another partner may be called as this one is spelled, and then its file stands there.
    """
    spelled = _NOT_IN_A_NAME.sub("_", principal)
    if spelled == principal:
        yield spelled
    spelled = f"{spelled}-{sha256(principal.encode()).hexdigest()[:8]}"
    yield spelled
    yield from (f"{spelled}-{number}" for number in count(2))


def _seals(files: Iterable[SealFile]) -> list[bytes]:
    return [file.content for file in files if file.name.endswith(".sig")]


def _refuse_own(signature: bytes, own: Own) -> None:
    if own.made(signature):
        raise BadFile("witness.programmes-key", fingerprint=fingerprint_of(key_of(signature) or b""))


def _newest(files: Sequence[SealFile]) -> tuple[str, Checkpoint]:
    found = [*checkpoints_of(files)]
    if not found:
        raise BadFile("witness.nothing")
    return max(found, key=lambda one: one[1].size)


def _measure(lines: Iterable[Line], gauge: Gauge, *, clock_set: bool) -> bool:
    """Go through all lines; whether they are of a rehearsal."""
    rehearsal = False
    for number, line in enumerate(gauge.through(lines), start=1):
        if number == 1:
            rehearsal = _refuse_clock(line, clock_set=clock_set)
    return rehearsal


def _refuse_clock(first: Line, *, clock_set: bool) -> bool:
    """A clock set by hand is for a rehearsal, which has no other; whether this is one."""
    try:
        genesis = read_entry(first.text)
    except NotCanonical:
        return False
    rehearsal = genesis.facts.get("rehearsal") is True
    if clock_set and not rehearsal:
        raise Misunderstood("clock.not-a-rehearsal")
    if rehearsal and not clock_set:
        raise Misunderstood("clock.rehearsal-without-now")
    return rehearsal


def _origin_like(checkpoint: Checkpoint, gauge: Gauge) -> str:
    """The checkpoint's own origin, with the beginning that the journal has; a partner knows no more of it."""
    return f"{checkpoint.origin.rpartition('/')[0]}/{gauge.genesis[:16]}"


def _refuse_unsigned(
    files: Sequence[SealFile], checkpoint: Checkpoint, trust: Trust, around: tuple[Instant, Instant]
) -> None:
    """The programme may have signed it as long as the journal had that size, as whoever verifies will have it."""
    signatures = (file.content for file in files if file.name == name_of(checkpoint, "sig"))
    if not any(signed_by(checkpoint, content, trust, around)[0] for content in signatures):
        raise BadFile("witness.not-signed", file=name_of(checkpoint, "sig"))
