"""A form as TOML: what a step or event asks, one fact per line, with what is known filled in.

Keys never change with the language; comments do. What is asked stands uncommented, what is
optional commented out. The same form, filled in, is what `--form` reads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from vs_workflow.desk.blank import Form, FormField
from vs_workflow.pages.data import Data
from vs_workflow.words import naming
from vs_workflow.words.lang import Lang
from vs_workflow.words.safe import safe
from vs_workflow.words.terms import term

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+\Z")
_TABLES = ("confirmations", "gaps", "records")


def as_text(view: Form, lang: Lang) -> str:
    """The form, ready to be saved and filled in. It has no width: it is a file."""
    lines = list(_head(view, lang))
    # TOML puts a table's lines under it until the next table: what stands alone comes first.
    for field in view.fields:
        if field.type not in _TABLES:
            lines.extend(_single(field, lang))
    for field in view.fields:
        match field.type:
            case "confirmations":
                lines.extend(_confirmations(field, lang))
            case "gaps":
                lines.extend(_gaps(field, view, lang))
            case "records":
                lines.extend(_records(field, lang))
    if not any(field.type != "gaps" or field.items for field in view.fields):
        lines.append(_comment(term("form.nothing", lang)))
    return "\n".join(lines).rstrip("\n") + "\n"


def as_data(view: Form, lang: Lang) -> Data:
    return {
        "schema": "vs.form/1",
        "rehearsal": view.setting.rehearsal,
        "assignment": view.assignment,
        "action": view.action,
        "label": naming.label(view.label, lang),
        "takes_documents": view.takes_documents,
        "needs_reason": view.needs_reason,
        "fields": [_field_data(field, lang) for field in view.fields],
    }


def _field_data(field: FormField, lang: Lang) -> Data:
    return {
        "key": field.key,
        "type": field.type,
        "label": naming.label(field.label, lang),
        "required": field.required,
        "value": field.value,
        "items": list(field.items),
        "choices": list(field.choices),
        "fields": [_field_data(inner, lang) for inner in field.fields],
    }


def _head(view: Form, lang: Lang) -> Iterator[str]:
    number = naming.number(view.assignment, view.setting)
    about = f"{number}: {naming.label(view.label, lang)}" if number else naming.label(view.label, lang)
    if view.setting.rehearsal:
        yield _comment(f"{term('rehearsal', lang)} - {term('rehearsal-means', lang)}")
    yield _comment(term("form.head", lang).format(about))
    lifecycle = view.setting.rules.lifecycle
    event = lifecycle.event(view.action)
    # Where it belongs to an assignment and none was named, the command has its place, as vs help shows it.
    where = number or ("" if event is not None and event.scope != "assignment" else "A")
    words = ["vs", "record", view.action, where] if event is not None else ["vs", "advance", where, view.action]
    file = "BESTAND" if lang == "nl" else "FILE"
    command = " ".join([*(word for word in words if word), "--form", file])
    yield _comment(term("form.use", lang).format(command))
    if view.takes_documents:
        yield _comment(term("form.document", lang))
    if view.needs_reason:
        yield _comment(term("form.reason", lang))
    yield ""


def _single(field: FormField, lang: Lang) -> Iterator[str]:
    yield _comment(_explained(field, lang))
    mark = "" if field.required or field.value not in (None, "", [], False) else "# "
    yield f"{mark}{_key(field.key)} = {_value(field.value, field.type)}"
    yield ""


def _confirmations(field: FormField, lang: Lang) -> Iterator[str]:
    known = field.value if isinstance(field.value, Mapping) else {}
    yield _comment(_explained(field, lang))
    yield _comment(term("form.confirmations", lang))
    mark = "" if field.required else "# "
    yield f"{mark}[{_key(field.key)}]"
    for key, label in field.items.items():
        yield _comment(naming.label(label, lang))
        yield f"{mark}{_key(key)} = {_value(known.get(key), 'text')}"
    yield ""


def _gaps(field: FormField, view: Form, lang: Lang) -> Iterator[str]:
    if not field.items:
        return
    known = field.value if isinstance(field.value, Mapping) else {}
    yield _comment(_explained(field, lang))
    yield _comment(term("form.gaps", lang))
    yield f"[{_key(field.key)}]"
    for key in field.items:
        yield _comment(naming.gap(key, view.setting, lang))
        yield f"{_key(key)} = {_value(known.get(key) is True, 'confirmation')}"
    yield ""


def _records(field: FormField, lang: Lang) -> Iterator[str]:
    rows = field.value if isinstance(field.value, list) and field.value else [{}]
    yield _comment(_explained(field, lang))
    yield _comment(term("form.rows", lang))
    mark = "" if field.required else "# "
    for row in rows:
        known = row if isinstance(row, Mapping) else {}
        yield f"{mark}[[{_key(field.key)}]]"
        for part in field.fields:
            yield _comment(_explained(part, lang))
            inner = mark if part.required or known.get(part.key) else "# "
            yield f"{inner}{_key(part.key)} = {_value(known.get(part.key), part.type)}"
        yield ""


def _explained(field: FormField, lang: Lang) -> str:
    said = naming.label(field.label, lang)
    if field.choices:
        known = ", ".join(f"{safe(key)} ({naming.label(label, lang)})" for key, label in field.choices.items())
        said = f"{said}; {term('form.choices', lang)}: {known}"
    if not field.required and field.type != "gaps":
        said = f"{said} ({term('form.optional', lang)})"
    return said


def _comment(text: str) -> str:
    return f"# {safe(text)}"


def _key(key: str) -> str:
    return key if _BARE_KEY.match(key) else _string(key)


def _value(value: object, kind: str) -> str:
    """The value in TOML; where none is known, the empty one of its kind."""
    if kind == "confirmation":
        return "true" if value is True else "false"
    if kind == "people":
        known = value if isinstance(value, list) else []
        return f"[{', '.join(_string(str(one)) for one in known)}]"
    return _string("" if value is None else str(value))


def _string(text: str) -> str:
    """A basic string: JSON's escapes are TOML's too; what JSON lets through is written out."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(char if safe(char) == char else f"\\u{ord(char):04x}" for char in quoted)
