"""What reaches the terminal: the answer on stdout, all else on stderr, nothing that could steer the screen.

An answer is written and flushed at once, so that a full disk or a closed pipe is met
here, while it can still be told whether something was recorded.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TextIO

from vs_workflow.words.safe import STEERING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

    from vs_workflow.commands.settings import Settings

Done = bool | str
"""What a call did before it answers: recorded something or not, or the name of the file that it made."""

# As JSON writes them, so that a document stays one; a page keeps its lines and tabs.
_SHOWN = {point: f"\\u{point:04x}" for point in STEERING if point not in (0x09, 0x0A)}


def scrub(text: str) -> str:
    """The text with everything that could steer a terminal written out (`\\u001b`). Lines and tabs stay."""
    return text.translate(_SHOWN)


def answer(
    settings: Settings,
    *,
    text: Callable[[], str | RenderableType],
    data: Callable[[], Mapping[str, object]],
    recorded: Done = False,
) -> None:
    """Write the answer: the page as text, or as one JSON document with `--json`.

    `recorded` says whether this call recorded something, or which file it made, for the line
    that tells that the answer could not be written.
    """
    if settings.json:
        put_json(_veiled_data(data(), settings), recorded=recorded)
        return
    page = text()
    if isinstance(page, str):
        put(settings.veil[-1].text(page) if settings.veil else page, recorded=recorded)
        return
    put(_drawn(page, settings), recorded=recorded, scrubbed=True)


def answer_in_a_sentence(
    settings: Settings, said: str, data: Callable[[], Mapping[str, object]], *, recorded: Done = False
) -> None:
    """The same for an answer of a sentence or two that is no page."""
    from vs_workflow.commands.fitting import on_screen

    answer(settings, text=lambda: on_screen(said, sys.stdout), data=data, recorded=recorded)


def _veiled_data(document: Mapping[str, object], settings: Settings) -> Mapping[str, object]:
    """The document, with people as role holders where that was asked."""
    if not settings.veil:
        return document
    said: Any = settings.veil[-1].value(dict(document))  # type: ignore[arg-type]  # what JSON can hold
    return dict(said)


def put(text: str, *, recorded: Done = False, scrubbed: bool = False) -> None:
    """Write text to stdout, ending in a line end, and flush it."""
    shown = text if scrubbed else scrub(text)
    _write(shown if shown.endswith("\n") or not shown else shown + "\n", recorded)


def put_json(document: Mapping[str, object], *, recorded: Done = False) -> None:
    """Write one JSON document on one line, in UTF-8 whatever the locale."""
    import json

    line = scrub(json.dumps(document, ensure_ascii=False)) + "\n"
    put_bytes(line.encode(errors="backslashreplace"), recorded=recorded)


def put_bytes(content: bytes, *, recorded: Done = False) -> None:
    """Write bytes to stdout as they are, and flush them."""
    if sys.stdout is None:
        raise _unwritten(os.strerror(errno.EBADF), recorded)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _unwritten(error.strerror or str(error), recorded) from error


def _unwritten(why: str, recorded: Done) -> Exception:
    from vs_workflow.reasons import StoreTrouble

    if isinstance(recorded, str):
        return StoreTrouble("call.output-file-made", file=recorded, why=why)
    return StoreTrouble("call.output", recorded=recorded, why=why)


def _write(text: str, recorded: Done) -> None:
    encoding = "utf-8" if sys.stdout is None else sys.stdout.encoding
    put_bytes(text.encode(encoding or "utf-8", errors="backslashreplace"), recorded=recorded)


def tell(text: str) -> None:
    """Say something beside the answer, on stderr. That nobody listens is no trouble."""
    if sys.stderr is None:
        return
    try:
        from vs_workflow.commands.fitting import on_screen

        shown = on_screen(scrub(text), sys.stderr)
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(shown.encode(encoding, errors="backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()
    except OSError:
        return


def in_colour(settings: Settings, stream: TextIO | None = None) -> bool:
    """Whether to colour: only on a terminal that can, for a reader who does not mind; never what is replaced after."""
    out = sys.stdout if stream is None else stream
    plain = settings.no_color or settings.roles_only or os.environ.get("TERM", "") == "dumb"
    return not plain and out is not None and out.isatty()


def console(settings: Settings, *, to: TextIO | None = None) -> Console:
    """A rich console on stdout (or `to`): without colour unless `in_colour`, never guessing at markup.

    For what moves (a progress bar, on stderr). An answer goes through `answer`.
    """
    from rich.console import Console

    out = sys.stdout if to is None else to
    coloured = in_colour(settings, out)
    return Console(
        file=out,
        force_terminal=out.isatty() if out is not None else False,
        color_system="auto" if coloured else None,
        no_color=not coloured,
        highlight=False,
        markup=False,
        emoji=False,
    )


def _drawn(page: RenderableType, settings: Settings) -> str:
    """A rich page as text, with the control characters of its words written out before they are drawn."""
    from rich.segment import Segment, Segments

    paper = console(settings)
    segments = [
        Segment(part.text if part.control else scrub(part.text), part.style, part.control)
        for part in paper.render(page)
    ]
    with paper.capture() as captured:
        paper.print(Segments(segments), end="", soft_wrap=True)
    return captured.get()


def ask(settings: Settings, what: str, question: str) -> str:
    """Ask for a missing answer on the terminal; where nobody is there, Misunderstood names the option `what`."""
    from vs_workflow.reasons import Misunderstood

    if not settings.may_ask:
        raise Misunderstood("call.missing", what=what)
    import click

    reply: str = click.prompt(scrub(question), err=True)
    return reply


def confirm(settings: Settings, question: str, *, yes: bool) -> None:
    """Go on only with a yes: by `--yes`, or on the terminal. Else nothing is done and Misunderstood says so."""
    if yes:
        return
    from vs_workflow.reasons import Misunderstood

    if not settings.may_ask:
        raise Misunderstood("call.missing", what="--yes")
    import click

    letters = "j/N" if settings.lang == "nl" else "y/N"
    reply: str = click.prompt(f"{scrub(question)} [{letters}]", default="", show_default=False, err=True)
    if reply.strip().lower() not in ("j", "ja", "y", "yes"):
        raise Misunderstood("call.declined")
