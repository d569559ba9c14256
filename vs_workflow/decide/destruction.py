"""Lawful destruction: the content of a whole assignment that has ended, on a ground and with a declaration.

What is judged here is the right to destroy and what must come with it. What there was to
destroy nobody can judge again afterwards; that it is gone, and nothing beside, the audit sees.
So nothing of that need be known for a refusal, and a refusal need not say it.
"""

from __future__ import annotations

from collections.abc import Iterator

from vs_workflow.casebook import Casebook
from vs_workflow.decide.dates import past_days
from vs_workflow.decide.ruling import Decision, drafted, ruling
from vs_workflow.journal.canon import content_hash
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Code, Plain, Reason
from vs_workflow.request import Destroy
from vs_workflow.rules.authority import Way, entitled, prove, role_ways
from vs_workflow.rules.facts import says_something
from vs_workflow.rules.rulebook import Rules

DESTROY = "destroy"
_NOTHING = content_hash(b"")
"""The hash of a file without a byte, which declares nothing."""


def decide_destruction(request: Destroy, book: Casebook, rules: Rules) -> Decision:
    """May the content of this assignment be destroyed today? `rules` are those that it ran under."""
    proof, missing = prove(request.actor, request.behalf_of, _ways(rules), request.today, book)
    found = [*missing, *past_days(request.on, request.today, rules)]
    if request.on < request.today:
        days: dict[str, Plain] = {"on": request.on.isoformat(), "today": request.today.isoformat()}
        found.append(Reason(Code.DATE, "date.destruction-backdated", days))
    found += _unmet(request, rules, entitled(_ways(rules), request.today, book))
    facts: dict[str, Plain] = {"ground": request.ground}
    if request.extent.root:
        facts |= {"entries": [*request.extent.entries], "root": request.extent.root}
    if request.extent.remains:
        facts["remains"] = [*request.extent.remains]
    draft = drafted(
        request, Kind.DESTRUCTION, DESTROY, rules, proof, assignment=request.assignment, source=request.extent.state,
        facts=facts, documents=request.documents,
    )  # fmt: skip
    return ruling(draft, found)


def _unmet(request: Destroy, rules: Rules, who: tuple[str, ...]) -> Iterator[Reason]:
    about: dict[str, Plain] = {"assignment": request.assignment}
    if not rules.lifecycle.is_final(request.extent.state):
        facts = {**about, "state": request.extent.state}
        yield Reason(Code.GUARD, "destruction.not-final", facts, guard="destruction")
    if not says_something(request.ground):
        yield Reason(Code.GUARD, "destruction.ground", about, who, guard="ground")
    if all(one == _NOTHING for one in request.documents):
        yield Reason(Code.GUARD, "destruction.declaration", about, who, guard="declaration")


def _ways(rules: Rules) -> tuple[Way, ...]:
    keeping = rules.lifecycle.keeping
    return role_ways(keeping.destroy or keeping.register, None, rules)
