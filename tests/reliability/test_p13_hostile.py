"""P13: whatever is typed or handed in, the end is a documented one: one or two lines, soon, in little memory."""

import io
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

import store
from tests.reliability import acts
from tests.reliability.aftermath import Aftermath
from tests.reliability.command import vs
from tests.tools.bounded import bounded
from tests.tools.bytes import flips
from tests.tools.hostile import UNPRINTABLE, dates, files, texts
from tests.tools.scale import scaled
from tests.tools.seeds import Counts
from vs_workflow import Programme
from vs_workflow.commands.door import answer_call
from vs_workflow.commands.origins import VARIABLES
from vs_workflow.desk import act, adopt
from vs_workflow.desk.office import Call, Given
from vs_workflow.face.programme import office_of
from vs_workflow.reasons import BadFile, Misunderstood
from vs_workflow.rules.rulebook import RuleFiles

TEXTS = [text for _, text in (*texts(), *dates())]
OURS = ("should not have happened", "had niet mogen gebeuren", "Traceback")
SLOW = 5.0  # seconds of the processor; the longest text is a million characters

TOKENS = (
    *("4A", "informatievoorziening", "present", "start", "return", "report", "progress", "working-meeting"),
    *("hofman", "John Hofman", "beem", "meuleman", "lead", "chair", "body-member", "driehoek-ede", "twente", "police"),
    *("2015-04-20", "20 april 2015", "today", "gisteren", "2099-12-31", "30", "-1", "0", "999999999999999999999"),
    *(
        "text",
        "principles",
        "principles.p1",
        "present",
        "text=op schema",
        "principles.p1=ja",
        "gaps.x=ja",
        "results=[]",
    ),
    *("results=[{name='x',kind='method'}]", "principles={p1='x'}", "principles=", "=", "a.b.c.d=1", "present=hofman"),
    *("results=" + "[" * 3000, "results=" + "9" * 6000, "results=1\na=2", "results=" + ".".join("a" * 5000) + "=1"),
)


KEYS = ("principles.p1", "principles", "text", "present", "results", "driehoeken", "gaps.x", "progress", "body", "day")
VALUES = ("ja", "op schema", "hofman, beem", "driehoek-ede", "[{name='x',kind='method'}]", "2015-04-20", "{p1='x'}")


def a_text(rng: random.Random, *right: str) -> str:
    """Mostly what would be right here, so that calls come far; else another word; else what nobody should type."""
    if right and rng.random() < 0.75:
        return rng.choice(right)
    return rng.choice(TOKENS) if rng.random() < 0.3 else rng.choice(TEXTS)


def verbs(on: Programme, rng: random.Random) -> list[Callable[[], object]]:
    """Each verb of the library, with texts that are drawn anew."""

    def case() -> str:
        return a_text(rng, "4A", "4B", "woninginbraken")

    def person() -> str:
        return a_text(rng, "hofman", "Van Beem", "meuleman")

    def maybe(*right: str) -> str | None:
        return a_text(rng, *right) if rng.random() < 0.3 else None

    def call() -> dict[str, Any]:
        return {"by": person(), "reason": maybe() or "", "dry_run": rng.random() < 0.9}

    def given() -> dict[str, Any]:
        facts = {a_text(rng, *KEYS): a_text(rng, *VALUES) for _ in range(rng.randint(0, 3))}
        documents = [a_text(rng).encode("utf-8", "replace")] if rng.random() < 0.2 else []
        more = {"behalf_of": maybe("hofman"), "typed_by": maybe("meuleman"), "key": maybe("k")}
        return {"facts": facts, "documents": documents, **more, **call()}

    return [
        lambda: on.advance(case(), a_text(rng, "present", "start", "return", "offer", "withdraw"), **given()),
        lambda: on.record(a_text(rng, "progress", "team-formed", "concept-filed"), case(), **given()),
        lambda: on.record(a_text(rng, "working-meeting", "meeting-planned", "informed"), maybe(), **given()),
        lambda: on.person(a_text(rng), name=a_text(rng), function=a_text(rng), **call()),
        lambda: on.person(a_text(rng, "iemand"), name="x", organisation=maybe("police") or "", **call()),
        lambda: on.grant(a_text(rng, "lead"), person(), case(), start=acts.TODAY, district=maybe() or "", **call()),
        lambda: on.mandate(person(), start=acts.TODAY, until=acts.TODAY, role=maybe("lead"), **call()),
        lambda: on.end(rng.choice([-1, 0, 1, 30, 10**30]), **call()),
        lambda: on.correct(rng.choice([-1, 0, 1, 30, 10**30]), annul=True, **call()),
        lambda: on.show(case()),
        lambda: on.todo(person()),
        lambda: on.why(case(), maybe("present")),
        lambda: on.history(case()),
        lambda: on.replay(case()),
        lambda: on.document(a_text(rng)),
    ]


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_the_library_answers_or_says_what_it_does_not_understand(
    new_file: Callable[[], Path], rng: random.Random, counts: Counts
) -> None:
    path = new_file()
    ends: Counter[str] = Counter()
    slow = 0

    with acts.opened(path) as programme:
        for _ in range(scaled(1_200, 60_000)):
            call = rng.choice(verbs(programme, rng))
            begun = time.process_time()
            try:
                call()
                ends["answered"] += 1
            except Misunderstood as error:
                ends[error.rule] += 1
            slow += time.process_time() - begun > SLOW

    after = Aftermath()
    after.look(path)
    after.go_on(path)
    met = sum(ends.values())
    counts("P13", "calls of the library", met, slow=slow, note=f"{ends['answered']} answered", **after.defects)


