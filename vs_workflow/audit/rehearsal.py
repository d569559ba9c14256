"""What other rules would have said: every request of a real journal, decided again under candidate rules.

The history stays as it is; only the judge is another. So each answer says what these rules
would have said on that day, knowing what was known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from vs_workflow.audit.destroyed import Destroyed
from vs_workflow.casebook import Casebook
from vs_workflow.decide import Past, Refused, decide
from vs_workflow.decide.again import request_of
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.journal.remains import is_remain
from vs_workflow.reasons import Code, Reason
from vs_workflow.replay.fold import Fold
from vs_workflow.request import Migrate
from vs_workflow.rules.rulebook import Rules


@dataclass(frozen=True, slots=True)
class DecidedAgain:
    """An entry that the candidate rules decided again: `reasons` are theirs, none where they would allow it.

    They did not where it was refused for what was destroyed since (`lost`): nobody can say any more whether that
    would stand in its way.
    """

    entry: Entry
    reasons: tuple[Reason, ...]
    lost: bool = False

    @property
    def otherwise(self) -> bool:
        """Whether these rules would have refused what was accepted, or allowed what was refused."""
        return not self.lost and bool(self.reasons) == self.entry.accepted


def decided_again(
    entries: Callable[[], Iterable[Entry]],
    candidate: Rules,
    rules_of: Callable[[str], Rules],
    destroyed: Destroyed,
) -> Iterator[DecidedAgain]:
    """What these rules say to each request that was recorded, accepted or refused.

    A refusal because a key was used twice is no matter of rules and is left out; so are moves to other rules.
    """
    before: list[Entry] = []
    fold = Fold()
    for entry in entries():
        found = _reasons(entry, fold.book, before, candidate, rules_of)
        if found is not None:
            # A step or event rests on nothing in another assignment.
            rests = not (entry.accepted or found) and entry.asked not in (Kind.STEP, Kind.EVENT)
            yield DecidedAgain(entry, found, lost=rests and any(map(destroyed.told_in, entry.reasons)))
        before.append(entry)
        fold.take(entry)


def _reasons(
    entry: Entry, book: Casebook, before: list[Entry], candidate: Rules, rules_of: Callable[[str], Rules]
) -> tuple[Reason, ...] | None:
    """What the candidate rules have against it; None for what nobody asked, or no rule decides."""
    if is_remain(entry):
        return None
    request = request_of(entry, rules_of(entry.rules))
    if request is None or isinstance(request, Migrate) or any(one.code is Code.CONFLICT for one in entry.reasons):
        return None
    if entry.asked is Kind.SWEEP or entry.kind in (Kind.SWEEP, Kind.FLAG):
        return None
    # A correction is judged by the rules of each entry that it touches; here those are the candidate too.
    decision = decide(request, book, candidate, Past(lambda: before, lambda _: candidate))
    return decision.reasons if isinstance(decision, Refused) else ()
