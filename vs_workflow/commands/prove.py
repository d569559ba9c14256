"""Prove: what was recorded, how it stood as known then, and whether all of it holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands import offers
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import database, day, office, office_of
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes_from
from vs_workflow.reasons import Misunderstood

if TYPE_CHECKING:
    from vs_workflow.desk.office import Office
    from vs_workflow.desk.trail import View
    from vs_workflow.rules.rulebook import Rules


@command(
    "history",
    nl=(
        "Elke vastlegging met haar nummer, haar dag, wie het deed en in welke rol; een weigering met elke reden. "
        "Wat is verbeterd blijft staan, met het nummer van de verbetering."
    ),
    en=(
        "Each entry with its number, its day, who did it and in which role; a refusal with every reason. What was "
        "set right stays there, with the number of its correction."
    ),
)
@argument(
    "assignment",
    metavar="[A]",
    required=False,
    nl="van welke opdracht; anders alles",
    en="of which assignment; else all",
    offer=offers.assignments,
)
@option("--refused", is_flag=True, nl="alleen wat is geweigerd", en="only what was refused")
def history(settings: Settings, assignment: str | None, refused: bool) -> None:
    """What was recorded."""
    from vs_workflow.desk import prove
    from vs_workflow.pages import prove as page

    with office(settings) as here:
        found = prove.history(here, assignment, refused=refused)
    put_page(settings, page.as_text, page.as_data, found)


@command(
    "replay",
    nl=(
        "Leidt de stand af uit het journaal alleen, niet uit de tabellen, en zegt van elke stap wie hem zette, "
        "met welke rol en wat de voorwaarden zeiden. Met --known-at telt wat toen was vastgelegd; met --rules "
        "oordelen andere regels."
    ),
    en=(
        "Derives the state from the journal alone, not from the tables, and says of each step who took it, in "
        "which role and what its conditions said. With --known-at what was recorded by then counts; with --rules "
        "other rules judge."
    ),
)
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
@option("--on", metavar="DATE", nl="de stand op die dag (vandaag)", en="the state on that day (today)")
@option("--known-at", metavar="MOMENT", nl="met wat toen was vastgelegd", en="with what was recorded by then")
@option("--rules", metavar="HASH|FILE", nl="beoordeeld volgens deze regels", en="judged by these rules")
def replay(settings: Settings, assignment: str, on: str | None, known_at: str | None, rules: str | None) -> None:
    """Derive a state again."""
    from vs_workflow.desk import trail
    from vs_workflow.pages import prove as page

    with office(settings) as here:
        seen = _view(here, on, known_at, rules)
        found = trail.replay_case(here, assignment, on=seen.on, known_at=seen.known_at, rules=seen.rules)
    put_page(settings, page.as_text, page.as_data, found)


@command(
    "diff",
    nl=(
        "Een optie die twee keer staat, geeft het eerste en het tweede antwoord; een die een keer staat geldt voor "
        "beide, of is zonder andere het eerste antwoord naast dat van nu."
    ),
    en=(
        "An option given twice is of the first and of the second answer; one given once holds for both or, where "
        "none is given twice, is of the first answer beside that of now."
    ),
)
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
@option("--on", multiple=True, metavar="DATE", nl="de stand op die dag", en="the state on that day")
@option("--known-at", multiple=True, metavar="MOMENT", nl="met wat toen bekend was", en="with what was known by then")
@option("--rules", multiple=True, metavar="HASH|FILE", nl="beoordeeld volgens deze regels", en="judged by these rules")
def diff(
    settings: Settings, assignment: str, on: tuple[str, ...], known_at: tuple[str, ...], rules: tuple[str, ...]
) -> None:
    """Compare two answers."""
    from vs_workflow.desk import trail
    from vs_workflow.pages import replayed as page

    axes = on, known_at, rules
    if not any(axes):
        raise Misunderstood("call.one-of", what="vs diff", choices="--on, --known-at, --rules")
    for name, axis in zip(("--on", "--known-at", "--rules"), axes, strict=True):
        if len(axis) > 2:
            raise Misunderstood("call.twice", name=name, words=" ".join(axis[2:]))
    twice = any(len(axis) == 2 for axis in axes)
    first, second = ([_side(axis, number, twice=twice) for axis in axes] for number in (0, 1))
    with office(settings) as here:
        found = trail.compare(here, assignment, _view(here, *first), _view(here, *second))
    put_page(settings, page.compared_as_text, page.compared_as_data, found)


def _side(axis: tuple[str, ...], number: int, *, twice: bool) -> str | None:
    if len(axis) == 2:
        return axis[number]
    return axis[0] if axis and (twice or number == 0) else None


def _view(here: Office, on: str | None, known_at: str | None, rules: str | None) -> View:
    from vs_workflow.desk.trail import View
    from vs_workflow.words.dates import read_instant

    moment = None if known_at is None else read_instant(known_at)
    return View(on=day(here, on), known_at=moment, rules=None if rules is None else _rules(here, rules))


def _rules(here: Office, named: str) -> Rules:
    """Rules by the beginning of the hash that entries name, or in a file."""
    from pathlib import Path

    from vs_workflow.desk.trail import adopted_rules, judging
    from vs_workflow.outside.rulefiles import either_file

    if Path(named).exists():
        return judging(here, either_file(named))
    return adopted_rules(here, named)


@command(
    "verify",
    nl=(
        "Leest elke regel van het journaal, houdt die tegen de vorige en tegen de regels van toen, en vergelijkt "
        "elke tabel met wat eruit volgt. Wat niet klopt staat er met nummer, en eindigt met 1; wat niet te "
        "bewijzen is staat bij de grenzen."
    ),
    en=(
        "Reads every entry of the journal, holds it against the one before and the rules of then, and compares "
        "every table with what follows from it. What does not hold is named by number, and ends with 1; what "
        "cannot be proved is among the limits."
    ),
)
@option("--checkpoint", multiple=True, metavar="FILE", nl="ijkpunt dat u zelf hebt", en="a checkpoint that you hold")
@option(
    "--receipt", multiple=True, metavar="NUMBER:HASH", nl="ontvangstbewijs dat u hebt", en="a receipt that you hold"
)
@option("--allowed-signers", metavar="FILE", nl="wie mag ondertekenen", en="who may sign")
@option(
    "--since",
    metavar="NUMBER",
    type=int,
    nl=(
        "beoordeelt alleen vanaf dit nummer, of iets eerder waar vastleggingen samen zijn geschreven; wat ervoor "
        "staat, moet onder uw ijkpunt vallen"
    ),
    en=(
        "judges from this number on only, or somewhat earlier where entries were written together; what is before "
        "must be covered by your checkpoint"
    ),
)
def verify(
    settings: Settings,
    checkpoint: tuple[str, ...],
    receipt: tuple[str, ...],
    allowed_signers: str | None,
    since: int | None,
) -> int:
    """Recompute everything."""
    from vs_workflow.commands.counting import counting
    from vs_workflow.commands.sealing import brought, evidence
    from vs_workflow.commands.verifying import kept_without_journal, room_to_verify
    from vs_workflow.desk import prove
    from vs_workflow.pages import prove as page

    held = tuple(brought(path) for path in checkpoint)
    with database(settings) as store:
        room = room_to_verify(settings, store, held, receipt)
        vouching = evidence(settings, room.programme, held=held, allowed_signers=allowed_signers, receipts=receipt)
        with counting(settings, store.programmes().get(room.programme, 0)) as progress:
            found = prove.verify(
                office_of(settings, room),
                kept=lambda: (*store.findings(room.programme), *kept_without_journal(settings, store, room.programme)),
                facts=store.facts(),
                progress=progress,
                evidence=vouching,
                since=1 if since is None else since,
            )
    put_page(settings, page.as_text, page.as_data, found)
    return 0 if found.whole else 1


@command(
    "rebuild",
    nl=(
        "Gooit de afgeleide tabellen weg en maakt ze opnieuw uit het journaal, dat blijft zoals het is. Er komt "
        "niets in het journaal bij en er wordt niets gevraagd: --reason, --key en --yes doen hier niets."
    ),
    en=(
        "Throws the derived tables away and makes them again from the journal, which stays as it is. Nothing is "
        "added to the journal and nothing is asked: --reason, --key and --yes do nothing here."
    ),
)
@writes_from
def rebuild(settings: Settings, writing: Writing) -> None:
    """Make the derived tables again."""
    from vs_workflow.commands.phrases import phrase
    from vs_workflow.commands.printing import answer_in_a_sentence
    from vs_workflow.journal.entry import is_rehearsal
    from vs_workflow.words.terms import banner

    with database(settings) as store:
        room = store.room()
        programme = room.programme
        if not writing.dry_run:
            store.rebuild(programme)
        entries = store.programmes()[programme]
        with room.reading() as work:
            rehearsal = is_rehearsal(next(iter(work.journal.lines())).text)
    data = {"schema": "vs.rebuild/1", "programme": programme, "entries": entries, "dry_run": writing.dry_run}
    name = "rebuild.would" if writing.dry_run else "rebuild.done"
    said = phrase(name, settings.lang, programme=programme, entries=entries)
    if rehearsal:
        said = f"{banner(settings.lang)}\n{said}"
    answer_in_a_sentence(settings, said, lambda: data, recorded=not writing.dry_run)
