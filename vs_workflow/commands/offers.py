"""What the Tab key may complete: what is there, and what is allowed now.

Each offer is asked of the database of the call. A shell that completes must never see an
error, so whatever goes wrong is an empty offer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from vs_workflow.commands.frame import GIVEN, Argument

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from vs_workflow.commands.settings import Settings
    from vs_workflow.desk.office import Office
    from vs_workflow.desk.views import Setting

F = TypeVar("F", bound=Callable[..., Any])


def assignments(settings: Settings, incomplete: str) -> list[str]:
    """Numbers and keys."""
    known = _setting(settings).rules.programme.assignments
    return [word for one in known for word in (one.number, one.key)]


def events(settings: Settings, incomplete: str) -> list[str]:
    return [one.key for one in _setting(settings).rules.lifecycle.events]


def roles(settings: Settings, incomplete: str) -> list[str]:
    return [one.key for one in _setting(settings).rules.lifecycle.roles]


def people(settings: Settings, incomplete: str) -> list[str]:
    return sorted(_setting(settings).names)


def districts(settings: Settings, incomplete: str) -> list[str]:
    return [one.key for one in _setting(settings).rules.programme.districts]


def organisations(settings: Settings, incomplete: str) -> list[str]:
    return [one.key for one in _setting(settings).rules.programme.organisations]


def places(settings: Settings, incomplete: str) -> list[str]:
    """Where a role may be held: assignments and bodies, also those that offers opened."""
    from vs_workflow.desk.look import board

    with _office(settings) as here:
        seen = board(here)
    opened = {offer.body for line in seen.lines for offer in line.offers}
    bodies = [one.key for one in seen.setting.rules.programme.bodies]
    return [*assignments(settings, incomplete), *bodies, *sorted(opened)]


def actions(settings: Settings, incomplete: str) -> list[str]:
    """Steps and events by name, and assignments, for `vs form [A] STEP|EVENT`."""
    lifecycle = _setting(settings).rules.lifecycle
    steps = dict.fromkeys(one.key for one in lifecycle.steps)
    return [*steps, *(one.key for one in lifecycle.events), *assignments(settings, incomplete)]


def keys(settings: Settings, incomplete: str) -> list[str]:
    """Fingerprints of the keys that are declared and not retired."""
    from vs_workflow.desk.keys import keys as declared

    with _office(settings) as here:
        return [key.fingerprint for key in declared(here).keys if key.until is None]


def step_argument(name: str, *, nl: str, en: str, **attrs: Any) -> Callable[[F], F]:
    """An argument that offers the steps which the assignment before it, and who acts, allow now."""
    return click.argument(name, cls=Argument, says={"nl": nl, "en": en}, shell_complete=_steps, **attrs)


def _steps(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from vs_workflow.commands.settings import settle

    try:
        settings = settle(ctx.meta.get(GIVEN, {}))
        found = list(dict.fromkeys(_possible(settings, str(ctx.params.get("assignment") or ""))))
    except Exception:  # noqa: BLE001 - an offer is a service; without a database there is none
        return []
    return [CompletionItem(word) for word in found if word.startswith(incomplete.lower())]


def _possible(settings: Settings, assignment: str) -> Iterator[str]:
    from vs_workflow.desk.turns import todo, why

    with _office(settings) as here:
        seen = why(here, assignment)
        if settings.acting is None:
            yield from (line.step for line in seen.lines)
            return
        mine = todo(here, settings.acting)
    yield from (line.step for line in mine.lines if line.assignment == seen.assignment)


@contextmanager
def _office(settings: Settings) -> Iterator[Office]:
    from vs_workflow.commands.opening import office

    with office(settings) as here:
        yield here


def _setting(settings: Settings) -> Setting:
    from vs_workflow.desk.look import setting

    with _office(settings) as here:
        return setting(here)
