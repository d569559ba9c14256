"""The register of people: salted records on the shelf, apart from the rules, destructible without breaking a proof."""

from __future__ import annotations

from collections.abc import Mapping

from vs_workflow.casebook import Casebook
from vs_workflow.desk.office import Office, Record
from vs_workflow.journal.canon import NotCanonical, content_hash, from_bytes, to_bytes
from vs_workflow.ports import Shelf
from vs_workflow.reasons import Plain


def record_bytes(person: str, record: Record, salt: str) -> bytes:
    """The bytes of a record; the salt keeps a name from being guessed from the hash."""
    function: dict[str, Plain] = dict(record.function)
    return to_bytes(
        {
            "person": person,
            "name": record.name,
            "function": function,
            "organisation": record.organisation,
            "district": record.district,
            "salt": salt,
        }
    )


def records(office: Office, shelf: Shelf, book: Casebook) -> dict[str, Record]:
    """What the register says of each person; nobody whose record is gone, or is another than was recorded."""
    found: dict[str, Record] = {}
    for person, address in book.people.items():
        record = office.records.get(address)
        if record is None:
            data = shelf.get(address)
            record = None if data is None or content_hash(data) != address else record_in(data)
            if record is None:
                continue
            office.records[address] = record
        found[person] = record
    return found


def names(found: Mapping[str, Record]) -> dict[str, Mapping[str, str]]:
    """How people are shown, by key and language."""
    return {person: record.shown for person, record in found.items() if record.shown}


def record_in(data: bytes) -> Record | None:
    """The record that these bytes are; None for others."""
    try:
        said = from_bytes(data)
        return Record(
            str(said["name"]),
            {str(key): str(text) for key, text in said["function"].items()},
            str(said["organisation"]),
            str(said["district"]),
        )
    except (NotCanonical, KeyError, AttributeError):
        return None
