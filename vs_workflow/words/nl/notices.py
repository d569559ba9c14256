"""Wat mensen per bericht lezen: per soort het onderwerp en de zinnen, en wat boven en onder elk bericht staat."""

from __future__ import annotations

_MEETING = (
    "[{body}: de eerstvolgende vergadering is op {meeting}.||{body}: er is nog geen volgende vergadering gepland.]"
)
_ANSWERS = "[Verantwoordelijk: {answers}.]"
_WAS_IT_DONE = "Is het wel gebeurd, leg dan vast op welke dag (--on); was dat op tijd, dan vervalt dit bericht."

GREETING = "Geachte {person},"
CLOSING = (
    "Meer zien: {command}",
    "{programme}. Een automatisch bericht van vs, naar aanleiding van nr. {seq} in het journaal.",
)

NOTICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "reminder": (
        "Herinnering: {milestone} ({about})",
        (
            "'{milestone}' is voorzien op {due}, voor {about}.",
            _MEETING,
            _ANSWERS,
            "Is het al gebeurd, leg het dan vast met de dag waarop het gebeurde (--on).",
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
