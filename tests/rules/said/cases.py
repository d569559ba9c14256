"""The cases: what the tables of the neighbouring tests change, and some more where two things are wrong at once."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.programmes import DIKES, OOST
from tests.rules.said import Cases
from tests.rules.test_soundness import IN_LIFECYCLE, IN_PROGRAMME, LIFECYCLE, PER_DISTRICT, PROGRAMME
from vs_workflow.rules.rulebook import RuleFiles


def changed(lifecycle: str = LIFECYCLE, programme: str = PROGRAMME) -> RuleFiles:
    return RuleFiles(programme.encode(), lifecycle.encode(), "p.toml", "l.toml")


def named(old: str, new: str) -> str:
    """The name of a case: what became what, on one line."""
    return " → ".join(" ⏎ ".join(one.split("\n"))[:110] for one in (old, new or "nothing"))


def in_lifecycle(*changes: tuple[str, str]) -> dict[str, RuleFiles]:
    assert all(old in LIFECYCLE for old, _ in changes)
    return {named(old, new): changed(LIFECYCLE.replace(old, new, 1)) for old, new in changes}


def in_programme(*changes: tuple[str, str]) -> dict[str, RuleFiles]:
    assert all(old in PROGRAMME for old, _ in changes)
    return {named(old, new): changed(programme=PROGRAMME.replace(old, new, 1)) for old, new in changes}


def in_districts(*changes: tuple[str, str]) -> dict[str, RuleFiles]:
    programme = PROGRAMME.replace("districts = []\n", "") + PER_DISTRICT
    assert all(old in programme for old, _ in changes)
    return {named(old, new): changed(programme=programme.replace(old, new, 1)) for old, new in changes}


# What names something else in a file: a key with one name, or with a list of names.
_NAMES = (
    "role|fact|or_fact|event|body_kind|of_kind|supplied_by|counts|accepted_in|organisation|target|to_state|district"
)
_LISTS = "sub_states|body_kinds|in_states|from_states|organisations|all_in|some_in|ends|granted_by|with_roles|sources"
_REFERENCE = re.compile(rf'\b(?:{_NAMES}) = "[^"]+"|\b(?:{_LISTS}) = \[[^\]]+\]')


def renamed() -> dict[str, RuleFiles]:
    """The shipped lifecycle with each of its references, where it first stands, to something that is not there."""
    files = OOST.rule_files()
    lifecycle = files.lifecycle.decode()
    found: dict[str, RuleFiles] = {}
    for old in dict.fromkeys(one.group() for one in _REFERENCE.finditer(lifecycle)):
        key, _, value = old.partition(" = ")
        nowhere = '["nowhere"]' if value.startswith("[") else '"nowhere"'
        new = f"{key} = {nowhere}"
        found[f"of the memo: {old} → nowhere"] = replace(files, lifecycle=lifecycle.replace(old, new, 1).encode())
    return found


SOUND: Cases = {
    "the dikes": DIKES.rule_files(),
    "the memo": OOST.rule_files(),
    **in_lifecycle(*((old, new) for old, new, _, _ in IN_LIFECYCLE)),
    **in_programme(*((old, new) for old, new, _, _ in IN_PROGRAMME)),
    **in_districts(
        ("at_least = 2", "at_least = 0"),
        ("at_least = 2", "at_least = 1"),
        ('"builder"\nfrom', '"bilder"\nfrom'),
        ('from_due_of = "afgewogen"', 'from_due_of = "ooit"'),
        ('from_due_of = "afgewogen"', 'from_due_of = "af"'),
        ('key = "two"', 'key = "Two"'),
    ),
    **renamed(),
}

SHAPE: Cases = {
    **in_lifecycle(
        ('key = "dijkvak"', "key = dijkvak"),
        ("[[states]]", "[[states]"),
        ('key = "dijkvak"\n', 'key = "dijkvak"\nkey = "twice"\n'),
        ("reason_after_days = 30\n", ""),
        ("reason_after_days = 30", 'reason_after_days = "soon"'),
        ("reason_after_days = 30", "reason_after_days = 30\nspeed = 3"),
        ("initial = true", 'initial = "maybe"'),
        ("initial = true", "starts = true"),
        ("initial = true", f'initial = "{"x" * 80}"'),
        ('scope = "body"\ngranted', 'scope = "moon"\ngranted'),
        ('kind = "meeting"', 'kind = "import os"'),
        ('type = "gaps"', 'type = "python"'),
        ('target = "weighed"', "target = 7"),
        ('by = [{ role = "engineer" }]', 'by = [{ role = "engineer", rank = 1 }]'),
        ('by = [{ role = "engineer" }]', 'by = "engineer"'),
        ('key = "drawn"', 'key = "Drawn"'),
        ('key = "drawn"', 'key = ""'),
        ('key = "drawn"', "key = 7"),
        ('key = "checks"', 'key = "check list"'),
        ("{ height = {", '{ "hoog te" = {'),
        ('nl = "getekend"', 'nl = "gete\\u0000kend"'),
        ('nl = "getekend"', 'nl = "gete\\u2028kend"'),
        ('nl = "getekend"', 'nl = "gete\\u202ekend"'),
        ('nl = "getekend"', 'nl = "gete\\ue000kend"'),
        ('nl = "getekend"', 'nl = "coo\\u0308rdinator"'),
        ('nl = "getekend"', '"n\\u0308l" = "getekend"'),
        ('nl = "getekend"', '"nl\\u0301" = "getekend"'),
        ('fields = [{ key = "polder"', 'fields = [{ key = "pol der"'),
        ('organisations = ["builder"]', 'organisations = ["builder", "buil\\u200eder"]'),
        ('schema = "vs.lifecycle/1"', 'schema = "vs.lifecycle/2"'),
        ('schema = "vs.lifecycle/1"\n', ""),
    ),
    **in_programme(
        ("first_day = 2031-03-01", "first_day = 2031-02-30"),
        ("first_day = 2031-03-01", 'first_day = "soon"'),
        ("districts = []", "districts = 3"),
        ("reminders = [10, 2]", "reminders = [10, 2.5]"),
        ('id = "besluit"', 'id = "Besluit"'),
        ('schema = "vs.programme/1"', 'schema = "vs.lifecycle/1"'),
    ),
    "nothing": RuleFiles(b"", b"", "p.toml", "l.toml"),
    "a byte order mark": RuleFiles(PROGRAMME.encode(), b"\xef\xbb\xbf" + LIFECYCLE.encode(), "p.toml", "l.toml"),
    "latin letters": RuleFiles(PROGRAMME.encode(), "# één\n# coördinator\n".encode("latin-1"), "p.toml", "l.toml"),
    "a control character": RuleFiles(PROGRAMME.encode(), b"# \x00\n" + LIFECYCLE.encode(), "p.toml", "l.toml"),
    "a file that is too large": RuleFiles(PROGRAMME.encode(), b"#" * (256 * 1024 + 1), "p.toml", "l.toml"),
    "a file as large as can be": RuleFiles(PROGRAMME.encode(), b"#" * 256 * 1024, "p.toml", "l.toml"),
    "a hundred points": RuleFiles(PROGRAMME.encode(), b"\n" + b"a." * 100 + b"a = 1", "p.toml", "l.toml"),
    "a hundred and one points": RuleFiles(PROGRAMME.encode(), b"\n" + b"a." * 101 + b"a = 1", "p.toml", "l.toml"),
    "a hundred brackets": RuleFiles(PROGRAMME.encode(), b"a = " + b"[" * 100 + b"]" * 100, "p.toml", "l.toml"),
    "a hundred and one brackets": RuleFiles(PROGRAMME.encode(), b"a = " + b"[" * 101 + b"]" * 101, "p.toml", "l.toml"),
    "a table too deep": RuleFiles(
        PROGRAMME.encode(), b"a = " + b"{a = " * 2_000 + b"1" + b"}" * 2_000, "p.toml", "l.toml"
    ),
    "a number too long": RuleFiles(PROGRAMME.encode(), b"a = 1" + b"0" * 10_000, "p.toml", "l.toml"),
    "a text without an end": RuleFiles(PROGRAMME.encode(), b'a = """\n\n', "p.toml", "l.toml"),
    "many unknown keys": RuleFiles(
        PROGRAMME.encode(), b"\n".join(b"k%d = 1" % n for n in range(25)), "p.toml", "l.toml"
    ),
}
