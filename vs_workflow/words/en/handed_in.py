"""What is wrong with a document or a form that is handed in."""

from __future__ import annotations

HANDED_IN: dict[str, tuple[str, str]] = {
    # documents
    "document.not-taken": ("{action} takes no document.", "Leave --document out."),
    "document.too-large": (
        "The document is too large: {size} bytes, at most {most}.",
        "Make it smaller, or record a reference.",
    ),
    "document.unknown": (
        "There is no kept document with hash '{address}'.",
        "Give at least six characters of the hash; vs show ASSIGNMENT shows them.",
    ),
    "document.ambiguous": (
        "Several kept documents begin with '{address}': {among}.",
        "Give more characters of the hash.",
    ),
    # forms
    "form.unknown-key": (
        "This is not asked.",
        "[Asked are: {known}.||Nothing is asked.]",
    ),
    "form.unreadable": ("This cannot be read.[ {why}]", "See vs form for what belongs there."),
    "form.wrong-value": (
        "'{found}' cannot stand here.",
        "[Expected: {known}.||See vs form for what belongs there.]",
    ),
}
