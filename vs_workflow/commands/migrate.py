"""Adopt: the move of a programme and its running assignments to other rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands import offers
from vs_workflow.commands.act import REFUSED
from vs_workflow.commands.asking import call_of, would_be_done
from vs_workflow.commands.frame import argument, command
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import confirm
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes

if TYPE_CHECKING:
    from vs_workflow.desk.office import Call
    from vs_workflow.desk.views import Migrated


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
        on = day(here, writing.on)

        def answer(call: Call) -> Migrated:
            return desk.migrate(here, call, files.rules, files.people, assignments, on=on)

        call = call_of(settings, writing)
        if would_be_done(answer, call, writing):
            confirm(settings, phrase("confirm.migrate", settings.lang, file=file), yes=writing.yes)
        found = answer(call)
    if settings.veil:
        from vs_workflow.commands.veil import veiled

        found = veiled(found)
    recorded = bool(found.entries) and not found.dry_run and not found.repeated
    put_page(settings, page.as_text, page.as_data, found, recorded=recorded)
    return 0 if found.accepted else REFUSED
