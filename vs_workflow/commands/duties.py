"""What the service does beside the check, as far as it is configured: seal after each, and tell people every minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Misunderstood, Plain

if TYPE_CHECKING:
    from vs_workflow.bell.service import Duties, Duty
    from vs_workflow.commands.notify import Notify
    from vs_workflow.desk.office import Office


def duties_of(settings: Settings) -> Duties:
    """Raises BadFile for a configuration that is wrong, so that the service does not begin.

    A secret that is missing in the environment keeps nobody from checking, nor another way
    from being gone: that nobody can be told by this one is said after every check.
    """
    from vs_workflow.bell.service import Duties
    from vs_workflow.commands.notify import notify_of

    sealed = _sealing(settings)
    notify = notify_of(settings)
    telling = _telling(notify, settings)
    mute = tuple(_mute(error) for error in notify.lacking().values())
    return Duties(after_check=(*sealed, *telling, *mute), every_minute=telling)


def _mute(error: Misunderstood) -> Duty:
    from vs_workflow.bell.service import Duty

    def tell(office: Office, stopping: Callable[[], bool]) -> Mapping[str, Plain]:
        raise error

    return Duty("told", tell)


def _sealing(settings: Settings) -> tuple[Duty, ...]:
    from vs_workflow.bell.service import Duty
    from vs_workflow.commands import sealing

    if not sealing.sealing(settings).after_check:
        return ()

    def seal(office: Office, stopping: Callable[[], bool]) -> Mapping[str, Plain]:
        sealed = sealing.seal_after_check(settings, office)
        return {"entries": sealed.checkpoint.size} if sealed is not None and sealed.signed else {}

    return (Duty("sealed", seal),)


def _telling(notify: Notify, settings: Settings) -> tuple[Duty, ...]:
    """Quiet until a way out of the house is configured; the terminal is that of `vs outbox send`."""
    from store.deliveries import KeptDeliveries
    from store.room import SqlRoom
    from vs_workflow.bell.service import Duty

    posts = notify.posts(settings.lang)
    if not posts:
        return ()
    outbox = notify.outbox(rehearsal=False)

    def tell(office: Office, stopping: Callable[[], bool]) -> Mapping[str, Plain]:
        assert isinstance(office.room, SqlRoom)
        tried = outbox.send_due(office, KeptDeliveries(office.room), posts, stopping=stopping)
        return dict(Counter("failed" if line.failed else "sent" for line in tried.lines))

    return (Duty("told", tell),)
