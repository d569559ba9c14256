"""From anything that went wrong to one or two lines and an exit code.

What the front door itself finds (rules that begin with `call.`) is worded here, in both
languages; every other trouble is worded by `vs_workflow.words`.
"""

from __future__ import annotations

from typing import NamedTuple

import click

from vs_workflow.commands.frame import Command, Group, usage
from vs_workflow.commands.placeholders import metavar, placeholder
from vs_workflow.reasons import Misunderstood, StoreTrouble, Trouble
from vs_workflow.words.lang import Lang

INTERRUPTED = 130


class Failure(NamedTuple):
    """What to tell, and how the program ends."""

    code: str
    message: str
    remedy: str
    exit: int
    recorded: bool | None = None


# rule -> language -> message and remedy; a hole is a fact of the trouble.
WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "call.unknown-command": {
        "nl": ("'{name}' is geen commando van vs.{nearest}", "Alle commando's: vs help"),
        "en": ("'{name}' is not a command of vs.{nearest}", "All commands: vs help"),
    },
    "call.unknown-option": {
        "nl": ("De optie {name} bestaat hier niet.{nearest}", "{usage}"),
        "en": ("There is no option {name} here.{nearest}", "{usage}"),
    },
    "call.option-value": {
        "nl": ("De optie {name} vraagt een waarde.", "{usage}"),
        "en": ("The option {name} needs a value.", "{usage}"),
    },
    "call.option-no-value": {
        "nl": ("De optie {name} neemt geen waarde.", "{usage}"),
        "en": ("The option {name} takes no value.", "{usage}"),
    },
    "call.argument": {
        "nl": ("{what} ontbreekt.", "{usage}"),
        "en": ("{what} is missing.", "{usage}"),
    },
    "call.value": {
        "nl": ("{what}: deze waarde kan niet. {why}", "{usage}"),
        "en": ("{what}: this value cannot be used. {why}", "{usage}"),
    },
    "call.number": {
        "nl": ("{what}: '{value}' is geen nummer.", "{usage}"),
        "en": ("{what}: '{value}' is not a number.", "{usage}"),
    },
    "call.usage": {"nl": ("{why}", "{usage}"), "en": ("{why}", "{usage}")},
    "call.surplus": {
        "nl": ("Dit is te veel: {words}", "Gebruik: {usage}"),
        "en": ("This is too much: {words}", "Usage: {usage}"),
    },
    "call.twice": {
        "nl": (
            "{name} kan hier hoogstens twee keer: {words} is te veel.",
            "De eerste is van het eerste antwoord, de tweede van het tweede.",
        ),
        "en": (
            "{name} can be given twice here at most: {words} is too much.",
            "The first is of the first answer, the second of the second.",
        ),
    },
    "call.topic": {
        "nl": ("'{name}' is geen commando en geen onderwerp.{nearest}", "Onderwerpen: {topics}. Commando's: vs help"),
        "en": ("'{name}' is neither a command nor a topic.{nearest}", "Topics: {topics}. Commands: vs help"),
    },
    "call.missing": {
        "nl": ("{what} ontbreekt, en er is niemand om het aan te vragen.", "Geef {what} mee."),
        "en": ("{what} is missing, and there is nobody to ask.", "Give {what}."),
    },
    "call.one-of": {
        "nl": ("{what} vraagt een van deze: {choices}", "Zie {what} --help."),
        "en": ("{what} needs one of these: {choices}", "See {what} --help."),
    },
    "call.declined": {
        "nl": ("Niet bevestigd; er is niets vastgelegd.", "Antwoord met ja, of geef --yes mee."),
        "en": ("Not confirmed; nothing was recorded.", "Answer yes, or give --yes."),
    },
    "call.choice": {
        "nl": ("{what}: '{value}' kan niet.", "Kies uit: {choices}"),
        "en": ("{what}: '{value}' cannot be used.", "Choose from: {choices}"),
    },
    "call.bundle-names-people": {
        "nl": (
            "Een bundel bevat de regels precies zoals ze zijn, en daarin staan mensen met hun sleutel.",
            "Neem --csv, --jsonl, --xes, --adl of --mdto met --roles-only.",
        ),
        "en": (
            "A bundle holds the exact lines, in which people stand by key.",
            "Take --csv, --jsonl, --xes, --adl or --mdto with --roles-only.",
        ),
    },
    "call.one-form": {
        "nl": ("{given}: maar een vorm tegelijk.", "Roep vs export voor elke vorm apart aan."),
        "en": ("{given}: only one form at a time.", "Call vs export once for each form."),
    },
    "call.moment": {
        "nl": ("{what}: '{value}' is geen moment met tijdzone.", "Schrijf het als 2030-04-02T09:00+02:00"),
        "en": ("{what}: '{value}' is not a moment with a time zone.", "Write it as 2030-04-02T09:00+02:00"),
    },
    "call.config.unreadable": {
        "nl": ("{file} is niet te lezen: {why}.", "Herstel het bestand of haal het weg; zie vs help environment"),
        "en": ("{file} cannot be read: {why}.", "Mend the file or take it away; see vs help environment"),
    },
    "call.config.key": {
        "nl": ("{file}: de sleutel '{where}' is onbekend.", "Bekende sleutels: {known}"),
        "en": ("{file}: the key '{where}' is unknown.", "Known keys: {known}"),
    },
    "call.config.type": {
        "nl": ("{file}: '{where}' heeft een verkeerde soort waarde.", "Verwacht: {where} = {kind}"),
        "en": ("{file}: '{where}' has the wrong kind of value.", "Expected: {where} = {kind}"),
    },
    "call.config.missing": {
        "nl": ("{file}: '{where}' ontbreekt.", "Zet {where} erbij; zie vs outbox voor een voorbeeld."),
        "en": ("{file}: '{where}' is missing.", "Add {where}; vs outbox shows an example."),
    },
    "call.config.value": {
        "nl": ("{file}: bij '{where}' kan '{found}' niet.", "Verwacht: {kind}"),
        "en": ("{file}: '{where}' cannot be '{found}'.", "Expected: {kind}"),
    },
    "call.config.secret": {
        "nl": ("In de omgeving ontbreekt {name}, dat de configuratie noemt.", "Geef {name} een waarde."),
        "en": ("The environment lacks {name}, which the configuration names.", "Give {name} a value."),
    },
    "call.output": {
        "nl": ("Het antwoord kon niet worden geschreven: {why}. {recorded}", "Geef het een andere uitvoer."),
        "en": ("The answer could not be written: {why}. {recorded}", "Give it another output."),
    },
    "call.output-file-made": {
        "nl": ("Het antwoord kon niet worden geschreven: {why}. Wel gemaakt: {file}", "Geef het een andere uitvoer."),
        "en": ("The answer could not be written: {why}. But this was made: {file}", "Give it another output."),
    },
    "call.disk": {
        "nl": (
            "{file}het systeem meldt {why}.",
            "Zie of het bestand er is en u er mag lezen en schrijven; is de schijf vol?",
        ),
        "en": (
            "{file}the system reports {why}.",
            "See whether it is there and you may read and write it; is the disk full?",
        ),
    },
    "call.interrupted": {"nl": ("Onderbroken.", ""), "en": ("Interrupted.", "")},
    "call.unexpected": {
        "nl": (
            "Dit had niet mogen gebeuren: {why}",
            "Meld het met wat vs diagnose zegt (VS_DEBUG=1 toont meer).",
        ),
        "en": (
            "This should not have happened: {why}",
            "Report it with what vs diagnose says (VS_DEBUG=1 shows more).",
        ),
    },
}

