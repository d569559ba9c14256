"""What a bundle is made of, by name: the one place that whoever writes a bundle and whoever reads it go by.

The verifier in a bundle spells these names for itself, since it is to know nothing of this program.
"""

from __future__ import annotations

from collections.abc import Iterable

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
