"""What every command that writes takes beside its own arguments.

@command("advance")
@argument("assignment", metavar="A", nl="…", en="…")
@writes
def advance(settings: Settings, assignment: str, writing: Writing) -> int: ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from vs_workflow.commands.frame import option

if TYPE_CHECKING:
    from vs_workflow.commands.settings import Settings


class Writing(NamedTuple):
    """What every command that writes takes. `on` and `reason` are as typed."""

    on: str | None
    reason: str | None
    key: str | None
    dry_run: bool
    yes: bool


_ON = option("--on", metavar="DATE", nl="de dag waarop het gebeurde (vandaag)", en="the day it happened (today)")
_ON_LOOKED_AT = option(
    "--on",
    metavar="DATE",
    nl="kijkt naar wat voor deze dag af had moeten zijn (vandaag)",
    en="looks at what was due before this day (today)",
)
_CARE: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    option("--reason", metavar="TEXT", nl="waarom", en="why"),
    option("--key", metavar="KEY", nl="herhalen geeft hetzelfde antwoord", en="a repeated call answers the same"),
    option("--dry-run", "-n", is_flag=True, nl="alleen zeggen wat er zou gebeuren", en="only say what would happen"),
    option("--yes", is_flag=True, nl="niet om bevestiging vragen", en="do not ask for confirmation"),
)


def writes_from(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """For a command that writes and has a day of its own (`--from`): hands it `writing: Writing`, `on` is None."""

    @functools.wraps(function)
    def written(settings: Settings, /, **given: Any) -> int | None:
        parts = {name: given.pop(name, None) for name in Writing._fields}
        return function(settings, writing=Writing(**parts), **given)

    wrapped: Callable[..., int | None] = written
    for add in reversed(_CARE):
        wrapped = add(wrapped)
    return wrapped


def writes(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """For a command that writes: `--on --reason --key --dry-run/-n --yes`, handed over as `writing: Writing`."""
    return _ON(writes_from(function))


def writes_looking(function: Callable[..., int | None]) -> Callable[..., int | None]:
    """The same for a command that looks at the days before one."""
    return _ON_LOOKED_AT(writes_from(function))
