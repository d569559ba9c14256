"""The small reasons between brackets: our own by name, in both languages; what a library or the machine said, quoted.

What another program said is in its own language and no sentence of ours; the marks around
it say so.
"""

from __future__ import annotations

from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import safe

DETAILS: dict[str, tuple[str, str]] = {
    # checkpoints and what witnesses sign
    "not-three-lines": ("geen drie regels", "not three lines"),
    "not-the-five-lines-of-a-cosignature": (
        "niet de vijf regels van een medeondertekening",
        "not the five lines of a cosignature",
    ),
    "a-time-beyond-the-calendar": ("een moment buiten de kalender", "a time beyond the calendar"),
    "without-a-signature": ("zonder handtekening", "without a signature"),
    "too-long": ("te lang", "too long"),
    "not-text": ("geen tekst", "not text"),
    "the-last-line-has-no-end": ("de laatste regel heeft geen einde", "the last line has no end"),
    "no-origin": ("zonder herkomst", "no origin"),
    "the-root-is-not-base64": ("de wortel is geen base64", "the root is not base64"),
    "the-root-is-not-that-of-32-bytes": ("de wortel telt geen 32 bytes", "the root is not that of 32 bytes"),
    "not-a-number": ("geen getal waar het aantal hoort", "no number where the count belongs"),
    # rules and the register
    "a-table": ("een tabel", "a table"),
    "only-texts": ("alleen teksten", "texts only"),
    # the configuration
    "a-line-too-long": ("een regel is te lang", "a line is too long"),
    # public keys
    "not-a-type-of-key-that-signs": ("geen soort sleutel die ondertekent", "not a type of key that signs"),
    "not-base64": ("geen base64", "not base64"),
    "not-a-key-of-this-type": (
        "geen sleutel van deze soort, in zijn enige schrijfwijze",
        "not a key of this type, in its one spelling",
    ),
    "more-than-one-line": ("meer dan een regel", "more than one line"),
    "not-a-line-with-a-type-and-a-key": (
        "geen regel met een soort en een sleutel",
        "not a line with a type and a key",
    ),
    # databases
    "not-a-regular-file": ("geen gewoon bestand", "not a regular file"),
    "not-made-by-vs": ("niet door vs gemaakt", "not made by vs"),
    "opened-for-reading": ("alleen om te lezen geopend", "opened for reading only"),
    "blank-and-not-destroyed": (
        "geen tekst, en geen vernietiging noemt het",
        "no text, and no destruction names it",
    ),
    "another-program-reads": (
        "een ander programma leest nog wat er stond",
        "another program still reads what was there",
    ),
    "not-a-leaf": ("wat van de tekst bewaard is, is geen hash", "what is kept of its text is no hash"),
    "another-session-reads": (
        "een andere sessie leest nog wat er stond",
        "another session still reads what was there",
    ),
    "a-standby-reads": ("een standby leest nog wat er stond", "a standby still reads what was there"),
    "a-replication-slot-holds": (
        "een replicatieslot houdt vast wat er stond",
        "a replication slot holds what was there",
    ),
    "prepared-and-not-ended": (
        "een voorbereide transactie werd nooit beëindigd",
        "a prepared transaction was never ended",
    ),
}


def detail(said: str, lang: Lang) -> str:
    """The reason that this names; else what was said, between quotation marks."""
    if said in DETAILS:
        return DETAILS[said][0 if lang == "nl" else 1]
    return f'"{safe(said)}"' if said else ""
