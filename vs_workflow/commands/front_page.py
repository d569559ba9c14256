"""The first page anybody sees: all commands by what they are for, and how to begin.

It is made from the catalogue alone, because `vs --help` must come at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.commands.catalogue import CATALOGUE, PARTS

if TYPE_CHECKING:
    from vs_workflow.words.lang import Lang

LONGEST = 40
WIDEST = 79
_LEAST_OFTEN = ("carry", "prove", "watch", "adopt")
OPTIONS = "--db --programme --as --typed-by --lang --json --now --no-color --roles-only"
TOPICS = "exit-codes|environment|dates|formats|options"

# What to type first, and what it does.
BEGIN: dict[Lang, tuple[tuple[str, str], ...]] = {
    "nl": (
        ("vs demo", "een heel jaar, voorgedaan in een tijdelijke database"),
        ("vs init", "het meegeleverde programma aannemen, in vs.db"),
        ("vs help advance", "hulp bij een van de commando's"),
    ),
    "en": (
        ("vs demo", "a whole year, shown in a temporary database"),
        ("vs init", "adopt the programme that comes with vs, in vs.db"),
        ("vs help advance", "help on one of the commands"),
    ),
}

_LABELS: dict[Lang, dict[str, str]] = {
    "nl": {
        "about": "vs volgt de opdrachten van een Veiligheidsstrategie, aantoonbaar.",
        "usage": "Gebruik: vs COMMANDO [OPTIES]",
        "begin": "Begin zo:",
        "options": "Opties, voor of na het commando (vs help options)",
        "more": f"Meer: vs help COMMANDO; vs help {TOPICS}",
    },
    "en": {
        "about": "vs follows the assignments of a Veiligheidsstrategie, provably.",
        "usage": "Usage: vs COMMAND [OPTIONS]",
        "begin": "Begin like this:",
        "options": "Options, before or after the command (vs help options)",
        "more": f"More: vs help COMMAND; vs help {TOPICS}",
    },
}


def front_page(lang: Lang) -> str:
    """`vs --help`: every command, on one screen; those asked for least often by name alone where it would be more."""
    label = _LABELS[lang]
    last = [label["options"], f"  {OPTIONS}", label["begin"].rstrip(":")]
    last += [*(f"  {run:18}{says}" for run, says in BEGIN[lang][:2]), label["more"]]
    parts = {
        part: [name for name, entry in CATALOGUE.items() if entry.part == part and " " not in name] for part in PARTS
    }
    said = {part: [f"  {name:13}{CATALOGUE[name].says(lang)}" for name in names] for part, names in parts.items()}
    for part in _LEAST_OFTEN:
        if 1 + sum(1 + len(rows) for rows in said.values()) + len(last) > LONGEST:
            said[part] = _names_alone(parts[part])
    rows = [line for part, lines in said.items() if lines for line in (PARTS[part][lang], *lines)]
    return "\n".join([label["usage"], *rows, *last])


def _names_alone(names: list[str]) -> list[str]:
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(name) + 2 < WIDEST:
            lines[-1] += f", {name}"
        else:
            lines.append(f"  {name}")
    return lines


def short_help(lang: Lang) -> str:
    """What a bare `vs` says where there is no database yet."""
    label = _LABELS[lang]
    examples = [f"  {run:18}{says}" for run, says in BEGIN[lang]]
    return "\n".join([label["about"], "", label["begin"], *examples, "", label["more"]])


def short_help_data(lang: Lang) -> dict[str, object]:
    """The same, as data."""
    examples = [{"run": run, "says": says} for run, says in BEGIN[lang]]
    return {"schema": "vs.help/1", "examples": examples}
