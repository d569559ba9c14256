"""Wat een controle vond."""

from __future__ import annotations

_TAMPERED = "Vergelijk met een kopie of een ontvangstbewijs van voor die tijd; van dit nummer af staat niets meer vast."

FINDINGS: dict[str, tuple[str, str]] = {
    "board.per-district": (
        "{district} {found} van {at_least}",
        "Laat meer mensen uit {district} toetreden: vs record {joins_event} OPDRACHT.",
    ),
    # de keten
    "link.gap": ("Hier hoort nr. {expected} te komen, niet nr. {found}: er ontbreekt iets.", _TAMPERED),
    "link.leaf": ("De tekst van nr. {seq} is veranderd: zijn hash is {expected}, bewaard is {found}.", _TAMPERED),
    "link.unreadable": ("De tekst van nr. {seq} is niet te lezen ({why}).", _TAMPERED),
    "link.not-canonical": ("De tekst van nr. {seq} is anders geschreven dan vs schrijft.", _TAMPERED),
    "link.number": ("Nr. {expected} noemt zichzelf nr. {found}.", _TAMPERED),
    "link.broken": ("Nr. {seq} sluit niet aan op het vorige: het noemt {found}, en dat is {expected}.", _TAMPERED),
    "link.clock": ("Nr. {seq} is vastgelegd op {found}, voor het vorige van {before}.", _TAMPERED),
    # de database
    "store.guard-missing": (
        "De beveiliging '{name}' van de database ontbreekt.",
        "De keten blijft het bewijs; zet de beveiliging terug met vs rebuild.",
    ),
    "store.guard-changed": (
        "De beveiliging '{name}' van de database is veranderd.",
        "De keten blijft het bewijs; zet de beveiliging terug met vs rebuild.",
    ),
}
