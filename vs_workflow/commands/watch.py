"""Watch: the check of the timeline, by hand or from cron."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands.act import REFUSED
from vs_workflow.commands.frame import command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.printing import tell
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes_looking
from vs_workflow.reasons import StoreTrouble

if TYPE_CHECKING:
    from vs_workflow.commands.failing import Failure
    from vs_workflow.desk.office import Office
    from vs_workflow.desk.views import Checked
    from vs_workflow.pages.data import Data
    from vs_workflow.words.lang import Lang

_SAID = {"nl": "Nagekeken en vastgelegd; niet verzegeld", "en": "Checked and recorded; not sealed"}
_UNEXPLAINED = {
    "nl": "Nagekeken; wat de vlaggen betekenen, staat er niet bij",
    "en": "Checked; what the flags mean is not told",
}


@command(
    "check",
    nl=(
        "Kijkt welke mijlpalen voor die dag af hadden moeten zijn, zet een vlag bij wat is gemist of ingehaald, en "
        "legt vast welke dagen zijn nagekeken. Vaker of later draaien geeft dezelfde vlaggen. Mislukt het verzegelen "
        "erna ([seal] after_check), dan staat de controle en eindigt het met 5 (4 bij database of schijf)."
    ),
    en=(
        "Looks which milestones were due before that day, flags what was missed or caught up with, and records which "
        "days were looked at. Run more often or later, it comes out at the same flags. Where sealing fails after it "
        "([seal] after_check), the check stands and it ends with 5 (4 for the database or the disk)."
    ),
)
@writes_looking
@option("--strict", is_flag=True, nl="eindigt met 1 als er iets is gemist", en="ends with 1 where it finds a miss")
def check(settings: Settings, writing: Writing, strict: bool) -> int:
    """Check the timeline."""
    from vs_workflow.commands.sealing import unsealed_after_check
    from vs_workflow.desk import watch
    from vs_workflow.pages import checked as page

    with office(settings) as here:
        found = watch.check(
            here, day(here, writing.on), dry_run=writing.dry_run, reason=writing.reason or "", key=writing.key
        )
        if not settings.json:
            found = _explained(settings, here, found)
    sealable = not writing.dry_run and not found.reasons
    unsealed = unsealed_after_check(settings) if sealable else None

    def as_data(view: Checked, lang: Lang) -> Data:
        return {**page.as_data(view, lang), **(_not_sealed(unsealed) if unsealed is not None else {})}

    try:
        put_page(settings, page.as_text, as_data, found, recorded=found.seq is not None)
    finally:
        if unsealed is not None:
            tell(f"{_SAID[settings.lang]}: {unsealed.message}\n{unsealed.remedy}")
    if found.reasons:
        return REFUSED
    return unsealed.exit if unsealed is not None else (1 if strict and found.missed else 0)


def _explained(settings: Settings, here: Office, found: Checked) -> Checked:
    """With what each flag means. That is read after the commit: where it cannot be read, the check itself stands."""
    from vs_workflow.commands.failing import failure
    from vs_workflow.desk import watch

    try:
        return watch.explained(here, found)
    except StoreTrouble as error:
        stands = StoreTrouble(error.rule, recorded=found.seq is not None, **error.facts)
        why = failure(stands, settings.lang)
        tell(f"{_UNEXPLAINED[settings.lang]}: {why.message}\n{why.remedy}")
        return found


def _not_sealed(why: Failure) -> Data:
    return {"sealed": False, "error": {"code": why.code, "message": why.message, "remedy": why.remedy}}