_RECORDED: dict[str, dict[bool | None, str]] = {
    "nl": {True: "Het is wel vastgelegd.", False: "Er is niets vastgelegd.", None: "Zie vs history of het er staat."},
    "en": {True: "It was recorded.", False: "Nothing was recorded.", None: "See vs history whether it is there."},
}
_STAND_FOR_VALUES = frozenset({"what", "usage", "choices"})
_NEAREST = {"nl": " Bedoelt u {}?", "en": " Do you mean {}?"}


def failure(error: BaseException, lang: Lang) -> Failure:
    """What to tell about an error, and the exit code."""
    if isinstance(error, KeyboardInterrupt | click.Abort):
        return _worded("call.interrupted", lang, INTERRUPTED)
    if isinstance(error, click.ClickException):
        return _usage(error, lang)
    if isinstance(error, Trouble):
        return _trouble(error, lang)
    if isinstance(error, OSError):
        file = f"{error.filename}: " if error.filename else ""
        return _worded("call.disk", lang, StoreTrouble.exit, file=file, why=_quoted(error.strerror or str(error), lang))
    why = f"{type(error).__name__}: {error}".splitlines()[0][:300]
    return _worded("call.unexpected", lang, 1, why=why)


def _worded(rule: str, lang: Lang, code: int, **facts: object) -> Failure:
    message, remedy = WORDS[rule][lang]
    return Failure(rule, message.format(**facts), remedy.format(**facts), code)


