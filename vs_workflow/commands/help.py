"""Help on one command: `vs help X`, `vs X --help` and `vs X -h` are one text, at most 80 wide and 40 long.

It is made from the catalogue, the options themselves and `workflows/examples.toml`;
no programme is parsed and no database opened for it.
"""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from vs_workflow.commands.catalogue import CATALOGUE
from vs_workflow.commands.frame import (
    GLOBAL_NAMES,
    Argument,
    Command,
    Group,
    Option,
    argument,
    command,
    global_options,
    usage,
)
from vs_workflow.commands.front_page import front_page
from vs_workflow.commands.placeholders import metavar

if TYPE_CHECKING:
    from vs_workflow.commands.settings import Settings
    from vs_workflow.words.lang import Lang

WIDTH = 80

_LABELS = {
    "nl": {
        "usage": "Gebruik",
        "options": "Opties",
        "examples": "Voorbeelden",
        "commands": "Commando's",
        "also": "Ook hier: {names} (zie vs help options)",
        "any": "Opties, voor of na het commando:",
    },
    "en": {
        "usage": "Usage",
        "options": "Options",
        "examples": "Examples",
        "commands": "Commands",
        "also": "Also here: {names} (see vs help options)",
        "any": "Options, before or after the command:",
    },
}


def examples(name: str, lang: Lang) -> list[dict[str, str]]:
    """The examples of one command: what to type (`run`) and what it does (`says`)."""
    import tomllib
    from pathlib import Path

    with Path(__file__).resolve().parents[2].joinpath("workflows", "examples.toml").open("rb") as file:
        table: dict[str, dict[str, list[dict[str, str]]]] = tomllib.load(file)
    return table.get(name, {}).get(lang, [])


def page(called: click.Command, ctx: click.Context, lang: Lang) -> str:
    """The help of a command or of a group below `vs`."""
    name = ctx.command_path.removeprefix("vs ")
    label = _LABELS[lang]
    lines = [f"{label['usage']}: {usage(called, ctx, lang)}", ""]
    if name in CATALOGUE:
        lines.append(_sentence(CATALOGUE[name].says(lang)))
    if isinstance(called, Command | Group) and called.says and called.says.get(lang):
        lines += textwrap.wrap(called.says[lang], WIDTH)
    if isinstance(called, Group):
        names = called.list_commands(ctx)
        lines += ["", label["commands"], *_pairs([(sub, CATALOGUE[called.prefix + sub].says(lang)) for sub in names])]
    rows = _rows(called.params, ctx, lang)
    if rows:
        lines += ["", label["options"], *_pairs(rows)]
    lines += textwrap.wrap(label["also"].format(names=" ".join(GLOBAL_NAMES)), WIDTH, break_on_hyphens=False)
    return "\n".join(lines + _examples(name, lang))


def _options_page(lang: Lang) -> str:
    with click.Context(click.Command("vs")) as ctx:
        rows = _rows(global_options(), ctx, lang, common=True)
    return "\n".join([_LABELS[lang]["any"], *_pairs(rows)])


def _rows(
    params: list[click.Parameter], ctx: click.Context, lang: Lang, *, common: bool = False
) -> list[tuple[str, str]]:
    rows = []
    for param in params:
        if isinstance(param, Argument):
            rows.append((metavar(param, ctx, lang), param.says[lang]))
        elif isinstance(param, Option) and (common or param.expose_value):
            rows.append((_spelled(param, ctx, lang), param.says[lang]))
    return rows


def _spelled(param: Option, ctx: click.Context, lang: Lang) -> str:
    names = ", ".join(sorted(param.opts, key=len, reverse=True))
    return names if param.is_flag else f"{names} {metavar(param, ctx, lang)}"


def _pairs(rows: list[tuple[str, str]]) -> list[str]:
    left = min(max((len(term) for term, _ in rows), default=0), 30) + 2
    lines: list[str] = []
    for term, says in rows:
        text = textwrap.wrap(says, WIDTH - left - 2) or [""]
        if len(term) + 1 > left:
            lines.append(f"  {term}")
            lines += [f"  {'':{left}}{line}" for line in text]
            continue
        lines.append(f"  {term:{left}}{text[0]}")
        lines += [f"  {'':{left}}{line}" for line in text[1:]]
    return lines


def _examples(name: str, lang: Lang) -> list[str]:
    shown = examples(name, lang)
    if not shown:
        return []
    lines = ["", _LABELS[lang]["examples"]]
    for one in shown:
        lines.append(f"  {one['run']}")
        lines += textwrap.wrap(one["says"], WIDTH, initial_indent=" " * 6, subsequent_indent=" " * 6)
    return lines


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def _offer(settings: Settings, incomplete: str) -> list[str]:
    from vs_workflow.commands.help_topics import TOPICS

    return [*TOPICS, "options", *(name for name in CATALOGUE if " " not in name)]


@command("help")
@argument(
    "words",
    nargs=-1,
    metavar="[COMMAND|TOPIC]",
    nl="een commando, of een onderwerp: exit-codes, environment, dates, formats, options",
    en="a command, or a topic: exit-codes, environment, dates, formats, options",
    offer=_offer,
)
def help_command(settings: Settings, words: tuple[str, ...]) -> None:
    """Print one page of help."""
    from vs_workflow.commands.fitting import fitted
    from vs_workflow.commands.printing import answer

    text = _looked_up(words, settings.lang)
    answer(settings, text=lambda: fitted(text), data=lambda: {"schema": "vs.help/1", "text": text})


def _looked_up(words: tuple[str, ...], lang: Lang) -> str:
    from vs_workflow.commands.failing import unknown_topic
    from vs_workflow.commands.help_topics import TOPICS

    if not words:
        return front_page(lang)
    name = " ".join(words)
    if name in TOPICS:
        return TOPICS[name][lang]
    if name == "options":
        return _options_page(lang)
    if name not in CATALOGUE:
        raise unknown_topic(name, [*CATALOGUE, *TOPICS, "options"], [*TOPICS, "options"])
    return _page_of(words, lang)


def _page_of(words: tuple[str, ...], lang: Lang) -> str:
    from vs_workflow.commands.door import vs

    ctx: Any = click.Context(vs, info_name="vs")
    found: click.Command = vs
    for word in words:
        assert isinstance(found, Group)
        below = found.get_command(ctx, word)
        assert below is not None
        found, ctx = below, click.Context(below, info_name=word, parent=ctx)
    return page(found, ctx, lang)
