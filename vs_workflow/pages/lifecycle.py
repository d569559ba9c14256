"""The rules as people read them: states, roles, steps, events and the facts of each; and the road as a drawing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vs_workflow.pages.data import Data
from vs_workflow.pages.paper import Paper
from vs_workflow.rules.lifecycle import Action, FactSpec, Step
from vs_workflow.rules.rulebook import Rules
from vs_workflow.words.lang import Lang
from vs_workflow.words.naming import label
from vs_workflow.words.terms import term

if TYPE_CHECKING:
    from rich.text import Text


def as_text(rules: Rules, lang: Lang, width: int, colour: bool) -> str | Text:
    lifecycle, programme = rules.lifecycle, rules.programme
    paper = Paper(width)
    paper.write((label(lifecycle.label, lang), "bold"), f" ({lifecycle.key})")
    paper.write(f"{label(programme.title, lang)} ({programme.key})")
    paper.head(term("states", lang))
    ends = {True: f" ({term('final', lang)})", False: ""}
    paper.pairs(
        [
            (
                state.key,
                label(state.label, lang) + (f" ({term('first', lang)})" if state.initial else ends[state.final]),
            )
            for state in lifecycle.states
        ],
        indent=2,
    )
    _roles(rules, paper, lang)
    paper.head(term("steps", lang))
    for step in lifecycle.steps:
        road = f"{', '.join(step.sources)} -> {step.target}"
        _action(step, f"{label(step.label, lang)} ({road})", rules, paper, lang)
    paper.head(term("events", lang))
    for event in lifecycle.events:
        scope = term(f"scope.{event.scope}", lang)
        states = f": {', '.join(event.in_states)}" if event.in_states else ""
        said = f"{label(event.label, lang)} ({term('belongs-to', lang)} {scope}{states})"
        _action(event, said, rules, paper, lang)
    paper.head(term("bodies", lang))
    paper.pairs([(body.key, label(body.label, lang)) for body in programme.bodies], indent=2)
    if programme.districts:
        paper.head(term("districts", lang))
        paper.pairs([(one.key, label(one.label, lang)) for one in programme.districts], indent=2)
    return paper.finish(colour)


def as_data(rules: Rules, lang: Lang) -> Data:
    lifecycle, programme = rules.lifecycle, rules.programme
    return {
        "schema": "vs.workflow-show/1",
        "rules": rules.hash,
        "lifecycle": lifecycle.key,
        "programme": programme.key,
        "states": [
            {"key": one.key, "label": label(one.label, lang), "initial": one.initial, "final": one.final}
            for one in lifecycle.states
        ],
        "roles": [
            {
                "key": one.key,
                "label": label(one.label, lang),
                "scope": one.scope,
                "granted_by": list(one.granted_by),
            }
            for one in lifecycle.roles
        ],
        "steps": [
            {**_action_data(one, lang), "from": list(one.sources), "to": one.target, "back": one.back}
            for one in lifecycle.steps
        ],
        "events": [
            {**_action_data(one, lang), "scope": one.scope, "in_states": list(one.in_states)}
            for one in lifecycle.events
        ],
        "bodies": [{"key": one.key, "kind": one.kind, "label": label(one.label, lang)} for one in programme.bodies],
        "districts": [{"key": one.key, "label": label(one.label, lang)} for one in programme.districts],
    }


def diagram(rules: Rules, lang: Lang) -> str:
    """The road as a Mermaid state diagram; the same rules always give the same drawing."""
    lifecycle = rules.lifecycle
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{_quoted(label(one.label, lang))}" as {_node(one.key)}' for one in lifecycle.states]
    lines += [f"    [*] --> {_node(one.key)}" for one in lifecycle.states if one.initial]
    for step in lifecycle.steps:
        roles = ", ".join(dict.fromkeys(_role(one.role, rules, lang) for one in step.by))
        said = _quoted(f"{step.key} ({roles})")
        lines += [f"    {_node(source)} --> {_node(step.target)} : {said}" for source in step.sources]
    lines += [f"    {_node(one.key)} --> [*]" for one in lifecycle.states if one.final]
    return "\n".join(lines) + "\n"


def diagram_as_data(rules: Rules, lang: Lang) -> Data:
    return {"schema": "vs.workflow-diagram/1", "rules": rules.hash, "mermaid": diagram(rules, lang)}


def _roles(rules: Rules, paper: Paper, lang: Lang) -> None:
    paper.head(term("roles", lang))
    rows = []
    for role in rules.lifecycle.roles:
        scope = term(f"scope.{role.scope}", lang)
        by = ", ".join(role.granted_by)
        said = f"{label(role.label, lang)}; {term('held-for', lang)} {scope}; {term('granted-by', lang)} {by}"
        rows.append((role.key, said))
    paper.pairs(rows, indent=2)


def _action(action: Action, said: str, rules: Rules, paper: Paper, lang: Lang) -> None:
    paper.write((action.key, "bold"), f": {said}", indent=2, hang=4)
    who = dict.fromkeys(_role(one.role, rules, lang) for one in action.by)
    paper.write(f"{term('who', lang)}: {', '.join(who)}", indent=6, hang=2)
    asked = [_asked(fact, lang) for fact in action.facts]
    kinds = [guard.kind for guard in action.guards]
    if action.takes_documents:
        asked.append("--document" if "document" in kinds else f"--document ({term('optional', lang)})")
    if "reason" in kinds:
        asked.append("--reason")
    if asked:
        paper.write(f"{term('facts', lang)}: {'; '.join(asked)}", indent=6, hang=2)
    names = [guard.name for guard in action.guards]
    if names and isinstance(action, Step):
        paper.write(f"{term('guards', lang)}: {', '.join(names)}", indent=6, hang=2)


def _asked(fact: FactSpec, lang: Lang) -> str:
    inner = [*fact.items, *(part.key for part in fact.fields)]
    said = f"{fact.key} ({', '.join(inner)})" if inner else fact.key
    if fact.choices:
        said = f"{said} ({'|'.join(fact.choices)})"
    return said if fact.required else f"{said} ({term('optional', lang)})"


def _action_data(action: Action, lang: Lang) -> Data:
    return {
        "key": action.key,
        "label": label(action.label, lang),
        "roles": list(dict.fromkeys(one.role for one in action.by)),
        "facts": [_fact_data(fact, lang) for fact in action.facts],
        "guards": [{"name": one.name, "kind": one.kind} for one in action.guards],
        "takes_documents": action.takes_documents,
    }


def _fact_data(fact: FactSpec, lang: Lang) -> Data:
    return {
        "key": fact.key,
        "type": fact.type,
        "label": label(fact.label, lang),
        "required": fact.required,
        "items": list(fact.items),
        "choices": list(fact.choices),
        "fields": [_fact_data(one, lang) for one in fact.fields],
    }


def _role(key: str, rules: Rules, lang: Lang) -> str:
    known = rules.lifecycle.role(key)
    return label(known.label, lang) if known is not None else key


def _node(key: str) -> str:
    """A name that Mermaid takes for a state; keys differ in letters, digits and hyphens only."""
    return f"s_{key.replace('-', '_')}"


def _quoted(text: str) -> str:
    """Text inside a drawing: what Mermaid would read as its own is written as an entity."""
    return text.translate(_ENTITIES)


_ENTITIES = str.maketrans(
    {"#": "#35;", '"': "#quot;", ";": "#59;", ":": "#58;", "<": "#lt;", ">": "#gt;", "{": "#123;", "}": "#125;"}
)
