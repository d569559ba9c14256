"""Look ahead: the timeline drawn, what will be missed, and the days for a calendar program."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from vs_workflow.commands import offers
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings

if TYPE_CHECKING:
    from vs_workflow.desk.agenda import Agenda
    from vs_workflow.desk.timeline import Timeline

_STDOUT = "-"
_REFUSED = 3


@command("timeline")
@option("--on", metavar="DATE", nl="de dag waarop gekeken wordt (vandaag)", en="the day looked at (today)")
@option("--svg", metavar="FILE|-", nl="als tekening, in een nieuw bestand", en="as a drawing, in a new file")
def timeline(settings: Settings, on: str | None, svg: str | None) -> None:
    """Draw the timeline."""
    from vs_workflow.desk.timeline import timeline as seen
    from vs_workflow.pages import timeline as page
    from vs_workflow.pages.signs import signs_for

    with office(settings) as here:
        view = seen(here, day(here, on))
    if svg is not None:
        _put_drawing(settings, view, svg)
        return
    signs = signs_for(sys.stdout.encoding if sys.stdout is not None else None)
    put_page(settings, partial(page.as_text, signs=signs), page.as_data, view)


def _put_drawing(settings: Settings, view: Timeline, target: str) -> None:
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer, put_bytes
    from vs_workflow.outside.bundles import write_file
    from vs_workflow.pages.timeline import as_data
    from vs_workflow.pages.timeline_svg import as_svg

    drawn = as_svg(view, settings.lang).encode()
    if target == _STDOUT and settings.json:
        answer(settings, text=lambda: "", data=lambda: {**as_data(view, settings.lang), "svg": drawn.decode()})
    elif target == _STDOUT:
        put_bytes(drawn)
    else:
        write_file(target, drawn)
        said = phrase("timeline.done", settings.lang, file=target)
        answer(
            settings,
            text=lambda: said,
            data=lambda: {**as_data(view, settings.lang), "target": target},
            recorded=target,
        )


@command(
    "forecast",
    nl="Er wordt niets vastgelegd. Wat een veronderstelde stap vraagt (document, feiten) geldt als gegeven.",
    en="Nothing is recorded. What an assumed step asks (a document, facts) is taken for granted.",
)
@option(
    "--on", metavar="DATE", nl="tot welke dag (na de laatste mijlpaal)", en="by which day (after the last milestone)"
)
@option(
    "--assume",
    metavar="'A STEP DATE'",
    multiple=True,
    nl="als deze stap die dag wordt gezet; mag vaker",
    en="as if this step is taken that day; may be repeated",
)
def forecast(settings: Settings, on: str | None, assume: tuple[str, ...]) -> int:
    """What will be missed."""
    from vs_workflow.desk.forecast import forecast as foretold
    from vs_workflow.pages import forecast as page

    with office(settings) as here:
        view = foretold(here, day(here, on), assume)
    put_page(settings, page.as_text, page.as_data, view)
    return 0 if view.accepted else _REFUSED


@command(
    "calendar",
    nl="Een bestand dat elk agendaprogramma leest. Wie het opnieuw inleest, krijgt verschoven dagen mee.",
    en="A file that every calendar program reads. Read in again, it brings along the days that moved.",
)
@argument("file", metavar="[FILE|-]", required=False, nl="een nieuw bestand (stdout)", en="a new file (stdout)")
@option("--person", metavar="PERSON",
        nl="alleen waarvoor deze verantwoordelijk is", en="only what this person answers for",
        offer=offers.people)  # fmt: skip
@option("--role", metavar="ROLE",
        nl="alleen waarvoor deze rol verantwoordelijk is", en="only what this role answers for",
        offer=offers.roles)  # fmt: skip
def calendar(settings: Settings, file: str | None, person: str | None, role: str | None) -> None:
    """Milestones and meetings as iCalendar."""
    from vs_workflow.desk.agenda import agenda

    with office(settings) as here:
        found = agenda(here, person=person, role=role)
    _put_calendar(settings, found, file or _STDOUT)


def _put_calendar(settings: Settings, found: Agenda, target: str) -> None:
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer, put_bytes, tell
    from vs_workflow.exports.calendar import as_data, as_icalendar
    from vs_workflow.outside.bundles import write_file

    if not found.days:
        tell(phrase("calendar.empty", settings.lang))
    written = as_icalendar(found, settings.lang)
    if target == _STDOUT and settings.json:
        data = {**as_data(found, settings.lang), "content": written.decode()}
        answer(settings, text=lambda: "", data=lambda: data)
    elif target == _STDOUT:
        put_bytes(written)
    else:
        write_file(target, written)
        said = phrase("calendar.done", settings.lang, file=target, count=len(found.days))
        answer(
            settings,
            text=lambda: said,
            data=lambda: {**as_data(found, settings.lang), "target": target},
            recorded=target,
        )
