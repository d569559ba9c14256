"""The bundle: everything that somebody needs to check the journal without this program, file by file.

The same journal gives the same bytes. What is kept goes along as it is, also where it is not what it was: that is
for whoever checks it to see, and for whoever makes it to be told. Of one assignment only: its entries and the
programme's own are there in full, of the others the leaf, so that the root stays the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from vs_workflow.desk.bundled import (
    ALLOWED_SIGNERS,
    CHECKPOINTS,
    DOCUMENTS,
    FORMAT,
    JOURNAL,
    MANIFEST,
    REGISTER,
    RULES,
    VERIFIER,
    shown_root,
)
from vs_workflow.desk.documents import must_be_there
from vs_workflow.desk.leave import Fetch, Leaving
from vs_workflow.desk.signers import Signers, with_configured
from vs_workflow.exports.bundle_readme import readmes
from vs_workflow.exports.journal_lines import leaf_line
from vs_workflow.exports.verify_py import verify_py
from vs_workflow.journal.canon import content_hash, to_bytes
from vs_workflow.journal.checkpoint import roots_over
from vs_workflow.journal.entry import Entry, Kind
from vs_workflow.ports import SealFile
from vs_workflow.reasons import Plain
from vs_workflow.rules.rulebook import files_named
from vs_workflow.words.lang import Lang
from vs_workflow.words.naming import label, number
from vs_workflow.words.terms import banner

File = tuple[str, bytes]


@dataclass(slots=True)
class Bundle:
    """A bundle in the making: `files` yields each file once, the manifest last.

    `trusted` is the trust file that was configured; for the keys that the journal declares,
    what it declares goes along instead. `changed` and `missing` then name the files that are
    not what their name says, and those that should have been there and are not.
    """

    found: Leaving
    fetch: Fetch
    seals: Iterable[File] = ()
    trusted: bytes = b""
    documents: bool = True
    register: bool = True
    listed: list[Plain] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def files(self) -> Iterator[File]:
        for name, data in self._files():
            self.listed.append({"path": name, "size": len(data), "sha256": content_hash(data)})
            yield name, data
        yield MANIFEST, self._manifest()

    @property
    def shown(self) -> list[Entry]:
        """The entries that stand in it in full."""
        told = self.found.told
        return [one.entry for one in told if one.entry is not None and is_shown(one.entry, self.found.assignment)]

    def _files(self) -> Iterator[File]:
        found, shown = self.found, self.shown
        yield JOURNAL, journal_of(found)
        yield from self._rules(shown)
        if self.register:
            yield from self._kept(REGISTER, _records(shown, found), ending=".json")
        if self.documents:
            # What somebody handed in that is a record of the register too stays closed, as it is on the shelf.
            closed = {str(entry.facts.get("record")) for entry in shown if entry.kind is Kind.REGISTER}
            needed = {address for entry in shown for address in must_be_there(entry)} - closed
            documents = {address for entry in shown for address in entry.documents} - closed
            yield from self._kept(DOCUMENTS, documents, needed)
        yield from self.seals
        allowed = with_configured(Signers(found.book.keys, found.setting.rules), self.trusted)
        if allowed:
            yield ALLOWED_SIGNERS, allowed
        titles = {"nl": self._title("nl"), "en": self._title("en")}
        called = None if found.assignment is None else f"{number(found.assignment, found.setting)} {found.assignment}"
        yield from readmes(titles, len(found.told), found.head, _root(found), called).items()
        yield VERIFIER, verify_py()

    def _title(self, lang: Lang) -> str:
        """What it is of; of a rehearsal with the line that says so."""
        title = label(self.found.setting.rules.programme.title, lang)
        return f"{banner(lang)}\n{title}" if self.found.setting.rehearsal else title

    def _rules(self, shown: list[Entry]) -> Iterator[File]:
        """The manifests that entries name, and the files that those name."""
        manifests = set[str]().union(*(entry.rules_named for entry in shown))
        files: set[str] = set()
        for address in sorted(manifests):
            data = self.fetch(address)
            if data is not None:
                files |= files_named(data)
        yield from self._kept(RULES, manifests, manifests, ending=".manifest")
        yield from self._kept(RULES, files, files, ending=".toml")

    def _kept(
        self, folder: str, addresses: set[str], needed: Collection[str] = (), *, ending: str = ""
    ) -> Iterator[File]:
        """What of these is on the shelf still, each held against its hash; `needed` are those that must be there."""
        for address in sorted(addresses):
            name, data = f"{folder}/{address}{ending}", self.fetch(address)
            if data is None:
                self.missing += [name] if address in needed else []
                continue
            if content_hash(data) != address:
                self.changed.append(name)
            yield name, data

    def _manifest(self) -> bytes:
        found = self.found
        return to_bytes(
            {
                "format": FORMAT,
                "programme": found.programme,
                "assignment": found.assignment,
                "entries": len(found.told),
                "head": found.head,
                "root": _root(found),
                "files": self.listed,
            }
        )


def checkpoints(kept: Iterable[SealFile]) -> list[File]:
    """What is kept of checkpoints and signatures, as it goes along: all, for what speaks against us is evidence too."""
    return sorted((f"{CHECKPOINTS}/{one.name}", one.content) for one in kept)


def _root(found: Leaving) -> str:
    return shown_root(roots_over(one.line for one in found.told))


def is_shown(entry: Entry, assignment: str | None) -> bool:
    """Whether an entry stands in full in the bundle of this assignment (None: of everything)."""
    return assignment is None or entry.assignment in (None, assignment)


def journal_of(found: Leaving) -> bytes:
    """Every line: its exact bytes, or its leaf alone."""
    return b"".join(
        one.line.text + b"\n"
        if one.entry is not None and is_shown(one.entry, found.assignment)
        else leaf_line(one.line)
        for one in found.told
    )


def _records(shown: list[Entry], found: Leaving) -> set[str]:
    """The records of the people whom these entries name; for a part, of nobody who is only in the register."""
    registered = [entry for entry in shown if Kind.REGISTER in (entry.kind, entry.asked)]
    if found.assignment is None:
        return {str(entry.facts.get("record")) for entry in registered}
    named: set[str] = set()
    for entry in shown:
        if Kind.REGISTER not in (entry.kind, entry.asked):
            named |= _texts([entry.actor, entry.behalf_of, entry.typed_by, dict(entry.facts)])
    return {str(entry.facts.get("record")) for entry in registered if entry.facts.get("person") in named}


def _texts(value: Plain) -> set[str]:
    """Every text in the value, however deep."""
    if isinstance(value, str):
        return {value}
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(_texts(one) for one in inner))
