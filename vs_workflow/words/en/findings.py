"""What a check found."""

from __future__ import annotations

_TAMPERED = "Compare with a copy or a receipt from before; from this number on nothing is certain."

FINDINGS: dict[str, tuple[str, str]] = {
    "board.per-district": (
        "{district} {found} of {at_least}",
        "Let more people from {district} join: vs record {joins_event} ASSIGNMENT.",
    ),
    # the chain
    "link.gap": ("No. {expected} should come here, not no. {found}: something is missing.", _TAMPERED),
    "link.leaf": ("The text of no. {seq} was changed: its hash is {expected}, kept is {found}.", _TAMPERED),
    "link.unreadable": ("The text of no. {seq} cannot be read ({why}).", _TAMPERED),
    "link.not-canonical": ("The text of no. {seq} is written otherwise than vs writes.", _TAMPERED),
    "link.number": ("No. {expected} calls itself no. {found}.", _TAMPERED),
    "link.broken": ("No. {seq} does not follow the one before: it names {found}, which is {expected}.", _TAMPERED),
    "link.clock": ("No. {seq} was recorded on {found}, before the one before it of {before}.", _TAMPERED),
    # the database
    "store.guard-missing": (
        "The guard rail '{name}' of the database is missing.",
        "The chain remains the evidence; put the guard rail back with vs rebuild.",
    ),
    "store.guard-changed": (
        "The guard rail '{name}' of the database was changed.",
        "The chain remains the evidence; put the guard rail back with vs rebuild.",
    ),
}
