"""What a bundle is made of, by name: the one place that whoever writes a bundle and whoever reads it go by.

The verifier in a bundle spells these names for itself, since it is to know nothing of this program.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping

from vs_workflow.journal.checkpoint import Roots
from vs_workflow.ports import ShelfKind

FORMAT = "vs.bundle/1"
MANIFEST = "manifest.json"
JOURNAL = "journal.jsonl"
ALLOWED_SIGNERS = "allowed_signers"
VERIFIER = "verify.py"

RULES = "rules"
REGISTER = "register"
DOCUMENTS = "documents"
CHECKPOINTS = "checkpoints"

# The folders of which every file goes on the shelf, named by its hash.
SHELVED = {RULES: ShelfKind.RULES, REGISTER: ShelfKind.REGISTER, DOCUMENTS: ShelfKind.DOCUMENT}


def checkpoint_names(names: Iterable[str]) -> list[str]:
    """The checkpoints and signatures among the files of a bundle, in the order of their names."""
    return sorted(name for name in names if name.startswith(f"{CHECKPOINTS}/"))


def is_said(manifest: Mapping[str, object], roots: Roots, head: str) -> bool:
    """Whether a manifest says of the journal beside it that it has so many entries, up to this one, and their root."""
    return (manifest.get("entries"), manifest.get("head"), manifest.get("root")) == (
        roots.size,
        head,
        shown_root(roots),
    )


def shown_root(roots: Roots) -> str:
    """A root as a manifest spells it."""
    return b64encode(roots.root()).decode()


def is_called_right(name: str, digest: str) -> bool:
    """Whether a file with this hash may have this name: on the shelf each is called by its own."""
    folder, _, rest = name.partition("/")
    return folder not in SHELVED or rest.partition(".")[0] == digest
