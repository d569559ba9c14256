"""`vs outbox`: who is to be told what, what became of it, and sending it by hand or from cron."""

from __future__ import annotations

from collections.abc import Mapping

from vs_workflow.commands.frame import argument, command, option
from vs_workflow.commands.notify import Notify, Terminal, notify_of, warn_of_strangers
from vs_workflow.commands.opening import database, office_of
from vs_workflow.commands.paging import put_page
from vs_workflow.commands.printing import tell
from vs_workflow.commands.settings import Settings
from vs_workflow.desk.outbox import Post
from vs_workflow.reasons import Misunderstood
from vs_workflow.words.say import trouble

UNSENT = 1


@command(
    "outbox",
    nl=(
        "Wat te melden is volgt uit het journaal: herinneringen, wat gemist of alsnog gehaald is, en wie aan zet is. "
        "Zonder instelling gaat er niets uit; vs outbox toont dan wat zou gaan, en hoe het in te stellen is. Wat niet "
        "aankomt wordt met tussenpozen opnieuw geprobeerd en na acht keer opgegeven. 'send' eindigt met 1 als er iets "
        "niet verstuurd kon worden; mist een kanaal zijn geheim, dan gaan de andere door. vs scheduler verstuurt elke "
        "minuut vanzelf, behalve naar terminal."
    ),
    en=(
        "What is to be told follows from the journal: reminders, what was missed or caught up with, and whose turn it "
        "is. Nothing goes out until it is configured; vs outbox then shows what would go, and how to configure it. "
        "What does not arrive is tried again at growing intervals and given up after eight tries. 'send' ends with 1 "
        "where something could not be sent; where a channel lacks its secret, the others go on. vs scheduler sends "
        "every minute by itself, except to terminal."
    ),
)
@argument(
    "what",
    metavar="[send]",
    required=False,
    nl="nu versturen wat te versturen is",
    en="send now what is to be sent",
    offer=lambda settings, incomplete: ["send"],
)
@option("--dead", is_flag=True, nl="alleen wat is opgegeven", en="only what was given up")
def outbox(settings: Settings, what: str | None, dead: bool) -> int:
    """Look into the outbox, or send."""
    from store.deliveries import KeptDeliveries
    from vs_workflow.desk import look
    from vs_workflow.pages import outbox as page

    if what not in (None, "send"):
        raise Misunderstood("call.choice", what="outbox", value=what, choices="send")
    notify = notify_of(settings)
    with database(settings) as opened:
        room = opened.room()
        here, deliveries = office_of(settings, room), KeptDeliveries(room)
        rehearsal = look.setting(here).rehearsal
        warn_of_strangers(notify, here, settings.lang)
        box = notify.outbox(rehearsal=rehearsal)
        posts = _posts(notify, settings, rehearsal=rehearsal, secrets=what == "send")
        silent: Mapping[str, Misunderstood] = {}
        if what is None:
            view = box.view(here, deliveries, posts, dead=dead)
        else:
            silent = {} if rehearsal else notify.lacking()
            if silent and not posts.keys() & set(box.channels):
                raise next(iter(silent.values()))
            for error in silent.values():
                tell(" ".join(trouble(error, settings.lang)))
            view = box.send_due(here, deliveries, posts, dead=dead)
    put_page(settings, page.as_text, page.as_data, view)
    return UNSENT if view.failed or silent else 0


def _posts(notify: Notify, settings: Settings, *, rehearsal: bool, secrets: bool) -> Mapping[str, Post]:
    posts: dict[str, Post] = {"terminal": Terminal(settings.lang, silent=settings.json)}
    if not rehearsal:
        posts |= notify.posts(settings.lang, secrets=secrets)
    return posts
