"""Adopt: the move of a programme and its running assignments to other rules."""

from __future__ import annotations

from vs_workflow.commands import offers
from vs_workflow.commands.act import REFUSED
from vs_workflow.commands.asking import call_of
from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import confirm
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes


@command("migrate")
@argument("file", metavar="FILE", nl="het nieuwe programma", en="the new programme")
@argument(
    "assignments",
    nargs=-1,
    metavar="[A...]",
    nl="welke opdrachten; anders alle lopende",
    en="which assignments; else all that run",
    offer=offers.assignments,
)
@writes
def migrate(settings: Settings, file: str, assignments: tuple[str, ...], writing: Writing) -> int:
    """Move to other rules."""
    from vs_workflow.desk import migrate as desk
    from vs_workflow.outside.rulefiles import programme_files
    from vs_workflow.pages import migrated as page

    files = programme_files(file)
    with office(settings) as here:
        if not writing.dry_run:
            confirm(settings, phrase("confirm.migrate", settings.lang, file=file), yes=writing.yes)
        call = call_of(settings, writing)
        found = desk.migrate(here, call, files.rules, files.people, assignments, on=day(here, writing.on))
    recorded = bool(found.entries) and not found.dry_run and not found.repeated
    put_page(settings, page.as_text, page.as_data, found, recorded=recorded)
    return 0 if found.accepted else REFUSED
