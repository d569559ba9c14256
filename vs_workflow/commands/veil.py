"""People as role holders on every page: who is called what is looked up once, where the office is opened.

The register is read as it is and then answered for by roles; keys and names that stand in a
page or a document by other ways are replaced when it is written. What a page calls somebody
is also a way to ask for him, whether or not his record is still there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from vs_workflow.desk.office import Record
from vs_workflow.exports.roles import NOBODY_IN_PARTICULAR, role_holders
from vs_workflow.journal.entry import Kind
from vs_workflow.reasons import Misunderstood

if TYPE_CHECKING:
    from vs_workflow.commands.settings import Settings
    from vs_workflow.desk.office import Office
    from vs_workflow.desk.views import Migrated

_NOTHING_KEPT = Record(name="", function={}, organisation="", district="")


def veil(settings: Settings, office: Office) -> None:
    """From here on this office shows people by role and number; `settings.veil` replaces them elsewhere."""
    from vs_workflow.desk.register import records

    with office.room.reading() as work:
        book = work.index.book()
        if not book.head:
            return
        known = records(office, work.shelf, book)
    shown = role_holders(book, {person: record.name for person, record in known.items() if record.name})
    settings.veil.append(shown)
    for person, called in shown.called.items():
        record = known.get(person, _NOTHING_KEPT)
        office.records[book.people[person]] = replace(record, name="", function={"nl": called, "en": called})


def veiled(found: Migrated) -> Migrated:
    """The same move, with nobody in particular for whom it put in the register: he was not there to be numbered."""
    new = [str(entry.facts["person"]) for entry in found.entries if entry.kind is Kind.REGISTER]
    called = {person: {"nl": NOBODY_IN_PARTICULAR, "en": NOBODY_IN_PARTICULAR} for person in new}
    return replace(found, setting=replace(found.setting, names={**found.setting.names, **called}))


def unhinted(error: BaseException) -> BaseException:
    """The error without the people it suggests, and without what was typed: side by side they say who is who."""
    if isinstance(error, Misunderstood) and error.rule == "name.unknown" and error.facts.get("kind") == "person":
        return Misunderstood("person.veiled")
    return error