def _trouble(error: Trouble, lang: Lang) -> Failure:
    recorded = error.recorded if isinstance(error, StoreTrouble) else None
    if error.rule in WORDS:
        facts = dict(error.facts)
        if isinstance(error, StoreTrouble):
            facts["recorded"] = _RECORDED[lang][recorded]
        if "why" in facts:
            facts["why"] = _quoted(str(facts["why"]), lang)
        facts |= {name: placeholder(str(facts[name]), lang) for name in _STAND_FOR_VALUES & facts.keys()}
        facts["nearest"] = _meant(facts.get("nearest"), lang)
        return _worded(error.rule, lang, error.exit, **facts)._replace(recorded=recorded)
    from vs_workflow.words.say import trouble

    message, remedy = trouble(error, lang)
    return Failure(error.rule, message, remedy, error.exit, recorded)


def _usage(error: click.ClickException, lang: Lang) -> Failure:
    ctx = getattr(error, "ctx", None)
    line = _line(ctx, lang)
    if isinstance(error, click.NoSuchCommand):
        nearest = _meant(error.possibilities, lang)
        return _worded("call.unknown-command", lang, 2, name=error.command_name, nearest=nearest)
    if isinstance(error, click.NoSuchOption):
        nearest = _meant(error.possibilities, lang)
        return _worded("call.unknown-option", lang, 2, name=error.option_name, nearest=nearest, usage=line)
    if isinstance(error, click.BadOptionUsage):
        rule = "call.option-value" if "requires" in error.message else "call.option-no-value"
        return _worded(rule, lang, 2, name=error.option_name, usage=line)
    if isinstance(error, click.MissingParameter):
        return _worded("call.argument", lang, 2, what=_what(error, ctx, lang), usage=line)
    if isinstance(error, click.BadParameter):
        if error.param is not None and isinstance(error.param.type, click.Choice):
            choices = ", ".join(str(choice) for choice in error.param.type.choices)
            value = error.message.split("'")[1] if error.message.count("'") > 1 else ""
            return _worded("call.choice", lang, 2, what=_what(error, ctx, lang), value=value, choices=choices)
        if error.param is not None and error.param.type is click.INT:
            value = error.message.rpartition(" is not ")[0][1:-1]
            return _worded("call.number", lang, 2, what=_what(error, ctx, lang), value=value, usage=line)
        return _worded("call.value", lang, 2, what=_what(error, ctx, lang), why=error.message, usage=line)
    return _worded("call.usage", lang, 2, why=error.format_message(), usage=line)


def _what(error: click.BadParameter, ctx: click.Context | None, lang: Lang) -> str:
    if isinstance(error.param, click.Argument) and ctx is not None:
        return metavar(error.param, ctx, lang).strip("[].")
    return error.param.opts[0] if error.param is not None else str(error.param_hint or "?")


def _line(ctx: click.Context | None, lang: Lang) -> str:
    if ctx is None or not isinstance(ctx.command, Command | Group):
        return "Zie vs help." if lang == "nl" else "See vs help."
    return f"{'Gebruik' if lang == 'nl' else 'Usage'}: {usage(ctx.command, ctx, lang)}"


def _quoted(why: str, lang: Lang) -> str:
    from vs_workflow.words.details import detail

    return detail(why, lang)


def _meant(possibilities: object, lang: Lang) -> str:
    """Suggestions, as a sentence that may be added to another."""
    if not isinstance(possibilities, list) or not possibilities:
        return ""
    return _NEAREST[lang].format((" of " if lang == "nl" else " or ").join(str(word) for word in possibilities[:3]))


def unknown_topic(name: str, known: list[str], topics: list[str]) -> Misunderstood:
    """The trouble of asking help on what is not there."""
    from difflib import get_close_matches

    return Misunderstood("call.topic", name=name, nearest=[*get_close_matches(name, known)], topics=", ".join(topics))
