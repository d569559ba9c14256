"""Whatever stands in names, reasons and facts: no page steers the terminal, breaks its lines or leaves its paper."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import setting_2015
from tests.pages.views import Page
from tests.words.test_safe import HOSTILE, is_plain
from vs_workflow.pages import board, form
from vs_workflow.reasons import Code, Finding, Reason
from vs_workflow.words import say
from vs_workflow.words.safe import cells

TEXTS = st.text(alphabet=st.one_of(st.sampled_from(HOSTILE + "[bold]{x}\\'\""), st.characters()), max_size=60)


def poisoned(view: Any, text: str) -> Any:
    """The view with this text wherever people may have typed one."""
    if hasattr(view, "setting") and view.setting is not None:
        names = {key: {"nl": text, "en": text} for key in view.setting.names}
        bodies = dict.fromkeys(view.setting.bodies, text)
        view = replace(view, setting=replace(view.setting, names=names, bodies=bodies))
    if hasattr(view, "line"):
        view = replace(view, line=_offers(view.line, text), marks=_marks(view.marks, text))
    if hasattr(view, "entry"):
        facts = dict.fromkeys(view.entry.facts, text)
        reasons = (Reason(Code.GUARD, "guard.fact", {"fact": text, "step": text}, (text,), text),)
        view = replace(view, entry=replace(view.entry, reason=text, facts=facts), reasons=reasons)
    if type(view).__name__ == "Board":
        notes = (Finding("x", text, {"found": text, "key": text}),)
        view = replace(view, lines=tuple(_offers(line, text) for line in view.lines), notes=notes)
    if type(view).__name__ == "History":
        lines = tuple(replace(one, entry=replace(one.entry, reason=text, actor=text)) for one in view.lines)
        view = replace(view, lines=lines)
    if type(view).__name__ == "Verified":
        view = replace(view, findings=(Finding(text, text, {"x": text}),), facts={"mode": text}, head=text)
    return view


def _offers(line: Any, text: str) -> Any:
    return replace(line, offers=tuple(replace(one, name=text, reason=text) for one in line.offers))


def _marks(marks: tuple[Any, ...], text: str) -> tuple[Any, ...]:
    return tuple(replace(one, reason=text, facts=dict.fromkeys(one.facts, text)) for one in marks)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_no_text_from_outside_steers_the_terminal_or_leaves_the_paper(pages: dict[str, Page], text: str) -> None:
    for name, page in pages.items():
        if name.startswith("form") or name in ("check", "workflow", "init"):
            continue
        shown = page.as_text(poisoned(page.view, text), "nl", 60, False)

        for line in shown.split("\n"):
            assert is_plain(line), (name, line)
            assert cells(line) <= 60, (name, line)


@settings(max_examples=50, deadline=None)
@given(text=TEXTS)
def test_reasons_and_troubles_show_facts_without_trusting_them(text: str) -> None:
    setting = setting_2015(date(2015, 4, 2))

    guard = Reason(Code.GUARD, text, {"fact": text, "seq": 3, "x": [text, {text: text}]})
    role = Reason(Code.ROLE, "role.not-held", {"actor": text, "roles": [text]}, (text,))

    said = (*say.reason(guard, setting, "nl"), *say.reason(role, setting, "en"))

    assert all(is_plain(one) for one in said)


def test_markup_in_a_name_stays_text(pages: dict[str, Page]) -> None:
    view = poisoned(pages["board"].view, "[bold red]x[/]")

    coloured = board.as_text(view, "nl", 80, True)

    assert not isinstance(coloured, str)
    assert "[bold red]x[/]" in coloured.plain


def test_a_form_keeps_hostile_values_as_they_are(pages: dict[str, Page]) -> None:
    import tomllib

    view = pages["form-joined"].view
    known = replace(view.fields[0], value=HOSTILE + '"\\')
    page = form.as_text(replace(view, fields=(known, *view.fields[1:])), "nl")

    assert tomllib.loads(page)["person"] == HOSTILE + '"\\'
    assert all(is_plain(line) for line in page.splitlines())
