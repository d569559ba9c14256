"""Prove: what must not be kept any longer, destroyed with every proof left whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands import offers
from vs_workflow.commands.act import told
from vs_workflow.commands.asking import attachment, call_of, would_be_done
from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.opening import day, office
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import confirm
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing, writes

if TYPE_CHECKING:
    from vs_workflow.desk.office import Call
    from vs_workflow.desk.views import Outcome


@command(
    "destroy",
    nl=(
        "Haalt de teksten van een afgelopen opdracht uit de database, met de documenten die alleen zij had; de hash "
        "van elke regel blijft, zodat alle bewijs sluit. De vernietiging wordt vastgelegd, met de grond en de "
        "verklaring. Kopieën en bundels van eerder raakt dit niet."
    ),
    en=(
        "Takes the texts of an assignment that has ended out of the database, with the documents that it alone had; "
        "the hash of each entry stays, so that every proof closes. The destruction is recorded, with its ground and "
        "its declaration. It does not reach copies and bundles from before."
    ),
)
@argument("assignment", metavar="A", nl="welke opdracht", en="which assignment", offer=offers.assignments)
@option(
    "--ground",
    metavar="TEXT",
    default="",
    nl="de grond: selectielijst en categorie",
    en="the ground: selection list and category",
)
@option(
    "--declaration",
    metavar="FILE|sha256:HASH",
    nl="de ondertekende verklaring van vernietiging",
    en="the signed declaration of destruction",
)
@writes
def destroy(settings: Settings, assignment: str, ground: str, declaration: str | None, writing: Writing) -> int:
    """Destroy what an assignment held."""
    from vs_workflow.desk import destroy as desk

    declared = None if declaration is None else attachment(declaration)
    with office(settings) as here:
        on = day(here, writing.on)

        def answer(call: Call) -> Outcome:
            return desk.destroy(here, call, assignment, ground=ground, declaration=declared, on=on)

        call = call_of(settings, writing)
        if would_be_done(answer, call, writing):
            confirm(settings, phrase("confirm.destroy", settings.lang, assignment=assignment), yes=writing.yes)
        outcome = answer(call)
    return told(settings, outcome)
