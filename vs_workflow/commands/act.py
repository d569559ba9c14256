"""Act: take a step, record an event, give and end roles, set an entry right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands import offers
from vs_workflow.commands.asking import call_of, given, hands_in, number, would_be_done
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import ask, confirm
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes, writes_from

if TYPE_CHECKING:
    from vs_workflow.desk.office import Call, Office
    from vs_workflow.desk.views import Outcome

REFUSED = 3


@command("advance")
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
@offers.step_argument("step", metavar="STEP", nl="welke stap", en="which step")
@hands_in
@writes
def advance(
    settings: Settings,
    assignment: str,
    step: str,
    form: str | None,
    fact: tuple[str, ...],
    document: tuple[str, ...],
    behalf_of: str | None,
    writing: Writing,
) -> int:
    """Take a step."""
    from vs_workflow.desk import act

    handed = given(form, fact, document)
    with office(settings) as here:
        on = day(here, writing.on)

        def answer(call: Call) -> Outcome:
            return act.advance(here, call, assignment, step, on=on, behalf_of=behalf_of, given=handed)

        call = call_of(settings, writing)
        question = _asked_first(settings, here, assignment, step, writing)
        if question and would_be_done(answer, call, writing):
            confirm(settings, question, yes=False)
        outcome = answer(call)
    return told(settings, outcome)


@command("record")
@argument("event", metavar="EVENT", nl="welke gebeurtenis", en="which event", offer=offers.events)
@argument(
    "assignment",
    metavar="[A]",
    required=False,
    nl="bij welke opdracht",
    en="of which assignment",
    offer=offers.assignments,
)
@hands_in
@writes
def record(
    settings: Settings,
    event: str,
    assignment: str | None,
    form: str | None,
    fact: tuple[str, ...],
    document: tuple[str, ...],
    behalf_of: str | None,
    writing: Writing,
) -> int:
    """Record an event beside the road."""
    from vs_workflow.desk import act

    handed = given(form, fact, document)
    with office(settings) as here:
        on = day(here, writing.on)
        outcome = act.record(
            here, call_of(settings, writing), event, assignment, on=on, behalf_of=behalf_of, given=handed
        )
    return told(settings, outcome)


@command("person")
@argument("known_as", metavar="KEY", nl="sleutel van de persoon", en="key of the person", offer=offers.people)
@option("--name", metavar="TEXT", default="", nl="naam", en="name")
@option("--function", metavar="TEXT", default="", nl="functie; een naam is niet nodig", en="function; needs no name")
@option("--organisation", metavar="KEY", default="", nl="organisatie", en="organisation", offer=offers.organisations)
@option("--district", metavar="KEY", default="", nl="district", en="district", offer=offers.districts)
@writes
def person(
    settings: Settings, known_as: str, name: str, function: str, organisation: str, district: str, writing: Writing
) -> int:
    """Put a person in the register."""
    from vs_workflow.desk import act

    with office(settings) as here:
        outcome = act.person(
            here,
            call_of(settings, writing),
            known_as,
            name=name,
            function=function,
            organisation=organisation,
            district=district,
            on=day(here, writing.on),
        )
    return told(settings, outcome)


@command("grant")
@argument("role", metavar="ROLE", nl="welke rol", en="which role", offer=offers.roles)
@argument("person", metavar="PERSON", nl="aan wie", en="to whom", offer=offers.people)
@argument(
    "where",
    metavar="[A|BODY]",
    required=False,
    nl="bij welke opdracht of welk orgaan",
    en="of which assignment or body",
    offer=offers.places,
)
@option("--from", "start", metavar="DATE", nl="eerste dag waarop de rol geldt", en="first day on which it holds")
@option("--until", metavar="DATE", nl="eerste dag waarop niet meer", en="first day on which it no longer does")
@option(
    "--district",
    metavar="KEY",
    default="",
    nl="het district dat een lid verbindt",
    en="the district that a member links",
    offer=offers.districts,
)
@writes_from
def grant(
    settings: Settings,
    role: str,
    person: str,
    where: str | None,
    start: str | None,
    until: str | None,
    district: str,
    writing: Writing,
) -> int:
    """Give a role."""
    from vs_workflow.desk import act

    start = start or ask(settings, "--from", phrase("ask.from", settings.lang))
    with office(settings) as here:
        first = day(here, start)
        assert first is not None
        outcome = act.grant(
            here,
            call_of(settings, writing),
            role,
            person,
            where,
            start=first,
            until=day(here, until),
            district=district,
        )
    return told(settings, outcome)


@command("mandate")
@argument("person", metavar="PERSON", nl="aan wie", en="to whom", offer=offers.people)
@argument(
    "assignment",
    metavar="[A]",
    required=False,
    nl="voor welke opdracht",
    en="for which assignment",
    offer=offers.assignments,
)
@option("--role", metavar="ROLE", nl="welke eigen rol", en="which role of one's own", offer=offers.roles)
@option("--from", "start", metavar="DATE", nl="eerste dag waarop het geldt", en="first day on which it holds")
@option("--until", metavar="DATE", nl="eerste dag waarop niet meer", en="first day on which it no longer does")
@writes_from
def mandate(
    settings: Settings,
    person: str,
    assignment: str | None,
    role: str | None,
    start: str | None,
    until: str | None,
    writing: Writing,
) -> int:
    """Let a deputy act in one's place."""
    from vs_workflow.desk import act

    start = start or ask(settings, "--from", phrase("ask.from", settings.lang))
    until = until or ask(settings, "--until", phrase("ask.until", settings.lang))
    with office(settings) as here:
        first, last = day(here, start), day(here, until)
        assert first is not None
        assert last is not None
        outcome = act.mandate(
            here, call_of(settings, writing), person, role=role, assignment=assignment, start=first, until=last
        )
    return told(settings, outcome)


