"""What people are told by message: the subject and the sentences of each kind, and what stands above and below each."""

from __future__ import annotations

_MEETING = "[{body}: the next meeting is on {meeting}.||{body}: no next meeting is planned yet.]"
_ANSWERS = "[Who answers for it: {answers}.]"
_IS_IT_DONE = "If it was done already, record the day on which it happened (--on)."
_WAS_IT_DONE = "If it was done, record on which day (--on); if that was in time, this message lapses."

GREETING = "Dear {person},"
CLOSING = (
    "See more: {command}",
    "{programme}. An automatic message from vs, because of no. {seq} in the journal.",
)

# What is said once, and how, where a letter tells of several.
GENERAL = {
    _IS_IT_DONE: "If something that you are reminded of was done already, record the day on which it happened (--on).",
    _WAS_IT_DONE: (
        "If something that is called missed was done, record on which day (--on); if that was in time, that message "
        "lapses."
    ),
}
SUBJECT_OF_MANY = "{programme}: {count} messages"
OPENING_OF_MANY = ("Dear {person},", "There are {count} messages for you.")
CLOSING_OF_MANY = (
    "See more: {command}",
    "{programme}. An automatic message from vs, because of no. {seqs} in the journal.",
)

NOTICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "reminder": (
        "Reminder: {milestone} ({about})",
        (
            "'{milestone}' is due on {due}, for {about}.",
            _MEETING,
            _ANSWERS,
            _IS_IT_DONE,
        ),
    ),
    "missed": (
        "Missed: {milestone} ({about})",
        (
            "'{milestone}' was due on {due}, for {about}. It has not been recorded as done.",
            _ANSWERS,
            _MEETING,
            _WAS_IT_DONE,
        ),
    ),
    "caught-up": (
        "Caught up: {milestone} ({about})",
        ("'{milestone}' was due on {due}, for {about}, and was reached after all on {on}.",),
    ),
    "retracted": (
        "Taken back: {milestone} ({about})",
        (
            (
                "The message that '{milestone}' was missed, due on {due}, for {about}, is taken back: it was in time, "
                "or its day has moved."
            ),
        ),
    ),
    "escalation": (
        "Still missed: {milestone} ({about})",
        (
            (
                "'{milestone}' was due on {due}, for {about}. {days#day|days} later it has still not been recorded as "
                "done."
            ),
            _ANSWERS,
            _MEETING,
        ),
    ),
    "your-turn": (
        "It is your turn: {about}",
        ("The state of {about} since {since}: {state}.", "You can now record: {actions}."),
    ),
}
