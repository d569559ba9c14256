"""People as role holders: each is called after the first role that he held, with his own number, everywhere the same.

Names that are known are taken out of typed text as well. Who was meant can still be told by
somebody who knows who held the role; a name that the register does not have stays in a text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from vs_workflow.casebook import Casebook
from vs_workflow.reasons import Plain

NOBODY_IN_PARTICULAR = "person"
_SHORTEST_NAME = 2
# What stands under these keys is a word of the rules and never a person.
_WORDS_OF_RULES = frozenset(
    (
        "kind", "what", "asked", "role", "roles", "assignment", "from", "to", "on", "at", "rules", "code", "rule",
        "guard", "guards", "body", "step", "event", "other", "state", "states", "sources", "possible", "in_role",
        "organisation", "district", "documents", "app", "milestone", "why", "scope", "leaf",
    )
)  # fmt: skip
_PERSONS = ("actor", "behalf_of", "typed_by")


@dataclass(frozen=True, slots=True)
class Spelled:
    """Names and keys as they may stand in a text: a pattern with a group for each, and whose each is; None's stays."""

    pattern: re.Pattern[str]
    whose: tuple[str | None, ...]

    def replaced(self, text: str, called: Mapping[str, str]) -> str:
        def instead(found: re.Match[str]) -> str:
            person = self.whose[(found.lastindex or 1) - 1]
            return found[0] if person is None else called[person]

        return self.pattern.sub(instead, text)


@dataclass(frozen=True, slots=True)
class Shown:
    """What people are called in an export, by key. Without an entry, and without names, all stays as it is."""

    called: Mapping[str, str] = field(default_factory=dict)
    names: Spelled | None = None
    words: Spelled | None = None

    @property
    def roles_only(self) -> bool:
        return bool(self.called)

    def person(self, key: str | None) -> str | None:
        """What to call the person with that key."""
        if key is None or not self.called:
            return key
        return self.called.get(key, NOBODY_IN_PARTICULAR)

    def text(self, text: str) -> str:
        """The text, with the names and keys that are known in it replaced."""
        return text if self.words is None else self.words.replaced(text, self.called)

    def value(self, value: Plain) -> Plain:
        """The value with every person in it replaced, however deep."""
        if not self.called:
            return value
        if isinstance(value, str):
            return self.called.get(value) or self.text(value)
        if isinstance(value, list):
            return [self.value(one) for one in value]
        if isinstance(value, dict):
            return {
                self.called.get(key, key): (
                    self.person(inner if isinstance(inner, str) else None)
                    if key in _PERSONS
                    else self._words(inner)
                    if key in _WORDS_OF_RULES
                    else self.value(inner)
                )
                for key, inner in value.items()
            }
        return value

    def _words(self, value: Plain) -> Plain:
        """The same where a person's key would be a word of the rules: only names are looked for."""
        if isinstance(value, list):
            return [self._words(one) for one in value]
        if isinstance(value, str):
            return value if self.names is None else self.names.replaced(value, self.called)
        return self.value(value)


BY_KEY = Shown()
"""People by their key, as the journal has them."""


def role_holders(book: Casebook, names: Mapping[str, str]) -> Shown:
    """Every person of the register as a role holder: `lead-1`, `chair-2`; `person-3` for who never held a role.

    The number is the person's place in the register, so that it stays when more is recorded, and when what told of a
    role is destroyed: then the word before it may become another, and the number never somebody else's.
    `names` are people's names by key, as far as they are known. A key goes before a name that is
    spelled the same, and is nobody else's label: a command takes it for the key.
    """
    first: dict[str, str] = {}
    for grant in sorted(book.grants(), key=lambda one: (one.is_mandate, one.seq)):
        first.setdefault(grant.person, grant.role)
    for person in book.people:
        first.setdefault(person, NOBODY_IN_PARTICULAR)
    called = {person: _label(first[person], number, book.people) for number, person in enumerate(book.people, start=1)}
    keys = {person: person for person in called}
    spelled = {tail: keys.get(tail.casefold(), person) for person, name in names.items() for tail in _spellings(name)}
    # What has a hyphen and is nobody's name: in typed text a name is one on either side of a hyphen too.
    others = dict.fromkeys((*book.bodies, *book.cases, *book.destroyed))
    whole, parts = _ways({**others, **keys}, _WHOLE), _ways(spelled, _PART)
    return Shown(called, _any_of(_ways(spelled, _WHOLE)), _any_of({**whole, **parts}))


def _label(role: str, number: int, keys: Container[str]) -> str:
    """Role and number; with the number again, where somebody has that for a key."""
    label = f"{role}-{number}"
    while label in keys:
        label = f"{label}-{number}"
    return label


def _spellings(name: str) -> list[str]:
    """The full name and every tail of it, so that a surname is found too."""
    words = name.split()
    tails = (" ".join(words[start:]) for start in range(len(words)))
    return [tail for tail in tails if len(tail) >= _SHORTEST_NAME]


# A word, keys with hyphens being one; and a part of one.
_WHOLE = r"(?<![\w-])(?:{})(?![\w-])"
_PART = r"(?<![^\W_])(?:{})(?![^\W_])"


def _ways(spellings: Mapping[str, str | None], bounds: str) -> dict[str, tuple[str, str | None]]:
    """The pattern of each spelling, and whose it is."""
    return {one: (bounds.format(_in_any_case(one)), person) for one, person in spellings.items()}


def _any_of(ways: Mapping[str, tuple[str, str | None]]) -> Spelled | None:
    if not ways:
        return None
    longest_first = [ways[one] for one in sorted(ways, key=lambda one: (-len(one), one))]
    return Spelled(re.compile("|".join(way for way, _ in longest_first)), tuple(person for _, person in longest_first))


def _in_any_case(spelling: str) -> str:
    """Of two letters only as it is written: else every "in" would be somebody."""
    return f"({re.escape(spelling)})" if len(spelling) <= _SHORTEST_NAME else f"((?i:{re.escape(spelling)}))"