FORM = b"""
[principles]
p1 = "regel 1"
p2 = "regel 2"
[[results]]
name = "werkwijze"
kind = "method"
[[driehoeken]]
municipality = "Ede"
district = "gelderland-midden"
"""


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_form_is_read_or_its_fault_is_named(
    new_file: Callable[[], Path], tmp_path: Path, rng: random.Random, counts: Counts
) -> None:
    """Hostile files that are regular ones, and forms with bits flipped and words changed."""
    path = new_file()
    slow = met = 0

    with store.open(path) as database:
        office = office_of(database, None, now=acts.NOW)
        for data in forms(tmp_path, rng):
            call, given = Call(actor="hofman", dry_run=True), Given(form=("form.toml", data))
            begun = time.process_time()
            try:
                act.advance(office, call, "4A", rng.choice(["present", "offer"]), given=given)
            except (BadFile, Misunderstood) as error:
                assert error.exit == 5 or not data.strip(), (error, data[:200])
            met += 1
            slow += time.process_time() - begun > SLOW

    after = Aftermath()
    after.look(path)
    counts("P13", "forms", met, slow=slow, **after.defects)


def contents(valid: bytes, folder: Path) -> Iterator[bytes]:
    """What the hostile files hold that are regular ones."""
    for file in files(valid):
        if not file.special and (path := file.make(folder)).exists():
            yield path.read_bytes()


def forms(folder: Path, rng: random.Random) -> Iterator[bytes]:
    yield from contents(FORM, folder)
    for _, changed in flips(FORM, rng, scaled(300, 20_000)):
        yield changed
    words = FORM.decode().split(" ")
    for _ in range(scaled(200, 15_000)):
        changed_words = list(words)
        changed_words[rng.randrange(len(words))] = rng.choice([*TOKENS, *TEXTS])[:10_000]
        yield " ".join(changed_words).encode("utf-8", "replace")


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_rules_file_is_adopted_or_its_fault_is_named(tmp_path: Path, rng: random.Random, counts: Counts) -> None:
    slow = met = 0
    parts = (acts.PROGRAMME, acts.LIFECYCLE, acts.PEOPLE)

    for number, part in enumerate(parts):
        valid = part.read_bytes()
        for data in (*contents(valid, tmp_path), *[changed for _, changed in flips(valid, rng, scaled(20, 5_000))]):
            given = [one.read_bytes() for one in parts]
            given[number] = data
            begun = time.process_time()
            try:
                adopt.check(RuleFiles(given[0], given[1], "programme.toml", "lifecycle.toml"))
                adopt.read_register("people.toml", given[2])
            except BadFile as error:
                assert error.exit == 5
            met += 1
            slow += time.process_time() - begun > SLOW

    counts("P13", "rules files", met, slow=slow)


