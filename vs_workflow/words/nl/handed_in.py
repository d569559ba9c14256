"""Wat er mis is met een document of een formulier dat wordt meegegeven."""

from __future__ import annotations

HANDED_IN: dict[str, tuple[str, str]] = {
    # documenten
    "document.not-taken": ("Bij {action} hoort geen document.", "Laat --document weg."),
    "document.too-large": (
        "Het document is te groot: {size} bytes, ten hoogste {most}.",
        "Maak het kleiner, of leg een verwijzing vast.",
    ),
    "document.unknown": (
        "Er is geen bewaard document met hash '{address}'.",
        "Geef ten minste zes tekens van de hash; vs show OPDRACHT toont ze.",
    ),
    "document.ambiguous": (
        "Meer bewaarde documenten beginnen met '{address}': {among}.",
        "Geef meer tekens van de hash.",
    ),
    # formulieren
    "form.unknown-key": (
        "Dit wordt niet gevraagd.",
        "[Gevraagd wordt: {known}.||Er wordt niets gevraagd.]",
    ),
    "form.unreadable": ("Dit is niet te lezen.[ {why}]", "Zie vs form voor wat er hoort te staan."),
    "form.wrong-value": (
        "'{found}' kan hier niet staan.",
        "[Verwacht: {known}.||Zie vs form voor wat er hoort te staan.]",
    ),
}
