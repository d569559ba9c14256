"""Watch: the check of the timeline, by hand or from cron."""

from __future__ import annotations

from vs_workflow.commands.act import REFUSED
from vs_workflow.commands.frame import command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes


@command(
    "check",
    nl=(
        "Kijkt welke mijlpalen voor die dag af hadden moeten zijn, zet een vlag bij wat is gemist of ingehaald, en "
        "legt vast welke dagen zijn nagekeken. Vaker of later draaien geeft dezelfde vlaggen."
    ),
    en=(
        "Looks which milestones were due before that day, flags what was missed or caught up with, and records which "
        "days were looked at. Run more often or later, it comes out at the same flags."
    ),
)
@writes
@option("--strict", is_flag=True, nl="eindigt met 1 als er iets is gemist", en="ends with 1 where it finds a miss")
def check(settings: Settings, writing: Writing, strict: bool) -> int:
    """Check the timeline."""
    from vs_workflow.commands.sealing import seal_or_tell
    from vs_workflow.desk import watch
    from vs_workflow.pages import checked as page

    with office(settings) as here:
        found = watch.check(
            here, day(here, writing.on), dry_run=writing.dry_run, reason=writing.reason or "", key=writing.key
        )
        if not settings.json:
            found = watch.explained(here, found)
    put_page(settings, page.as_text, page.as_data, found, recorded=found.seq is not None)
    if found.reasons:
        return REFUSED
    unsealed = 0 if writing.dry_run else seal_or_tell(settings)
    return unsealed or (1 if strict and found.missed else 0)
