"""People as role holders: each is called after the first role that he held, with a number, the same in every export.

Names that are known are taken out of typed text as well. Who was meant can still be told by
somebody who knows who held the role; a name that the register does not have stays in a text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from vs_workflow.desk.leave import Leaving
from vs_workflow.reasons import Plain

NOBODY_IN_PARTICULAR = "person"
_SHORTEST_NAME = 3
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
class Shown:
    """What people are called in an export, by key. Without an entry, and without names, all stays as it is."""

    called: Mapping[str, str] = field(default_factory=dict)
    names: re.Pattern[str] | None = None
    keys: Mapping[str, str] = field(default_factory=dict)

    @property
    def roles_only(self) -> bool:
        return bool(self.called)

    def person(self, key: str | None) -> str | None:
        """What to call the person with that key."""
        if key is None or not self.called:
            return key
        return self.called.get(key, NOBODY_IN_PARTICULAR)

    def text(self, text: str) -> str:
        """The text, with the names that are known in it replaced."""
        if self.names is None:
            return text
        return self.names.sub(lambda found: self.called[self.keys[found[0]]], text)

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
        return self.text(value) if isinstance(value, str) else value


BY_KEY = Shown()
"""People by their key, as the journal has them."""


def role_holders(found: Leaving) -> Shown:
    """Every person of the register as a role holder: `lead-1`, `chair-2`; `person-3` for who never held a role."""
    first: dict[str, str] = {}
    for grant in sorted(found.book.grants(), key=lambda one: (one.is_mandate, one.seq)):
        first.setdefault(grant.person, grant.role)
    for person in found.book.people:
        first.setdefault(person, NOBODY_IN_PARTICULAR)
    called: dict[str, str] = {}
    counted: dict[str, int] = {}
    for person, role in first.items():
        counted[role] = counted.get(role, 0) + 1
        called[person] = f"{role}-{counted[role]}"
    spelled = {spelling: person for person, name in found.names.items() for spelling in _spellings(name)}
    return Shown(called, _any_of(spelled), spelled)


def _spellings(name: str) -> list[str]:
    """The full name and every tail of it, so that a surname is found too."""
    words = name.split()
    tails = (" ".join(words[start:]) for start in range(len(words)))
    return [tail for tail in tails if len(tail) >= _SHORTEST_NAME]


def _any_of(spellings: Mapping[str, str]) -> re.Pattern[str] | None:
    if not spellings:
        return None
    longest_first = sorted(spellings, key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(one) for one in longest_first)})(?!\w)")
