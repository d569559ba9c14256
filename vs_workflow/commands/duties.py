"""What the service does beside the check, as far as it is configured: seal after each, and tell people every minute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Plain

if TYPE_CHECKING:
    from vs_workflow.bell.service import Duties, Duty
    from vs_workflow.desk.office import Office


def duties_of(settings: Settings) -> Duties:
    """Raises BadFile or Misunderstood for a configuration that cannot be used, so that the service does not begin."""
    from vs_workflow.bell.service import Duties

    telling = _telling(settings)
    return Duties(after_check=(*_sealing(settings), *telling), every_minute=telling)


def _sealing(settings: Settings) -> tuple[Duty, ...]:
    from vs_workflow.bell.service import Duty
    from vs_workflow.commands import sealing

    if not sealing.sealing(settings).after_check:
        return ()

    def seal(office: Office, stopping: Callable[[], bool]) -> Mapping[str, Plain]:
        sealed = sealing.seal_after_check(settings, office)
        return {"entries": sealed.checkpoint.size} if sealed is not None and sealed.signed else {}

    return (Duty("sealed", seal),)


def _telling(settings: Settings) -> tuple[Duty, ...]:
    """Quiet until a way out of the house is configured; the terminal is that of `vs outbox send`."""
    from store.deliveries import KeptDeliveries
    from store.room import SqlRoom
    from vs_workflow.bell.service import Duty
    from vs_workflow.commands.notify import notify_of

    notify = notify_of(settings)
    posts = notify.posts(settings.lang)
    if not posts:
        return ()
    outbox = notify.outbox(rehearsal=False)

    def tell(office: Office, stopping: Callable[[], bool]) -> Mapping[str, Plain]:
        assert isinstance(office.room, SqlRoom)
        tried = outbox.send_due(office, KeptDeliveries(office.room), posts, stopping=stopping)
        return dict(Counter("failed" if line.failed else "sent" for line in tried.lines))

    return (Duty("told", tell),)
