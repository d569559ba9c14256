"""Watch: the check of the days, how far it came, and the messages that follow from the journal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from store.deliveries import KeptDeliveries
from vs_workflow.desk import watch
from vs_workflow.desk.look import setting
from vs_workflow.desk.outbox import Outbox, OutboxView, Post, leaving
from vs_workflow.desk.views import Checked, Coverage
from vs_workflow.face.opened import Opened


class Watching(Opened):
    """What a scheduled job asks."""

    def check(self, on: date | None = None, *, dry_run: bool = False, key: str | None = None) -> Checked:
        """Raise the flags that are due, and record that the days before `on` (today) were looked at."""
        return watch.check(self._office, on, dry_run=dry_run, key=key)

    def coverage(self) -> Coverage:
        """How far the days are checked, and which were not."""
        return watch.coverage(self._office)

    def outbox(
        self, posts: Mapping[str, Post] | None = None, *, dead: bool = False, max_age_days: int = 14
    ) -> OutboxView:
        """Who is to be told what by these ways (such as `{"email": Mail(...)}`), and what became of it."""
        ways = self._ways(posts or {})
        box = Outbox(tuple(ways), max_age_days=max_age_days)
        return box.view(self._office, KeptDeliveries(self._room), ways, dead=dead)

    def send(self, posts: Mapping[str, Post], *, dead: bool = False, max_age_days: int = 14) -> OutboxView:
        """Try everything that is due, or (`dead`) what was given up, and say what came of it.

        The name of a way is part of what is kept: another name sends it again. Of a
        rehearsal only the way `terminal` tells anybody.
        """
        ways = self._ways(posts)
        box = Outbox(tuple(ways), max_age_days=max_age_days)
        return box.send_due(self._office, KeptDeliveries(self._room), ways, dead=dead)

    def _ways(self, posts: Mapping[str, Post]) -> Mapping[str, Post]:
        names = leaving(tuple(posts), rehearsal=setting(self._office).rehearsal)
        return {name: posts[name] for name in names}
