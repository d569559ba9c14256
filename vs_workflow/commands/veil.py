"""People as role holders on every page: who is called what is looked up once, where the office is opened.

The register is read as it is and then answered for by roles; keys and names that stand in a
page or a document by other ways are replaced when it is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vs_workflow.exports.roles import role_holders

if TYPE_CHECKING:
    from collections.abc import Mapping

    from vs_workflow.commands.settings import Settings
    from vs_workflow.desk.office import Office
    from vs_workflow.rules.rulebook import Rules

_NO_ROLE = {"nl": "persoon", "en": "person"}


def veil(settings: Settings, office: Office) -> None:
    """From here on this office shows people by role and number; `settings.veil` replaces them elsewhere."""
    from vs_workflow.desk.register import records
    from vs_workflow.rules.rulebook import fetch

    with office.room.reading() as work:
        book = work.index.book()
        if not book.head:
            return
        known = records(office, work.shelf, book)
        rules = fetch(book.rules, work.shelf.get)
    shown = role_holders(book, {person: record.name for person, record in known.items() if record.name})
    settings.veil.append(shown)
    for person, record in known.items():
        role, _, number = shown.called[person].rpartition("-")
        called = {lang: f"{label} {number}" for lang, label in _labels(role, rules).items()}
        office.records[book.people[person]] = replace(record, name="", function=called)


def _labels(role: str, rules: Rules) -> Mapping[str, str]:
    known = rules.lifecycle.role(role)
    return _NO_ROLE if known is None else known.label
