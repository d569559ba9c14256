"""Adding to the register of people: who keeps it, and that the key is one."""

from __future__ import annotations

from vs_workflow.casebook import Casebook
from vs_workflow.decide.dates import past_days
from vs_workflow.decide.ruling import Decision, drafted, ruling
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Code, Facts, Reason
from vs_workflow.request import Enrol
from vs_workflow.rules.authority import prove, role_ways
from vs_workflow.rules.keys import KEY
from vs_workflow.rules.rulebook import Rules


def decide_enrolment(request: Enrol, book: Casebook, rules: Rules) -> Decision:
    """May this record of a person be adopted, by who keeps the register today? A new record supersedes the old one."""
    proof, reasons = prove(
        request.actor, request.behalf_of, role_ways(rules.lifecycle.keeping.register, None, rules), request.today, book
    )
    found = [*reasons, *past_days(request.on, request.today, rules)]
    if not KEY.match(request.person):
        found.append(Reason(Code.GUARD, "person.key", {"person": request.person}, guard="key"))
    facts: Facts = {"person": request.person, "record": request.record}
    return ruling(drafted(request, Kind.REGISTER, "person", rules, proof, facts=facts), found)
