"""What an entry says, in a line: what happened to what, and by whom on whose authority."""

from __future__ import annotations

from vs_workflow.casebook import Mark
from vs_workflow.desk.views import Setting
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.reasons import Facts
from vs_workflow.words import naming
from vs_workflow.words.facts import fact
from vs_workflow.words.lang import Lang
from vs_workflow.words.terms import term


def happening(entry: Entry, setting: Setting, lang: Lang) -> str:
    """`4A: presenteren aan de voorzitter`; of a role: which, to whom; of a correction: which entry, what with it."""
    return f"{_about(entry, setting)}{_what(entry, setting, lang)}"


def marked(mark: Mark, setting: Setting, lang: Lang) -> str:
    """What a step or event was, without what it was about."""
    return naming.action(mark.what, setting, lang) if mark.is_step else _event(mark.what, mark.facts, setting, lang)


def by_whom(entry: Entry | Mark, setting: Setting, lang: Lang) -> str:
    """`door A namens B (rol, mandaat nr. 31), getypt door C`."""
    if entry.actor is None:
        return f"{term('by', lang)} vs"
    said = f"{term('by', lang)} {naming.person(entry.actor, setting, lang)}"
    if entry.behalf_of:
        said = f"{said} {term('mandate-of', lang)} {naming.person(entry.behalf_of, setting, lang)}"
    if entry.role and entry.grant is not None:
        numbered = term("mandate-no" if entry.behalf_of else "grant", lang)
        said = f"{said} ({naming.role(entry.role, setting, lang)}, {numbered} {entry.grant})"
    if entry.typed_by and entry.typed_by != entry.actor:
        said = f"{said}, {term('typed-by', lang)} {naming.person(entry.typed_by, setting, lang)}"
    return said


def _about(entry: Entry, setting: Setting) -> str:
    number = naming.number(entry.assignment, setting)
    return f"{number}: " if number else ""


def _what(entry: Entry, setting: Setting, lang: Lang) -> str:
    match entry.asked or entry.kind:
        case Kind.STEP:
            return naming.action(entry.what, setting, lang)
        case Kind.EVENT:
            return _event(entry.what, entry.facts, setting, lang)
        case Kind.GRANT:
            return _grant(entry, setting, lang)
        case Kind.CORRECTION:
            what = term(f"what.{entry.what}", lang)
            return f"{term('nr', lang)} {entry.corrects} {what}"
        case Kind.REGISTER:
            who = naming.person(str(entry.facts.get("person", "")), setting, lang)
            return f"{term('what.person', lang)}: {who}"
        case Kind.OPENED:
            return f"{term('kind.opened', lang)} ({naming.title(entry.assignment or '', setting, lang)})"
        case Kind.GENESIS:
            return f"{term('kind.genesis', lang)}: {fact('programme', entry.facts.get('programme'), None, lang)}"
        case Kind.RULES:
            return f"{term('kind.rules', lang)} {entry.rules[:12]}"
        case Kind.MIGRATION:
            return f"{term(f'what.{entry.what}', lang)} ({str(entry.facts.get('to', entry.rules))[:12]})"
        case Kind.DESTRUCTION:
            return _destruction(entry, lang)
        case Kind.FLAG:
            milestone = naming.milestone(str(entry.facts.get("milestone", "")), setting, lang)
            due = fact("due", entry.facts.get("due"), setting, lang)
            return f"{term(f'flag.{entry.what}', lang)} {milestone} ({term('due', lang)} {due})"
        case Kind.SWEEP:
            covered = [fact(key, entry.facts[key], setting, lang) for key in ("from", "to") if key in entry.facts]
            days = " - ".join(dict.fromkeys(covered)) or term("check.covered-none", lang)
            return f"{term('kind.sweep', lang)}: {days}"
        case Kind.KEY:
            return _key(entry, lang)
        case other:
            said = ", ".join(f"{key} {fact(key, value, setting, lang)}" for key, value in entry.facts.items())
            return f"{term(f'kind.{other.value}', lang)} {entry.what}{f' ({said})' if said else ''}"


def _destruction(entry: Entry, lang: Lang) -> str:
    numbers, ground = entry.facts.get("entries"), fact("ground", entry.facts.get("ground"), None, lang)
    count = len(numbers) if isinstance(numbers, list) else 0
    what = term("destroying", lang).format(count) if entry.accepted else term("destroying-asked", lang)
    said = [ground, *(f"{term('declaration', lang)} sha256:{one[:12]}" for one in entry.documents)]
    given = "; ".join(one for one in said if one)
    return f"{what} ({given})" if given else what


def _event(what: str, facts: Facts, setting: Setting, lang: Lang) -> str:
    """The event, with the body or the person that it is about, and the day that it names."""
    label = naming.action(what, setting, lang)
    event = setting.rules.lifecycle.event(what)
    if event is None:
        return label
    said = [
        fact(spec.type, value, setting, lang)
        for spec in event.facts
        if spec.type in ("body", "person", "day", "people") and (value := facts.get(spec.key))
    ]
    return f"{label}: {', '.join(said)}" if said else label


def _key(entry: Entry, lang: Lang) -> str:
    """Which key, of whom, and what it signs."""
    facts = entry.facts
    said = f"{term(f'key.{entry.what}', lang)}: {fact('fingerprint', facts.get('fingerprint'), None, lang)}"
    whose = [fact("principal", facts.get("principal"), None, lang)]
    whose += [term(f"key.{facts['purpose']}", lang)] if facts.get("purpose") else []
    return f"{said} ({', '.join(whose)})" if whose[0] else said


def _grant(entry: Entry, setting: Setting, lang: Lang) -> str:
    facts = entry.facts
    what = term(f"what.{entry.what}", lang)
    if entry.what == "end":
        what = f"{what} ({term('nr', lang)} {facts.get('grant')})"
    role = facts.get("role")
    said = f"{what}: {naming.role(str(role), setting, lang)}" if role else what
    if facts.get("body"):
        said = f"{said} ({naming.body(str(facts['body']), setting, lang)})"
    if facts.get("person"):
        said = f"{said}; {naming.person(str(facts['person']), setting, lang)}"
    if facts.get("until"):
        said = f"{said}; {term('until', lang)} {fact('until', facts['until'], setting, lang)}"
    return said
