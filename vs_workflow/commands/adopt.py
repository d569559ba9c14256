"""Adopt: a programme and its first holders; and its lifecycle proved, shown and drawn."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from vs_workflow.commands.frame import argument, command, group, option
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import BadRules, StoreTrouble

if TYPE_CHECKING:
    from vs_workflow.desk.office import Office
    from vs_workflow.rules.rulebook import Rules

FOUND = 1


@command("init")
@argument(
    "file",
    metavar="[PROGRAMME.toml]",
    required=False,
    nl="een eigen programma; anders het meegeleverde",
    en="a programme of your own; else the one that comes with vs",
)
@option("--rehearsal", is_flag=True, nl="een oefening, met --now als klok", en="a rehearsal, with --now for a clock")
@option("--dry-run", "-n", is_flag=True, nl="alleen zeggen wat er zou gebeuren", en="only say what would happen")
@option("--yes", is_flag=True, nl="er wordt nooit om bevestiging gevraagd", en="no confirmation is ever asked")
def init(settings: Settings, file: str | None, rehearsal: bool, dry_run: bool, yes: bool) -> None:
    """Adopt a programme."""
    from vs_workflow.commands.opening import database, office_of, refuse_anew
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import tell
    from vs_workflow.desk import adopt
    from vs_workflow.outside.rulefiles import programme_files
    from vs_workflow.pages import adopt as page

    files = programme_files(file)
    with ExitStack() as until_done:

        def office_for(programme: str) -> Office:
            if dry_run:
                return _on_a_copy(settings, programme)
            new = _is_new(settings, rehearsal=rehearsal)
            if new:
                refuse_anew(settings, programme, ())
            try:
                store = until_done.enter_context(database(settings, create=True))
            except StoreTrouble as error:
                if error.rule == "store.missing":
                    raise StoreTrouble("store.not-on-server", store=error.facts.get("store")) from error
                raise
            if new:
                tell(phrase("init.made", settings.lang, store=settings.db))
            refuse_anew(settings, programme, store.programmes())
            return office_of(settings, store.begin_anew(programme))

        adopted = adopt.init(office_for, files.rules, files.people, rehearsal=rehearsal)
    put_page(settings, page.as_text, page.as_data, adopted, recorded=not (adopted.already or dry_run))


def _is_new(settings: Settings, *, rehearsal: bool) -> bool:
    """Whether the database is to be made; a clock that may not be set, or has to be, makes none."""
    from store.address import parse
    from vs_workflow.desk.adopt import refuse_clock

    path = parse(settings.db).path
    if path is None or path.is_symlink() or path.exists():
        return False
    if not path.parent.is_dir():
        raise StoreTrouble("store.no-folder", folder=str(path.parent))
    refuse_clock(settings.now is not None, rehearsal=rehearsal)
    return True


def _on_a_copy(settings: Settings, programme: str) -> Office:
    """An office in memory, with what the database knows of the programme: what is tried there leaves no trace."""
    from store.memory import MemoryRoom
    from vs_workflow.commands.opening import NOTHING_YET, database, office_of, refuse_anew

    try:
        with database(settings) as store:
            refuse_anew(settings, programme, store.programmes())
            with store.begin_anew(programme).reading() as work:
                return office_of(settings, MemoryRoom.copy_of(work))
    except StoreTrouble as error:
        if error.rule not in NOTHING_YET:
            raise
        return office_of(settings, MemoryRoom())


workflow = group("workflow")
_FILES = argument(
    "files",
    nargs=-1,
    metavar="[FILE...]",
    nl="een programma, en desgewenst een andere levensloop",
    en="a programme, and another lifecycle if wanted",
)


@command("workflow check")
@_FILES
def workflow_check(settings: Settings, files: tuple[str, ...]) -> int:
    """Prove rules sound."""
    from vs_workflow.desk import adopt
    from vs_workflow.outside.rulefiles import all_files
    from vs_workflow.pages import adopt as page
    from vs_workflow.rules.soundness import prove

    adopted = _adopted(settings, files)
    try:
        findings = prove(adopted) if adopted is not None else adopt.check(*all_files(*files))[1]
    except BadRules as faults:
        put_page(settings, page.faults_as_text, page.faults_as_data, faults)
        return FOUND
    put_page(settings, page.check_as_text, page.check_as_data, findings)
    return 0 if all(finding.warning for finding in findings) else FOUND


@command("workflow show")
@_FILES
def workflow_show(settings: Settings, files: tuple[str, ...]) -> None:
    """Show rules as tables."""
    from vs_workflow.pages import lifecycle as page

    put_page(settings, page.as_text, page.as_data, _rules(settings, files))


@command("workflow diagram")
@_FILES
def workflow_diagram(settings: Settings, files: tuple[str, ...]) -> None:
    """Draw the lifecycle."""
    from vs_workflow.commands.printing import answer
    from vs_workflow.pages import lifecycle as page

    rules, lang = _rules(settings, files), settings.lang
    answer(settings, text=lambda: page.diagram(rules, lang), data=lambda: page.diagram_as_data(rules, lang))


def _rules(settings: Settings, files: tuple[str, ...]) -> Rules:
    """The rules in the named files; else those that the database goes by; else those that come with vs."""
    from vs_workflow.outside.rulefiles import rule_files
    from vs_workflow.rules.rulebook import read_rules

    return _adopted(settings, files) or read_rules(rule_files(*files))


def _adopted(settings: Settings, files: tuple[str, ...]) -> Rules | None:
    """The rules that the database goes by; None where files are named, or nothing was adopted yet."""
    from vs_workflow.commands.opening import NOT_THERE, office
    from vs_workflow.desk.look import setting

    if files:
        return None
    try:
        with office(settings) as here:
            return setting(here).rules
    except StoreTrouble as error:
        if error.rule not in NOT_THERE:
            raise
        return None