CALLS = (
    "advance 4A present --as hofman --fact principles.p1=ja --reason x --key k --on 2015-04-20 --typed-by meuleman -n",
    "advance 4A present --as hofman --behalf-of keken -n",
    "record progress 4A --as hofman --fact text=x",
    "record working-meeting --as meuleman --fact present=hofman --on 2015-04-20 -n",
    "person iemand --as meuleman --name x --function y --organisation police --district twente -n",
    "grant lead ottens 4A --as meuleman --from 2015-04-20 --until 2015-05-01 --district twente -n",
    "mandate ottens 4A --as hofman --role lead --from 2015-04-20 --until 2015-05-01 -n",
    "end 30 --as meuleman --on 2015-04-20 --reason x -n",
    "correct 30 --on 2015-04-20 --as meuleman --reason x -n",
    "correct 30 --annul --as meuleman --reason x --yes -n",
    "status --on 2015-04-20",
    "show 4A",
    "todo hofman",
    "why 4A present",
    "form 4A present --on 2015-04-20",
    "document sha256:1234567890",
    "history 4A --refused",
    "replay 4A --on 2015-04-20 --known-at 2015-04-20T10:00+02:00",
    "verify",
    "workflow show",
    "help dates",
    "config",
    "diagnose",
    "--programme x --lang nl status",
)
CHECKS = {"verify", "workflow"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody without settings, in a rehearsal whose clock is set."""
    for name in list(os.environ):
        if name in VARIABLES.values() or name.startswith(("LC_", "XDG_")) or name in ("VS_DEBUG", "LANG"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VS_NOW", "2015-04-20T10:00+02:00")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_the_command_line_ends_as_documented(
    folder: Path, new_file: Callable[[], Path], rng: random.Random, counts: Counts
) -> None:
    path = new_file()
    ends: Counter[int] = Counter()
    slow, wrong = 0, []

    for _ in range(scaled(400, 20_000)):
        words = spoiled(rng.choice(CALLS).split(), rng)
        begun = time.process_time()
        as_json = rng.random() < 0.3
        code, out, err = typed([*(["--json"] if as_json else []), "--db", str(path), *words])
        ends[code] += 1
        slow += time.process_time() - begun > SLOW
        if fault := misconduct(words, code, out, err, as_json=as_json):
            wrong.append(f"{fault}: {[word[:80] for word in words]} [{code}] {err[:300]!r} {out[:200]!r}")

    assert wrong == []
    after = Aftermath()
    after.look(path)
    counts("P13", "command lines", sum(ends.values()), slow=slow, note=f"exits {dict(ends)}", **after.defects)


def spoiled(words: list[str], rng: random.Random) -> list[str]:
    """One or two words replaced, dropped, repeated or put in."""
    for _ in range(rng.choice([1, 1, 2])):
        at = rng.randrange(1, len(words)) if len(words) > 1 else 0
        match rng.randrange(6):
            case 0:
                del words[at]
            case 1:
                words.insert(at, rng.choice(TEXTS))
            case 2:
                words.insert(at, words[at])
            case _:
                head, equals, _ = words[at].partition("=")
                words[at] = head + equals + rng.choice(TEXTS) if equals else rng.choice(TEXTS)
        if not words:
            break
    return words


def typed(words: list[str]) -> tuple[int, str, str]:
    """The exit code of a call in this process, and what it wrote."""
    raw = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(one, encoding="utf-8", errors="surrogateescape") for one in raw)
    with redirect_stdout(out), redirect_stderr(err):
        code = answer_call(words)
    for stream in (out, err):
        stream.flush()
    said, told = (one.getvalue().decode("utf-8", "replace") for one in raw)
    return code, said, told


def misconduct(words: list[str], code: int, out: str, err: str, *, as_json: bool) -> str:
    """What is wrong with the way a call ended, or ""."""
    if code not in (0, 2, 3, 4, 5) and not (code == 1 and CHECKS & set(words)):
        return "an exit that is not documented"
    if any(ours in out + err for ours in OURS):
        return "a fault of ours"
    if code in (2, 4, 5) and not 1 <= len(err.splitlines()) <= 2:
        return "not one or two lines"
    if UNPRINTABLE & set(err) or (not as_json and UNPRINTABLE & set(out)):
        return "a raw character"
    return "no JSON" if as_json and code != 0 and not is_json(out) else ""


def is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


@pytest.mark.torture
@pytest.mark.timeout(3600)
def test_a_process_ends_soon_and_in_little_memory(
    folder: Path, new_file: Callable[[], Path], rng: random.Random, counts: Counts
) -> None:
    """Files that hang or burst whoever opens them carelessly, as form, as document and as rules; and hostile words."""
    path = new_file()
    wrong, most = [], 0.0
    commands = [*with_files(folder, path, rng), *with_words(path, rng)]

    for command in commands:
        ended = bounded(command, seconds=20, env={"PYTHONPATH": str(acts.WORKFLOWS.parent)})
        most = max(most, ended.mebibytes)
        words = [str(word) for word in command]
        fault = misconduct(words, ended.exit, ended.stdout, ended.stderr, as_json=True)
        if fault or ended.timed_out or ended.mebibytes > 300:
            wrong.append(f"{fault}: {[word[:80] for word in words[3:]]}: {ended}"[:700])

    assert wrong == []
    after = Aftermath()
    after.look(path)
    counts("P13", "processes", len(commands), note=f"at most {most:.0f} MiB", **after.defects)


def with_files(folder: Path, path: Path, rng: random.Random) -> Iterator[list[str]]:
    uses = {
        "--form": (FORM, ["advance", "4A", "present", "--as", "hofman", "--form"]),
        "--document": (b"stuk", ["advance", "4A", "present", "--as", "hofman", "--document"]),
        "init": (acts.PROGRAMME.read_bytes(), ["init", "--rehearsal"]),
        "check": (acts.LIFECYCLE.read_bytes(), ["workflow", "check"]),
    }
    found = [(use, file) for use in uses for file in files(uses[use][0])]
    for number, (use, file) in enumerate(rng.sample(found, scaled(10, len(found)))):
        place = folder / str(number)
        place.mkdir()
        yield vs(path, *uses[use][1], str(file.make(place)))


def with_words(path: Path, rng: random.Random) -> Iterator[list[str]]:
    for _ in range(scaled(4, 500)):
        words = [argument(word) for word in spoiled(rng.choice(CALLS).split(), rng)]
        yield vs(path, *words)


def argument(word: str) -> str:
    """What a process can be given: no NUL, not more than the kernel takes, and bytes for whatever is no letter."""
    return os.fsdecode(
        word[:100_000].replace("\0", "").encode("utf-8", "surrogateescape" if "\udcff" in word else "replace")
    )
