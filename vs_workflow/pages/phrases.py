"""Phrases that recur on pages: the head of a page, a verdict in words, whose turn it is, the arithmetic of offers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Protocol

from vs_workflow.desk.views import Awaited, BoardLine, MilestoneView, OfferView, Setting, Turn
from vs_workflow.pages.paper import Ink, Paper
from vs_workflow.reasons import Facts, Reason
from vs_workflow.timeline.verdict import Verdict
from vs_workflow.words import naming, say
from vs_workflow.words.dates import local, say_day
from vs_workflow.words.facts import fact
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import days, term

STYLES: dict[Verdict, str] = {
    Verdict.MISSED: "bold red",
    Verdict.LATE: "yellow",
    Verdict.DUE_SOON: "yellow",
    Verdict.OPEN: "",
    Verdict.MET: "green",
    Verdict.UPCOMING: "dim",
    Verdict.NO_DATE: "dim",
    Verdict.LAPSED: "dim",
}


def begin(setting: Setting | None, width: int, lang: Lang) -> Paper:
    """Paper for a page; the page of a rehearsal says so in its first line."""
    paper = Paper(width)
    if setting is not None and setting.rehearsal:
        mark_rehearsal(paper, lang)
    return paper


class Answer(Protocol):
    """What a command that writes answers."""

    @property
    def setting(self) -> Setting: ...
    @property
    def dry_run(self) -> bool: ...
    @property
    def repeated(self) -> bool: ...


def begin_answer(view: Answer, width: int, lang: Lang) -> Paper:
    """Paper for the answer of a command that writes: says first where nothing was written now."""
    paper = begin(view.setting, width, lang)
    if view.dry_run:
        paper.write((term("dry-run", lang), "bold"))
    if view.repeated:
        paper.write((term("repeated", lang), "dim"))
    return paper


def mark_rehearsal(paper: Paper, lang: Lang) -> None:
    """The line that says that this is a rehearsal."""
    paper.write((term("rehearsal", lang), "bold magenta"), f" - {term('rehearsal-means', lang)}")


def tell_reasons(
    reasons: Iterable[Reason], setting: Setting, about: Facts, paper: Paper, lang: Lang, *, indent: int = 2
) -> None:
    """Each reason with what to do about it; what would be said twice is said once."""
    told: set[str] = set()
    for reason in reasons:
        message, remedy = say.reason(reason, setting, lang, about)
        if message in told:
            continue
        told.add(message)
        paper.write("- ", message, indent=indent, hang=2)
        if remedy:
            paper.write((remedy, "dim"), indent=indent + 2, hang=2)


def a_day(day: date, setting: Setting, lang: Lang) -> str:
    """A day, without its year where that is the year looked at."""
    return say_day(day, lang, short=True) if day.year == setting.on.year else say_day(day, lang)


def several_days(days: Sequence[date], setting: Setting, lang: Lang) -> str:
    """Days one after the other; of one year, that year stands once or, where it is the year looked at, not at all."""
    years = {day.year for day in days}
    if len(years) != 1:
        return ", ".join(a_day(day, setting, lang) for day in days)
    said = ", ".join(say_day(day, lang, short=True) for day in days)
    return said if setting.on.year in years else f"{said} {days[0].year}"


def verdict(view: MilestoneView, setting: Setting, lang: Lang) -> Ink:
    """`GEMIST 2 apr (3 dagen)`: the verdict in words, with its day and what the days count."""
    found = view.judgement
    word = term(f"verdict.{found.verdict.value}", lang)
    style = STYLES[found.verdict]
    parts = [word]
    met = found.verdict in (Verdict.MET, Verdict.LATE)
    if met and found.satisfied_on is not None:
        parts.append(a_day(found.satisfied_on, setting, lang))
    elif found.due is not None and found.verdict is not Verdict.LAPSED:
        parts.append(a_day(found.due, setting, lang))
    if found.days is not None:
        parts.append(f"({_days(found.verdict, found.days, lang)})")
    if view.late_in_registration and found.recorded_at is not None:
        recorded = a_day(local(found.recorded_at, setting.rules.programme.zone).date(), setting, lang)
        parts.append(f"({term('registered-late', lang)} {recorded})")
    return (" ".join(parts), style)


def _days(verdict: Verdict, number: int, lang: Lang) -> str:
    said = days(number, lang)
    if verdict is Verdict.MISSED:
        return f"{said} over tijd" if lang == "nl" else f"{said} overdue"
    if verdict is Verdict.LATE:
        return said
    if number == 0:
        return "vandaag" if lang == "nl" else "today"
    return f"nog {said}" if lang == "nl" else f"{said} left"


def meaning(view: MilestoneView, setting: Setting, lang: Lang) -> list[str]:
    """What a missed milestone means: the next meeting it may still come before, and the days it presses."""
    found: list[str] = []
    if view.bound:
        if view.next_meeting is not None:
            found.append(f"{term('next-meeting', lang)}: {say_day(view.next_meeting, lang)}")
        else:
            found.append(term("no-next-meeting", lang))
    if view.presses:
        pressed = naming.join((pressing(key, setting, lang) for key in view.presses), lang)
        found.append(f"{term('presses', lang)} {pressed}")
    return found


def pressing(key: str, setting: Setting, lang: Lang) -> str:
    """A milestone with its day."""
    known = setting.rules.programme.milestone(key)
    called = naming.milestone(key, setting, lang)
    return called if known is None or known.due is None else f"{called} ({a_day(known.due, setting, lang)})"


def answering(keys: Sequence[str], setting: Setting, lang: Lang) -> str:
    return naming.people(keys, setting, lang) if keys else term("nobody", lang)


def forward(turns: Iterable[Turn], setting: Setting) -> tuple[Turn, ...]:
    """The turns on the main road; the ways back and out only where there is nothing else."""
    lifecycle = setting.rules.lifecycle
    found = tuple(turns)
    ahead = tuple(turn for turn in found if (step := lifecycle.step(turn.step)) is None or not step.back)
    return ahead or found


def on_turn(line: BoardLine, setting: Setting, lang: Lang) -> str:
    """`NAME (EVENT); then NAME (STEP)`: who may do what now, and what comes after that."""
    waiting = {one.step for one in line.awaits}
    ahead = forward(line.turn, setting)
    now = [*_awaited(line.awaits, setting, lang)]
    now += [_whose_turn(turn, setting, lang) for turn in ahead if turn.step not in waiting]
    after = [_whose_turn(turn, setting, lang) for turn in ahead if turn.step in waiting and turn.people]
    if after:
        now.append(f"{term('then', lang)} {'; '.join(after)}")
    return "; ".join(now)


def _whose_turn(turn: Turn, setting: Setting, lang: Lang) -> str:
    """`NAME (STEP)`, or that nobody holds the role."""
    who = naming.people(turn.people, setting, lang)
    return f"{who or term('nobody', lang)} ({turn.step})"


def _awaited(awaits: Sequence[Awaited], setting: Setting, lang: Lang) -> Iterator[str]:
    """`BODY and BODY: NAME (EVENT or EVENT)`: bodies that wait for the same from the same people together."""
    together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for body in dict.fromkeys(one.body for one in awaits):
        several = [one for one in awaits if one.body == body]
        asked = tuple(dict.fromkeys(one.event for one in several))
        together.setdefault((asked, several[0].people), []).extend([body] if body else [])
    for (events, people), bodies in together.items():
        who = naming.people(people, setting, lang) or term("nobody-holds", lang)
        place = f"{fact('bodies', bodies, setting, lang)}: " if bodies else ""
        yield f"{place}{who} ({naming.either(events, lang)})"


def arithmetic(offers: Sequence[OfferView], setting: Setting, lang: Lang) -> str:
    """`3 van 5 geïmplementeerd, 1 afgewezen`: how many of the offers stand where, the furthest first."""
    subcase = setting.rules.lifecycle.subcase
    order = [state.key for state in subcase.states] if subcase is not None else []
    counts: dict[str, int] = {}
    for offer in offers:
        counts[offer.state] = counts.get(offer.state, 0) + 1
    keys = sorted(counts, key=lambda key: order.index(key) if key in order else -1, reverse=True)
    of = "van" if lang == "nl" else "of"
    said = [f"{counts[key]} {naming.sub_state(key, setting, lang)}" for key in keys]
    first = keys[0]
    said[0] = f"{counts[first]} {of} {len(offers)} {naming.sub_state(first, setting, lang)}"
    return ", ".join(said)


def tell_destroyed(destroyed: Mapping[str, int], setting: Setting, paper: Paper, lang: Lang) -> None:
    """Which assignments were destroyed, each with the number of that entry: they have no line of their own any more."""
    if destroyed:
        said = (f"{naming.number(key, setting)} ({term('nr', lang)} {seq})" for key, seq in destroyed.items())
        paper.blank()
        paper.write((f"{term('destroyed', lang)}: {', '.join(said)}", "dim"))