@command("end")
@argument("grant", metavar="GRANT", nl="nummer van de rol of het mandaat", en="number of the role or mandate")
@writes
def end(settings: Settings, grant: str, writing: Writing) -> int:
    """End a role or a mandate."""
    from vs_workflow.desk import act

    ended = number(grant, "GRANT")
    with office(settings) as here:
        outcome = act.end(here, call_of(settings, writing), ended, on=day(here, writing.on))
    return told(settings, outcome)


@command("correct")
@argument("seq", metavar="NUMBER", nl="nummer van de regel", en="number of the entry")
@option("--annul", is_flag=True, nl="laat de regel niet meer meetellen", en="let the entry no longer count")
@writes
def correct(settings: Settings, seq: str, annul: bool, writing: Writing) -> int:
    """Set an entry right."""
    from vs_workflow.desk import act

    wrong = number(seq, "NUMBER")
    with office(settings) as here:
        on = day(here, writing.on)

        def answer(call: Call) -> Outcome:
            return act.correct(here, call, wrong, on=on, annul=annul)

        call = call_of(settings, writing)
        if annul and on is None and would_be_done(answer, call, writing):
            confirm(settings, phrase("confirm.annul", settings.lang, seq=wrong), yes=False)
        outcome = answer(call)
    return told(settings, outcome)


def _asked_first(settings: Settings, here: Office, assignment: str, step: str, writing: Writing) -> str:
    """What is asked before a step that the lifecycle marks so; "" for any other, and where nothing need be asked."""
    if writing.yes or writing.dry_run:
        return ""
    from vs_workflow.desk.look import setting

    known = setting(here).rules.lifecycle.step(step.strip().casefold())
    if known is None or not known.confirm:
        return ""
    return phrase("confirm.step", settings.lang, step=known.label[settings.lang], assignment=assignment)


def told(settings: Settings, outcome: Outcome) -> int:
    from vs_workflow.commands.paging import put_page
    from vs_workflow.pages import act as page

    recorded = outcome.seq is not None and not outcome.repeated
    put_page(settings, page.as_text, page.as_data, outcome, recorded=recorded)
    return 0 if outcome.accepted else REFUSED
