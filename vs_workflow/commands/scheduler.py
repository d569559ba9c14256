"""Watch: the service that rings for the daily check, and how it is doing."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import FrameType

import click

from vs_workflow.commands.frame import Group, command, settings_of
from vs_workflow.commands.opening import database, office, office_of
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Misunderstood

# A living scheduler is seen every few seconds; on SQLite, where a sign costs a COMMIT, every minute.
_LEADER_ALIVE_WITHIN = timedelta(seconds=30)
_SEEN_ALIVE_WITHIN = timedelta(seconds=150)


def _bare() -> None:
    ctx = click.get_current_context()
    if ctx.invoked_subcommand is None:
        serve(settings_of(ctx))


scheduler = Group(
    "scheduler",
    prefix="scheduler ",
    alone=True,
    callback=_bare,
    says={
        "nl": (
            "Blijft draaien, haalt bij de start in wat niet is nagekeken, controleert daarna elke dag op het uur uit "
            "het programma en verstuurt wat te melden is. Stopt netjes op SIGTERM en Ctrl-C, met 0. Zegt wat er "
            "gebeurt op stderr, een JSON-object per regel. Bij storing: wat mislukt wordt vanzelf opnieuw "
            "geprobeerd; 'check-failed' met rule store.… wijst naar de database, vs scheduler status zegt welke "
            "dagen niet zijn nagekeken, en vs check haalt ze met de hand in. Herstarten en dubbel draaien kan geen "
            "kwaad: er wordt nooit twee keer gevlagd."
        ),
        "en": (
            "Keeps running, catches up at its start with what nobody looked at, then checks daily at the hour that "
            "the programme names and sends what is to be told. Stops in order on SIGTERM and Ctrl-C, with 0. Says "
            "what happens on stderr, one JSON object a line. When on call: what fails is tried again by itself; "
            "'check-failed' with rule store.… points at the database, vs scheduler status says which days were not "
            "covered, and vs check catches up by hand. Starting it again or twice does no harm: nothing is ever "
            "flagged twice."
        ),
    },
)


@command("scheduler status")
def status(settings: Settings) -> None:
    """Say how the daily check is doing."""
    from store import lease
    from vs_workflow.desk import service
    from vs_workflow.face.clock import host
    from vs_workflow.pages import scheduler as page

    leading = lease.one_leads(settings.db)
    with database(settings) as opened:
        room = opened.room()
        found = lease.last_seen(room)
        view = service.status(
            office_of(settings, room),
            None if found is None else service.Sighting(found.host, found.pid, found.since, found.seen_at),
            one_leads=leading,
            alive_within=_LEADER_ALIVE_WITHIN if leading else _SEEN_ALIVE_WITHIN,
            ended=found is not None and lease.has_ended(found.host, found.pid, host()),
        )
    put_page(settings, page.as_text, page.as_data, view)


def serve(settings: Settings) -> None:
    """Run the service in the foreground until a signal ends it, which it may do from here on."""
    with _signals() as stop:
        _serve(settings, stop)


def _serve(settings: Settings, stop: _Stop) -> None:
    from store import lease
    from vs_workflow.bell.log import Log, log_to
    from vs_workflow.bell.service import Bell, at_last
    from vs_workflow.commands.duties import duties_of
    from vs_workflow.face.clock import SystemStamps, host

    duties = duties_of(settings)
    log_to()
    programme = at_last(lambda: _in_earnest(settings), Log(settings.programme or ""), lambda: stop.by)
    if programme is None:
        return
    now = SystemStamps().now
    me = lease.Holder(host(), os.getpid(), now())
    this = replace(settings, programme=programme)
    bell = Bell(programme, lambda: office(this), lease.take_part(settings.db, programme, me), now, duties)
    stop.obey(bell.stop)
    bell.run()


def _in_earnest(settings: Settings) -> str:
    """The programme that is meant; raises Misunderstood where it is rehearsed."""
    from vs_workflow.desk import look

    with office(settings) as here:
        if look.setting(here).rehearsal:
            raise Misunderstood("scheduler.rehearsal")
        return here.room.programme


class _Stop:
    """The wish of a signal, told to whoever obeys it, also when it came before there was anybody."""

    def __init__(self) -> None:
        self.by = ""
        self._told: Callable[[str], None] | None = None

    def obey(self, told: Callable[[str], None]) -> None:
        self._told = told
        if self.by:
            told(self.by)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self.by = signal.Signals(number).name
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        if self._told is not None:
            self._told(self.by)


@contextmanager
def _signals() -> Iterator[_Stop]:
    """SIGTERM and SIGINT let the work in hand be finished; a second SIGINT does not."""
    stop = _Stop()
    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
