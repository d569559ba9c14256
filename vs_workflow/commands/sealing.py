"""From the settings of a call to what seals it: the folder of checkpoints, the key, the trust file, the memory.

What the file configures in `[seal]` an option may replace. Nothing here signs.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import BadFile, Misunderstood, StoreTrouble, Trouble

if TYPE_CHECKING:
    from vs_workflow.commands.failing import Failure
    from vs_workflow.desk.evidence import Evidence, Held, Receipt
    from vs_workflow.desk.office import Office
    from vs_workflow.desk.seal import Sealed
    from vs_workflow.outside.checkpoints import CheckpointFolder, SealMemory
    from vs_workflow.outside.signing import SshSigner, SshTrust
    from vs_workflow.reasons import Finding

_TABLE = "seal"
SHORTEST_DIGEST = 16
MOST_BYTES = 2**20
# As an option is written, 36:41f6..., or as pages print it, `no. 36 · 41f6 61c9 3b09 645c`, with what stands in
# front of it there. No entry has number 0.
_RECEIPT = re.compile(
    r"(?:[a-z\s]+[:\s]\s*)?(?:n[or]\.\s*)?0*(?P<seq>[1-9][0-9]*)\s*[:·]\s*(?P<digest>[0-9a-f\s]+)[.…]*", re.IGNORECASE
)


class Sealing(NamedTuple):
    """What is configured; `folder` is None for a database on a server that has none configured.

    What is configured as "" was named, and is not there: it never counts as left out.
    """

    folder: str | None
    key: str | None
    allowed_signers: str | None
    signer: str | None
    after_check: bool


def sealing(settings: Settings) -> Sealing:
    """The `[seal]` of the configuration, with the folder beside the database where none is named."""

    def said(key: str) -> str | None:
        found = settings.found.get(f"{_TABLE}.{key}")
        return found.value if found is not None and isinstance(found.value, str) else None

    after = settings.found.get(f"{_TABLE}.after_check")
    folder = said("folder")
    return Sealing(
        folder=_beside(settings.db) if folder is None else folder,
        key=said("key"),
        allowed_signers=said("allowed_signers"),
        signer=said("signer"),
        after_check=after is not None and after.value is True,
    )


def folder(settings: Settings, programme: str) -> CheckpointFolder:
    """The folder of a programme's checkpoints; raises Misunderstood where nobody said where."""
    found = folder_if_any(settings, programme)
    if found is None:
        raise Misunderstood("seal.no-folder")
    return found


def folder_if_any(settings: Settings, programme: str) -> CheckpointFolder | None:
    """The same; None where nobody said where. Each programme has its own, for their sizes may be equal."""
    from vs_workflow.outside.checkpoints import CheckpointFolder
    from vs_workflow.rules.keys import KEY

    path = _folder(settings)
    if path is None:
        return None
    # A database that somebody wrote in may call a programme by what would be another place.
    name = programme if KEY.match(programme) else sha256(programme.encode("utf-8", "replace")).hexdigest()
    return CheckpointFolder(str(Path(path).expanduser() / name))


def is_folder_of_its_own(settings: Settings) -> bool:
    """Whether the folder stands beside the database and is of nothing else; one that was configured may be shared."""
    return sealing(settings).folder == _beside(settings.db)


def kept_programmes(settings: Settings) -> tuple[str, ...]:
    """The programmes of which checkpoints are kept."""
    from vs_workflow.rules.keys import KEY

    path = _folder(settings)
    if path is None:
        return ()
    kept = Path(path).expanduser()
    names = sorted(one.name for one in kept.iterdir()) if kept.is_dir() else ()
    return tuple(name for name in names if KEY.match(name) and folder(settings, name).files())


def signer(settings: Settings, named: str | None = None) -> SshSigner:
    """The key to sign with; raises Misunderstood where nobody said which."""
    from vs_workflow.outside.signing import SshSigner

    key = sealing(settings).key if named is None else named
    if key is None:
        raise Misunderstood("sign.which-key")
    return SshSigner(key)


def witness_signer(settings: Settings, named: str | None = None) -> SshSigner:
    """The key of a partner to sign with; raises Misunderstood where nobody said which."""
    if named is None and sealing(settings).key is None:
        raise Misunderstood("witness.which-key")
    return signer(settings, named)


def trust(settings: Settings, named: str | None = None) -> SshTrust | None:
    """The trust file that was named, by option or configuration; raises BadFile where nobody can be known by it."""
    from vs_workflow.outside.signing import SshTrust

    path = sealing(settings).allowed_signers if named is None else named
    if path is None:
        return None
    found = SshTrust(_read_trust(path))
    if not found.names_somebody:
        raise BadFile("trust.no-signer", file=path)
    return found


