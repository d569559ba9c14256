"""Adopt: what other rules would change, against what was recorded and against each other."""

from __future__ import annotations

from vs_workflow.commands.adopt import FOUND
from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.opening import office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings


@command(
    "workflow rehearse",
    nl=(
        "Beslist alles wat is gevraagd opnieuw onder deze regels, ook wat is geweigerd, en zegt wat anders zou zijn "
        "gegaan, wat vastloopt (ook wie het register mist), wie aan zet komt en welke dagen verschuiven. Eindigt met 1 "
        "als iets anders zou zijn beslist of vastloopt. Er verandert niets."
    ),
    en=(
        "Decides all that was asked again under these rules, refusals too, and says what would have gone otherwise, "
        "what gets stuck (also whom the register lacks), whose turn it becomes and which days move. Ends with 1 where "
        "something would have been decided otherwise or gets stuck. Nothing changes."
    ),
)
@argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    nl="een programma, en desgewenst een andere levensloop",
    en="a programme, and another lifecycle if wanted",
)
def workflow_rehearse(settings: Settings, files: tuple[str, ...]) -> int:
    """Try other rules."""
    from vs_workflow.desk import adopt, rehearse
    from vs_workflow.outside.rulefiles import all_files
    from vs_workflow.pages import rehearsed as page

    given, (people, register) = all_files(*files)
    candidate, _ = adopt.sound(given)
    missing = adopt.strangers(candidate, adopt.read_register(people, register), given.programme_name, people)
    with office(settings) as here:
        found = rehearse.rehearse(here, candidate, missing)
    put_page(settings, page.as_text, page.as_data, found)
    return FOUND if found.found else 0


@command(
    "workflow diff",
    nl=(
        "Welke rol wint of verliest welk recht, in zinnen; wat anders wordt gevraagd, welke dagen verschuiven, en "
        "onder welke sleutels nog meer anders is. Eindigt met 1 bij verschil."
    ),
    en=(
        "Which role gains or loses which right, in sentences; what is asked otherwise, which days move, and under "
        "which keys more is different. Ends with 1 where they differ."
    ),
)
@argument("before", metavar="FILE", nl="de regels van nu", en="the rules as they are")
@argument("after", metavar="FILE", nl="de andere regels", en="the other rules")
def workflow_diff(settings: Settings, before: str, after: str) -> int:
    """Compare rules."""
    from vs_workflow.desk import adopt, rehearse
    from vs_workflow.outside.rulefiles import both_files
    from vs_workflow.pages import rehearsed as page

    (one, _), (two, _) = map(adopt.sound, both_files(before, after))
    found = rehearse.differ(one, two)
    put_page(settings, page.diff_as_text, page.diff_as_data, found)
    return FOUND if found.found else 0
