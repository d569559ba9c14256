"""Every decision judged again, from the entry alone, by the one function that decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from vs_workflow.audit.judging import Judging, Recomputed
from vs_workflow.journal.chain import Line
from vs_workflow.rules.rulebook import Rules


def recompute(
    lines: Callable[[int], Iterable[Line]],
    rules_of: Callable[[str], Rules],
    *,
    since: int = 1,
    progress: Callable[[int], None] | None = None,
) -> Recomputed:
    """Read the journal from its start and judge each entry by what was known before it.

    `lines` gives the lines from a number on. What was decided before number `since` is taken
    as it is: for whoever judged it before, and holds a proof that it is unchanged.
    """
    judging, rest = Judging(lines, rules_of), iter(lines(1))
    if since > 1:
        try:
            first, rest = judging.known(rest, since)
        except Exception:  # noqa: BLE001 - what cannot be taken as it is, is judged
            first = 1
        if first < since:
            return recompute(lines, rules_of, since=first, progress=progress)
    for line in rest:
        judging.take(line)
        if progress is not None:
            progress(line.seq)
    return judging.end(since)
