"""What verification says of a forged journal, whole: each finding of both readings with its number and its facts.

A case changes one thing in an honest journal and links it properly again, or leaves the
links broken; `python -m tests.audit.said` writes the file again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

from tests.audit.forging import ForgedRoom, entries_of, from_on
from tests.builders import files
from tests.desk.world import accepted, begun
from tests.said import plain
from vs_workflow.audit.recompute import recompute
from vs_workflow.audit.walk import walk
from vs_workflow.desk import watch
from vs_workflow.journal.chain import Line
from vs_workflow.journal.entry import Entry
from vs_workflow.reasons import Finding, StoreTrouble
from vs_workflow.rules.rulebook import RuleFiles, Rules, read_rules

HERE = Path(__file__).parent
KEY = "veiligheidsstrategie-oost-nederland"
MOST = 5  # findings shown of each reading; one broken link can unsettle all that follows
EDE = ("Ede", "gelderland-midden")
Change = Callable[[list[Entry]], Sequence[Entry]]


@cache
def honest() -> tuple[Entry, ...]:
    """A year with an offer and an answer, a mandate, an end, refusals, a conflict, corrections and three checks."""
    made = begun()
    made.record("working-meeting", None, "meuleman", {"present": "keken"}, on="2015-02-11", key="werkgroep")
    watch.check(made.at("2015-03-05").office)
    made.at("2015-04-02").present("4A", "hofman")
    made.start("4A", "beem")
    made.offered("1", EDE)
    watch.check(made.at("2015-07-02").office)
    made.advance("4A", "offer", "beem")
    accepted(made.mandate("hofman", "beem", assignment="4A", start="2015-07-02", until="2015-08-01"))
    accepted(made.record("progress", "4A", "hofman", {"text": "namens"}, behalf="beem"))
    noted = accepted(made.record("progress", "2", "boomkamp", {"text": "x"}, key="voortgang"))
    made.record("progress", "2", "boomkamp", {"text": "y"}, key="voortgang")
    accepted(made.correct(noted.seq or 0, "boomkamp", annul=True))
    accepted(made.record("offer-accepted", "1", "lid-ede"))
    accepted(made.end(made.grant_of("lid-ede", "body-member"), on="2015-07-03"))
    accepted(made.present("2", "boomkamp"))
    accepted(made.correct(made.head(), "boomkamp", on="2015-07-01"))
    watch.check(made.at("2015-07-10").office)
    return tuple(entries_of(made))


@cache
def rules_by_hash() -> dict[str, Rules]:
    mine = files()
    softer = RuleFiles(mine.programme, mine.lifecycle.replace(b"reason_after_days = 14", b"reason_after_days = 99"))
    return {one.hash: read_rules(one) for one in (mine, softer)}


def rules_of(address: str) -> Rules:
    if address not in rules_by_hash():
        raise StoreTrouble("store.rules-missing", address=address)
    return rules_by_hash()[address]


def lines_of(change: Change) -> list[Line]:
    """The lines of the changed entries, numbered and linked properly."""
    return list(ForgedRoom(change(list(honest())), {}).texts)


def told(lines: Sequence[Line]) -> str:
    """What the pass over the lines says, then what judging every entry again says."""
    judged = recompute(from_on(lines), rules_of)
    said = list(_walked(lines))
    covered = judged.covered
    said += [f"judged {judged.judged}, head {judged.book.head}, covered {covered.until if covered else '-'}"]
    said += list(_findings(judged.findings))
    return "\n".join(said)


def _walked(lines: Sequence[Line]) -> Iterator[str]:
    try:
        walked = walk(lines, rules_of)
    except StoreTrouble as trouble:
        yield f"not walked: {trouble.rule}"
        return
    states = " ".join(f"{key}={state}" for key, state in sorted(walked.states.items()) if state != "concept")
    yield f"walked {walked.entries}: {states}, unsettled {' '.join(sorted(walked.unsettled)) or '-'}"
    yield from _findings(walked.findings)


def _findings(found: Sequence[Finding]) -> Iterator[str]:
    for one in found[:MOST]:
        facts = "  ".join(f"{key} {_fact(one.rule, key, value)}" for key, value in one.facts.items())
        yield f"- {one.seq} {one.check} {one.rule}  {facts}".rstrip()
    if len(found) > MOST:
        yield f"and {len(found) - MOST} more"


def _fact(rule: str, key: str, value: object) -> str:
    """The fact; of an error of the language, whose words differ from version to version, its name alone."""
    if key != "why" or rule not in ("link.unreadable", "lawful.unjudgeable"):
        return plain(value)
    name, colon, _ = str(value).partition(":")
    return name if colon and name.endswith("Error") else "(said)" if value else "(nothing)"
