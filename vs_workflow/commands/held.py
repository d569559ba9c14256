"""Prove: with whom an assignment lay, and for how long."""

from __future__ import annotations

from vs_workflow.commands import offers
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings


@command(
    "who-held-it",
    nl=(
        "Van elke opdracht bij wie zij wachtte en op welke stap, van de opening tot vandaag of tot het einde; de dagen "
        "tellen op tot het geheel, ook die per rol en per rolhouder. Werkdagen zijn maandag tot en met vrijdag, "
        "behalve wat het programmabestand onder holidays noemt."
    ),
    en=(
        "Of each assignment with whom it waited and for which step, from the opening until today or its end; the days "
        "add up to the whole, also those per role and per holder. Working days are Monday to Friday, but for what the "
        "programme file names under holidays."
    ),
)
@argument(
    "assignment",
    metavar="[A]",
    required=False,
    nl="welke opdracht; anders alle",
    en="which assignment; else all",
    offer=offers.assignments,
)
@option("--on", metavar="DATE", nl="tot welke dag (vandaag)", en="until which day (today)")
def who_held_it(settings: Settings, assignment: str | None, on: str | None) -> None:
    """With whom it lay."""
    from vs_workflow.desk import held
    from vs_workflow.pages import held as page

    with office(settings) as here:
        found = held.who_held_it(here, assignment, day(here, on))
    put_page(settings, page.as_text, page.as_data, found)
