"""Own: which of those who sign are the programme itself, whoever weighs, witnesses or takes a signature in.

A witness is somebody else: not a key that signed a checkpoint of this journal or that it declares
as the programme's, and no other key of whoever such a key is of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from vs_workflow.journal.public_key import key_of
from vs_workflow.ports import Trust


@dataclass(frozen=True, slots=True)
class Own:
    """The programme's own keys and, by the trust file, the names that it goes by."""

    keys: frozenset[bytes]
    names: frozenset[str]
    trust: Trust | None
    is_declared: Callable[[bytes], bool]

    def made(self, signature: bytes) -> bool:
        """Whether the programme itself made this signature, which then is no witness's."""
        key = key_of(signature)
        if key is None:
            return False
        known_as = () if self.trust is None else self.trust.names(key)
        return key in self.keys or self.is_declared(key) or not self.names.isdisjoint(known_as)


def own_of(
    signatures: Iterable[bytes], is_declared: Callable[[bytes], bool], trust: Trust | None, signer: str | None = None
) -> Own:
    """Who signed these checkpoints of one journal, all that there are; `signer` is the programme's configured name.

    For whatever purpose and period the trust file gives a name its keys: it is whose they are that counts here.
    """
    keys = frozenset(key for key in map(key_of, signatures) if key is not None)
    names = {name for key in keys for name in trust.names(key)} if trust is not None else set()
    return Own(keys, frozenset(names if signer is None else {*names, signer}), trust, is_declared)