def configured_trust(settings: Settings) -> bytes:
    """What the configured trust file says; b"" where none is configured. Raises BadFile where it cannot be read."""
    path = sealing(settings).allowed_signers
    return b"" if path is None else _read_trust(path)


def _read_trust(path: str) -> bytes:
    from vs_workflow.outside.files import read_regular

    if not path:
        raise BadFile("trust.missing", file=path)
    return read_regular(str(Path(path).expanduser()), MOST_BYTES)


def memory(kind: str) -> SealMemory:
    """What is remembered here of what was signed, as the programme (`seal`) or as a partner (`witness`)."""
    from vs_workflow.outside.checkpoints import SealMemory

    return SealMemory(_state() / "vs" / kind)


def seal_after_check(settings: Settings, office: Office) -> Sealed | None:
    """Seal, where the configuration says that a check is followed by it."""
    if not sealing(settings).after_check:
        return None
    from vs_workflow.desk import seal

    kept = folder(settings, office.room.programme)
    return seal.seal(office, signer(settings), kept, memory("seal"))


def unsealed_after_check(settings: Settings) -> Failure | None:
    """Seal after a check that stands by itself; what kept it from being sealed, if anything did.

    Never ends with 1, which is for what a check finds: with 4 for the database or the disk, with 5 for all else.
    """
    if not sealing(settings).after_check:
        return None
    from vs_workflow.commands.failing import failure
    from vs_workflow.commands.opening import office

    try:
        with office(settings) as here:
            seal_after_check(settings, here)
    except (Trouble, OSError) as error:
        told = failure(error, settings.lang)
        return told if told.exit == StoreTrouble.exit else told._replace(exit=BadFile.exit)
    return None


def evidence(
    settings: Settings,
    programme: str,
    *,
    held: Sequence[Held],
    allowed_signers: str | None,
    receipts: Sequence[str],
) -> Evidence:
    """What vouches for the journal: kept beside the database, and brought by whoever verifies."""
    from vs_workflow.desk.evidence import Evidence

    kept = folder_if_any(settings, programme)
    trusted, missing = None, None
    try:
        trusted = trust(settings, allowed_signers)
    except BadFile as error:
        # A trust file that was named and is worth nothing is a finding, with all that is found beside it.
        missing = _missing(error)
    return Evidence(
        kept=() if kept is None else tuple(kept.files()),
        held=tuple(held),
        receipts=tuple(_receipt(text) for text in receipts),
        trust=trusted,
        missing=missing,
        signer=sealing(settings).signer,
    )


def _missing(error: BadFile) -> Finding:
    from vs_workflow.reasons import Finding

    facts = {"file": error.facts.get("file", ""), "detail": error.facts.get("detail", "")}
    return Finding("trust", error.rule if error.rule == "trust.no-signer" else "trust.missing", facts)


def brought(path: str) -> Held:
    """The checkpoint in this file, or that of the partner's signature in it; raises BadFile for anything else."""
    from vs_workflow.desk.evidence import Held
    from vs_workflow.journal.checkpoint import NotACheckpoint, read_cosigned, read_minutes
    from vs_workflow.outside.checkpoints import MOST_BYTES as MOST_OF_A_SEAL
    from vs_workflow.outside.files import read_regular
    from vs_workflow.ports import SealFile

    content = read_regular(path, MOST_OF_A_SEAL)
    try:
        if content.startswith(b"cosignature/"):
            cosigned, _ = read_cosigned(content)
            return Held(path, cosigned.checkpoint, SealFile(path, content))
        return Held(path, read_minutes(content))
    except NotACheckpoint as error:
        raise BadFile("seal.not-a-checkpoint", file=path, detail=str(error)) from None


def _receipt(text: str) -> Receipt:
    from vs_workflow.desk.evidence import Receipt

    said = _RECEIPT.fullmatch(text.strip())
    digest = "".join(said["digest"].split()).lower() if said is not None else ""
    if said is None or not SHORTEST_DIGEST <= len(digest) <= 64:
        raise Misunderstood("receipt.unreadable", text=text, digits=SHORTEST_DIGEST)
    return Receipt(int(said["seq"][:18]), digest)


def _folder(settings: Settings) -> str | None:
    """The folder that is configured, or the one beside the database; raises BadFile where an empty one is."""
    path = sealing(settings).folder
    if path == "":
        name = f"{_TABLE}.folder"
        raise BadFile("call.config.value", file=settings.found[name].name, where=name, found="", kind='"FOLDER"')
    return path


def _beside(db: str) -> str | None:
    from store.address import parse

    path = parse(db).path
    return None if path is None else f"{path}.checkpoints"


def _state() -> Path:
    """Where programs of this user keep what they must not forget."""
    if named := os.environ.get("XDG_STATE_HOME"):
        return Path(named)
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    return Path.home() / ".local" / "state"
