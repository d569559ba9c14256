"""P14: nothing that was typed reaches a screen raw: no control character, no escape, no change of direction."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.test_p13_hostile import folder, typed  # noqa: F401
from tests.tools.hostile import UNPRINTABLE, texts
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow import Programme
from vs_workflow.reasons import Misunderstood

PAGES = (
    *("status", "show 4A", "show 4B", "todo hofman", "todo meuleman", "why 4A", "why 4B", "history", "history 4A"),
    *("history --refused", "replay 4A", "replay 4B", "verify", "form 4A present", "workflow show", "diagnose"),
)


def written(on: Programme, text: str) -> Iterator[Callable[[], object]]:
    """Every place where a text can be typed and kept."""
    fact = {"text": text}
    yield lambda: on.record("progress", "4A", by="hofman", facts=fact, reason=text)
    yield lambda: on.advance("4A", "return", by="hofman", reason=text)
    yield lambda: on.advance("4A", "present", by="hofman", facts=dict.fromkeys(acts.PRINCIPLES, text), documents=[b"x"])
    yield lambda: on.advance("4A", "return", by="beem", reason=text)
    yield lambda: on.person(f"persoon-{acts.fresh_key()}", by="meuleman", name=text)
    yield lambda: on.person(f"persoon-{acts.fresh_key()}", by="meuleman", function=text)
    yield lambda: on.person(text, by="meuleman", name="Iemand")
    yield lambda: on.record("progress", "4B", by="drupsteen", facts=fact, key=text)
    yield lambda: on.record("working-meeting", by="meuleman", facts={"present": text})


@pytest.fixture
def hostile(new_file: Callable[[], Path]) -> tuple[Path, int]:
    """A programme in which every hostile text was typed everywhere; how many were kept."""
    path, kept = new_file(), 0
    with acts.opened(path) as programme:
        for _, text in texts():
            for write in written(programme, text[:3_000]):
                try:
                    write()
                    kept += 1
                except Misunderstood:
                    continue
    return path, kept


def test_no_page_shows_a_text_raw(
    folder: Path,  # noqa: F811
    hostile: tuple[Path, int],
    monkeypatch: pytest.MonkeyPatch,
    counts: Counts,
) -> None:
    path, kept = hostile
    raw, seen = [], 0
    assert kept > 200

    for columns, lang in itertools.product(("60", "100"), ("nl", "en")):
        monkeypatch.setenv("COLUMNS", columns)
        for page in PAGES:
            code, out, err = typed(["--db", str(path), "--lang", lang, *page.split()])
            assert code == 0, (page, err)
            seen += 1
            if found := UNPRINTABLE & set(out + err):
                raw.append(f"{page} at {columns}: {sorted(map(hex, map(ord, found)))}")

    assert raw == []
    after = Aftermath()
    after.look(path)
    counts("P14", "pages", seen, raw=len(raw), note=f"{kept} texts kept", **after.defects)


@pytest.mark.torture
def test_no_answer_and_no_refusal_repeats_a_text_raw(
    folder: Path,  # noqa: F811
    new_file: Callable[[], Path],
    counts: Counts,
) -> None:
    path = new_file()
    raw, seen = [], 0
    calls = (
        ["record", "progress", "4A", "--as", "hofman", "--fact", "text={}", "--reason", "{}"],
        ["advance", "4A", "return", "--as", "hofman", "--reason", "{}"],
        ["advance", "{}", "present", "--as", "{}"],
        ["person", "persoon-{}", "--as", "meuleman", "--name", "{}"],
        ["show", "{}"],
        ["--db", "{}", "status"],
        ["help", "{}"],
        ["{}"],
        ["--{}"],
        ["status", "--on", "{}"],
        ["init", "{}"],
    )

    for number, (_, text) in enumerate(texts()):
        for call in calls[number % scaled(2, 1) :: scaled(2, 1)]:
            words = [word.replace("{}", text[:2_000]) for word in call]
            _, out, err = typed(["--db", str(path), *words])
            seen += 1
            if found := UNPRINTABLE & set(out + err):
                raw.append(f"{call} {text[:30]!r}: {sorted(map(hex, map(ord, found)))}")

    assert raw == []
    counts("P14", "answers", seen, raw=len(raw))
