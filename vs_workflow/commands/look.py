"""Look: the board, one assignment, what somebody may do now, the form to fill, a document that was kept."""

from __future__ import annotations

import sys

from vs_workflow.commands import offers
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Misunderstood


@command("status")
@option("--on", metavar="DATE", nl="de dag waarop gekeken wordt (vandaag)", en="the day looked at (today)")
def status(settings: Settings, on: str | None) -> None:
    """The board."""
    from vs_workflow.desk import look
    from vs_workflow.pages import look as page

    with office(settings) as here:
        board = look.board(here, day(here, on))
    put_page(settings, page.as_text, page.as_data, board)


@command("show")
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
def show(settings: Settings, assignment: str) -> None:
    """One assignment."""
    from vs_workflow.desk import look
    from vs_workflow.pages import look as page

    with office(settings) as here:
        case = look.show(here, assignment)
    put_page(settings, page.as_text, page.as_data, case)


@command("todo")
@argument(
    "person",
    metavar="[PERSON]",
    required=False,
    nl="wie; anders wie handelt (--as)",
    en="who; else the one acting (--as)",
    offer=offers.people,
)
def todo(settings: Settings, person: str | None) -> None:
    """What a person may do now."""
    from vs_workflow.desk import turns
    from vs_workflow.pages import look as page

    asked = person if person is not None else settings.acting
    if asked is None:
        raise Misunderstood("call.missing", what="PERSON")
    with office(settings) as here:
        found = turns.todo(here, asked)
    put_page(settings, page.as_text, page.as_data, found)


@command("why")
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
@offers.step_argument("step", metavar="[STEP]", required=False, nl="welke stap", en="which step")
def why(settings: Settings, assignment: str, step: str | None) -> None:
    """What stands in between."""
    from vs_workflow.desk import turns
    from vs_workflow.pages import look as page

    with office(settings) as here:
        found = turns.why(here, assignment, step)
    put_page(settings, page.as_text, page.as_data, found)


@command("form")
@argument(
    "words",
    nargs=-1,
    metavar="[A] STEP|EVENT",
    nl="de opdracht, en een stap of gebeurtenis",
    en="the assignment, and a step or an event",
    offer=offers.actions,
)
@option("--on", metavar="DATE", nl="de dag waarvoor (vandaag)", en="the day it is for (today)")
def form(settings: Settings, words: tuple[str, ...], on: str | None) -> None:
    """Print a form."""
    from vs_workflow.desk import blank
    from vs_workflow.pages import look as page

    if not words:
        raise Misunderstood("call.missing", what="STEP|EVENT")
    if len(words) > 2:
        raise Misunderstood("call.surplus", words=" ".join(words[2:]), usage="vs form [A] STEP|EVENT [OPTIONS]")
    assignment = words[0] if len(words) == 2 else None
    with office(settings) as here:
        found = blank.form(here, words[-1], assignment, day(here, on))
    put_page(settings, page.as_text, page.as_data, found)


@command("document")
@argument("address", metavar="HASH", nl="de hash, of het begin ervan", en="the hash, or its beginning")
def document(settings: Settings, address: str) -> None:
    """Get a document out again."""
    from vs_workflow.commands.printing import put_bytes, put_json
    from vs_workflow.desk import look

    with office(settings) as here:
        data = look.document(here, address)
    if settings.json:
        from base64 import b64encode

        put_json({"schema": "vs.document/1", "size": len(data), "base64": b64encode(data).decode()})
        return
    if sys.stdout is not None and sys.stdout.isatty() and not _is_text(data):
        raise Misunderstood("call.missing", what="> FILE")
    put_bytes(data)


def _is_text(data: bytes) -> bool:
    """Whether a terminal can show it without being steered by it."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    return all(char.isprintable() or char in "\n\t\r" for char in text)
