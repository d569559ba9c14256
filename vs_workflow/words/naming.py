"""What things are called: people by name, the rest by the labels of the rules in force.

Whatever is unknown is shown by its key; nothing here fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import safe
from vs_workflow.words.terms import TERMS

if TYPE_CHECKING:
    from vs_workflow.desk.views import Setting

_AND = {"nl": "en", "en": "and"}
_OR = {"nl": "of", "en": "or"}
_GUARDS = {
    "document": {"nl": "document", "en": "document"},
    "composition": {"nl": "samenstelling van het team", "en": "composition of the team"},
    "meeting": {"nl": "vergadering van {}", "en": "meeting of {}"},
    "sub-cases": {"nl": "elk aanbod {}", "en": "each offer {}"},
    "reason": {"nl": "reden", "en": "reason"},
    "team-member": {"nl": "lid van het team", "en": "member of the team"},
}
_SOMEBODY_FROM = {"nl": "een ambtenaar uit", "en": "an official from"}
_SOMEBODY_OF = {"nl": "iemand van", "en": "somebody of"}


def label(said: Mapping[str, str], lang: Lang) -> str:
    """The label in that language, or in the other where it has none."""
    return safe(said.get(lang) or next(iter(said.values()), ""))


def join(words: Iterable[str], lang: Lang) -> str:
    """`a, b and c`."""
    return _joined(list(words), _AND[lang])


def either(words: Iterable[str], lang: Lang) -> str:
    """`a, b or c`."""
    return _joined(list(words), _OR[lang])


def _joined(found: list[str], last: str) -> str:
    return "".join(found) if len(found) < 2 else f"{', '.join(found[:-1])} {last} {found[-1]}"


def person(key: str, setting: Setting, lang: Lang) -> str:
    """The name of a person, or the function without a name; the key where no record is left."""
    return label(setting.names.get(key, {}), lang) or safe(key)


def people(keys: Iterable[str], setting: Setting, lang: Lang) -> str:
    return join((person(key, setting, lang) for key in keys), lang)


def number(assignment: str | None, setting: Setting) -> str:
    """The number that people call an assignment by; nothing for the programme itself."""
    known = setting.rules.programme.assignment(assignment) if assignment else None
    return safe(known.number if known is not None else assignment or "")


def title(assignment: str, setting: Setting, lang: Lang) -> str:
    known = setting.rules.programme.assignment(assignment)
    return label(known.title, lang) if known is not None else safe(assignment)


def state(key: str, setting: Setting, lang: Lang) -> str:
    """The label of a state of an assignment, or of the small life beside the road."""
    known = setting.rules.lifecycle.state(key)
    return label(known.label, lang) if known is not None else sub_state(key, setting, lang)


def action(key: str, setting: Setting, lang: Lang) -> str:
    """The label of a step or an event; of what is asked beside these (a correction, a role), what it does."""
    lifecycle = setting.rules.lifecycle
    known = lifecycle.step(key) or lifecycle.event(key)
    return label(known.label, lang) if known is not None else deed(key, lang)


def deed(key: str, lang: Lang) -> str:
    """What is asked that is no step and no event, and so has the same name under all rules; else the key."""
    known = TERMS.get(f"deed.{key}")
    return safe(key) if known is None else known[0 if lang == "nl" else 1]


def flag(key: str, lang: Lang) -> str:
    """What a flag says of its milestone, within a sentence."""
    known = TERMS.get(f"flag.{key}")
    return safe(key) if known is None else known[0 if lang == "nl" else 1].lower()


def role(key: str, setting: Setting, lang: Lang) -> str:
    known = setting.rules.lifecycle.role(key)
    return label(known.label, lang) if known is not None else safe(key)


def roles(keys: Iterable[str], setting: Setting, lang: Lang) -> str:
    """`lead or chair`: the roles of which one is enough."""
    return either((role(key, setting, lang) for key in keys), lang)


def body(key: str, setting: Setting, lang: Lang) -> str:
    """The label of a body of the programme, or what one is called that was opened since."""
    known = setting.rules.programme.body(key)
    return label(known.label, lang) if known is not None else safe(setting.bodies.get(key) or key)


def milestone(key: str, setting: Setting, lang: Lang) -> str:
    known = setting.rules.programme.milestone(key)
    return label(known.label, lang) if known is not None else safe(key)


def district(key: str, setting: Setting, lang: Lang) -> str:
    return _named(key, {one.key: one.label for one in setting.rules.programme.districts}, lang)


def organisation(key: str, setting: Setting, lang: Lang) -> str:
    return _named(key, {one.key: one.label for one in setting.rules.programme.organisations}, lang)


def sub_state(key: str, setting: Setting, lang: Lang) -> str:
    """What a state of the small life beside the road is called."""
    subcase = setting.rules.lifecycle.subcase
    return _named(key, {one.key: one.label for one in subcase.states} if subcase is not None else {}, lang)


def _named(key: str, labels: Mapping[str, Mapping[str, str]], lang: Lang) -> str:
    return label(labels[key], lang) if key in labels else safe(key)


def gap(key: str, setting: Setting, lang: Lang) -> str:
    """What a team lacks, from the gap's key: somebody of a district, or of an organisation."""
    kind, _, named = key.partition("-")
    if kind == "district":
        return f"{_SOMEBODY_FROM[lang]} {district(named, setting, lang)}"
    if kind == "organisation":
        return f"{_SOMEBODY_OF[lang]} {organisation(named, setting, lang)}"
    return safe(key)


def asked(key: str, setting: Setting, lang: Lang) -> str:
    """What a form calls a fact: the label of the first action that asks for it, or of a field in it."""
    lifecycle = setting.rules.lifecycle
    for known in (*lifecycle.steps, *lifecycle.events):
        for spec in known.facts:
            for one in (spec, *spec.fields):
                if one.key == key:
                    return label(one.label, lang)
    return safe(key)


def guard(name: str, step: str, source: str, setting: Setting, lang: Lang) -> str:
    """What a condition of a step is about, from its kind and what it looks at; its name where the rules lack it."""
    known = setting.rules.lifecycle.step(step, source)
    spec = next((one for one in known.guards if one.name == name), None) if known is not None else None
    if spec is None:
        return safe(name)
    said = _GUARDS[spec.kind][lang] if spec.kind in _GUARDS else ""
    if spec.fact:
        # What a form says more about a fact is for whoever fills it in.
        said = re.split(r"[:(]", asked(spec.fact, setting, lang))[0].strip()
    elif spec.event:
        said = action(spec.event, setting, lang)
    elif spec.body_kind:
        bodies = (one for one in setting.rules.programme.bodies if one.kind == spec.body_kind)
        said = said.format(either((label(one.label, lang) for one in bodies), lang))
    elif spec.all_in:
        said = said.format(either((sub_state(one, setting, lang) for one in spec.all_in), lang))
    return said


def count(counts: Mapping[str, object], setting: Setting, lang: Lang) -> str:
    """`3 implemented, 1 declined`, in the order of the small life."""
    subcase = setting.rules.lifecycle.subcase
    order = [one.key for one in subcase.states] if subcase is not None else []
    keys = sorted(counts, key=lambda key: order.index(key) if key in order else len(order))
    return ", ".join(f"{safe(str(counts[key]))} {sub_state(key, setting, lang)}" for key in keys)
