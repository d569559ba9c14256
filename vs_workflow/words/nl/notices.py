"""Wat mensen per bericht lezen: per soort het onderwerp en de zinnen, en wat boven en onder elk bericht staat."""

from __future__ import annotations

_MEETING = (
    "[{body}: de eerstvolgende vergadering is op {meeting}.||{body}: er is nog geen volgende vergadering gepland.]"
)
_ANSWERS = "[Verantwoordelijk: {answers}.]"
_IS_IT_DONE = "Is het al gebeurd, leg het dan vast met de dag waarop het gebeurde (--on)."
_WAS_IT_DONE = "Is het wel gebeurd, leg dan vast op welke dag (--on); was dat op tijd, dan vervalt dit bericht."

GREETING = "Geachte {person},"
CLOSING = (
    "Meer zien: {command}",
    "{programme}. Een automatisch bericht van vs, naar aanleiding van nr. {seq} in het journaal.",
)

# What is said once, and how, where a letter tells of several.
GENERAL = {
    _IS_IT_DONE: (
        "Is iets waaraan u wordt herinnerd al gebeurd, leg het dan vast met de dag waarop het gebeurde (--on)."
    ),
    _WAS_IT_DONE: (
        "Is iets dat gemist heet wel gebeurd, leg dan vast op welke dag (--on); was dat op tijd, dan vervalt dat "
        "bericht."
    ),
}
SUBJECT_OF_MANY = "{programme}: {count} berichten"
OPENING_OF_MANY = ("Geachte {person},", "Er zijn {count} berichten voor u.")
CLOSING_OF_MANY = (
    "Meer zien: {command}",
    "{programme}. Een automatisch bericht van vs, naar aanleiding van nr. {seqs} in het journaal.",
)

NOTICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "reminder": (
        "Herinnering: {milestone} ({about})",
        (
            "'{milestone}' is voorzien op {due}, voor {about}.",
            _MEETING,
            _ANSWERS,
            _IS_IT_DONE,
        ),
    ),
    "missed": (
        "Gemist: {milestone} ({about})",
        (
            "'{milestone}' was voorzien op {due}, voor {about}. Dat het gebeurd is, is niet vastgelegd.",
            _ANSWERS,
            _MEETING,
            _WAS_IT_DONE,
        ),
    ),
    "caught-up": (
        "Alsnog gehaald: {milestone} ({about})",
        ("'{milestone}' was voorzien op {due}, voor {about}, en is alsnog gehaald op {on}.",),
    ),
    "retracted": (
        "Vervallen: {milestone} ({about})",
        (
            (
                "Het bericht dat '{milestone}' gemist was, voorzien op {due}, voor {about}, vervalt: het was op "
                "tijd, of de dag is verzet."
            ),
        ),
    ),
    "escalation": (
        "Nog steeds gemist: {milestone} ({about})",
        (
            (
                "'{milestone}' was voorzien op {due}, voor {about}. Ook {days#dag|dagen} later is niet vastgelegd dat "
                "het gebeurd is."
            ),
            _ANSWERS,
            _MEETING,
        ),
    ),
    "your-turn": (
        "U bent aan zet: {about}",
        ("De stand van {about} is sinds {since}: {state}.", "U kunt nu vastleggen: {actions}."),
    ),
}
