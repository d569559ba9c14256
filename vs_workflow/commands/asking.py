"""What was typed with a command that writes, as the desk takes it: the call, what was handed in, numbers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any, Protocol

from vs_workflow.commands.frame import option
from vs_workflow.commands.settings import Settings
from vs_workflow.commands.writing import Writing
from vs_workflow.desk.office import Attachment, Call, Given
from vs_workflow.reasons import BadFile, Misunderstood

_STDIN = "-"
_ADDRESS = "sha256:"


def call_of(settings: Settings, writing: Writing) -> Call:
    """Who calls, why and how."""
    return Call(
        actor=settings.acting,
        typed_by=settings.typed_by,
        reason=writing.reason or "",
        key=writing.key,
        dry_run=writing.dry_run,
    )


class Answer(Protocol):
    """What a command that writes answers."""

    @property
    def accepted(self) -> bool: ...
    @property
    def repeated(self) -> bool: ...


def would_be_done(answer: Callable[[Call], Answer], call: Call, writing: Writing) -> bool:
    """Whether there is something to be sure of before it is done: what lacks anything, or is refused, is not asked."""
    if writing.dry_run or writing.yes:
        return False
    found = answer(replace(call, dry_run=True))
    return found.accepted and not found.repeated


def hands_in(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """For a command that may be handed something: `--form --fact --document --behalf-of`."""
    for add in reversed(_HANDED):
        function = add(function)
    return function


_HANDED: tuple[Callable[[Any], Any], ...] = (
    option("--form", metavar="FILE", nl="het ingevulde formulier (- is stdin)", en="the filled form (- is stdin)"),
    option("--fact", metavar="KEY=VALUE", multiple=True, nl="een gegeven, herhaalbaar", en="a fact, repeatable"),
    option(
        "--document",
        metavar="FILE|sha256:HASH",
        multiple=True,
        nl="een document, of een dat al bewaard is",
        en="a document, or one that is kept already",
    ),
    option("--behalf-of", metavar="PERSON", nl="namens wie, met mandaat", en="on whose behalf, under a mandate"),
)


def given(form: str | None, fact: tuple[str, ...], document: tuple[str, ...]) -> Given:
    """Read what was handed in; raises BadFile for a file, Misunderstood for a fact."""
    return Given(
        form=None if form is None else (form, _form(form)),
        facts=tuple(_fact(one) for one in fact),
        documents=tuple(attachment(one) for one in document),
    )


def number(text: str, what: str) -> int:
    """The number of an entry; raises Misunderstood for anything else."""
    digits = text.strip().removeprefix("#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 16):
        raise Misunderstood("call.choice", what=what, value=text, choices="1, 2, 3, …")
    return int(digits)


def _form(name: str) -> bytes:
    from vs_workflow.outside.files import read_regular, read_stream
    from vs_workflow.rules.rulebook import LARGEST_FILE

    if name != _STDIN:
        return read_regular(name, LARGEST_FILE)
    if sys.stdin is None or sys.stdin.isatty():
        raise BadFile("file.terminal", file="stdin")
    return read_stream(sys.stdin.buffer, "stdin", LARGEST_FILE)


def _fact(text: str) -> tuple[str, str]:
    key, mark, value = text.partition("=")
    if not mark or not key.strip():
        raise Misunderstood("call.choice", what="--fact", value=text, choices="KEY=VALUE")
    return key.strip(), value


def attachment(text: str) -> Attachment:
    """A document as it was named: a file, which is read, or the hash of one that is kept; raises BadFile."""
    if text.startswith(_ADDRESS):
        return Attachment(address=text.removeprefix(_ADDRESS))
    from vs_workflow.desk.documents import LARGEST_DOCUMENT
    from vs_workflow.outside.files import read_regular

    return Attachment(data=read_regular(text, LARGEST_DOCUMENT))
