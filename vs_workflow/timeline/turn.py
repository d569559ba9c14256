"""Whose turn it is in a state: everybody, deputies too, who may do one of the things that the road asks next.

Whoever's turn it is gets a notice. With whom it lies, which counts days, is asked in
`vs_workflow.desk.held`: there a deputy counts for nothing, since it lies with whom he acts for.
"""

from __future__ import annotations

from datetime import date

from vs_workflow.casebook import Case, Casebook
from vs_workflow.rules.authority import entitled_to
from vs_workflow.rules.rulebook import Rules
from vs_workflow.rules.waiting import open_actions


def whose_turn(case: Case, book: Casebook, rules: Rules, day: date) -> dict[str, tuple[str, ...]]:
    """Each person with the steps and events that are open to him, in the order of the lifecycle.

    A step that waits for an event is nobody's turn yet; it is the turn of who may record that.
    """
    found: dict[str, tuple[str, ...]] = {}
    for action, facts in open_actions(case, rules):
        for person in entitled_to(action, facts, case, book, rules, day)[1]:
            known = found.get(person, ())
            if action.key not in known:
                found[person] = (*known, action.key)
    return found


class TurnsAsAsked:
    """Whose turn it is in each case, as last asked: for as many notices as a case has people."""

    def __init__(self) -> None:
        self._asked_at: tuple[int, date] | None = None
        self._people: dict[str, frozenset[str]] = {}

    def is_of(self, person: str, case: Case, book: Casebook, rules: Rules, day: date) -> bool:
        """Whether there is still something for this person to do there, who may hold no role any more."""
        if self._asked_at != (book.head, day):
            self._asked_at, self._people = (book.head, day), {}
        if case.key not in self._people:
            self._people[case.key] = frozenset(whose_turn(case, book, rules, day))
        return person in self._people[case.key]
