"""`vs config`: each setting, and where it comes from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from vs_workflow.commands.frame import command
from vs_workflow.commands.origins import Found, config_paths
from vs_workflow.commands.printing import answer
from vs_workflow.commands.settings import Settings
from vs_workflow.reasons import Trouble

if TYPE_CHECKING:
    from vs_workflow.commands.notify import Notify

_ORIGINS = {
    "nl": {"option": "optie", "environment": "omgeving", "file": "bestand", "default": "standaard"},
    "en": {"option": "option", "environment": "environment", "file": "file", "default": "default"},
}
_SAID: dict[str, dict[bool | None, str]] = {
    "nl": {None: "-", True: "aan", False: "uit"},
    "en": {None: "-", True: "on", False: "off"},
}
_SECRET = re.compile(r"(://[^:/@]*):[^@/]*@")


@command("config")
def config(settings: Settings) -> None:
    """Print the settings of this call."""
    from vs_workflow.commands.notify import notify_of

    notify = notify_of(settings)
    strangers = _strangers(settings, notify)
    answer(settings, text=lambda: _as_text(settings, notify), data=lambda: _as_data(settings, notify, strangers))


def _strangers(settings: Settings, notify: Notify) -> tuple[str, ...]:
    """Who has an address and is not in the register, as far as there is a database to look in."""
    from vs_workflow.commands.notify import warn_of_strangers
    from vs_workflow.commands.opening import office

    try:
        with office(settings) as here:
            return warn_of_strangers(notify, here, settings.lang)
    except Trouble:
        return ()


def _shown(setting: Found) -> str | bool | None:
    """The value; a password in a URL is nobody's business."""
    return _SECRET.sub(r"\1:***@", setting.value) if isinstance(setting.value, str) else setting.value


def _as_data(settings: Settings, notify: Notify, strangers: tuple[str, ...]) -> dict[str, object]:
    shown = {
        name: {"value": _shown(setting), "origin": setting.origin, "name": setting.name}
        for name, setting in settings.found.items()
    }
    return {
        "schema": "vs.config/1",
        "settings": shown,
        "notify": {
            "channels": list(notify.channels),
            "max_age_days": notify.max_age_days,
            "people": sorted(notify.readers),
            "not_in_register": list(strangers),
        },
        "files": [str(path) for path in config_paths()],
    }


def _as_text(settings: Settings, notify: Notify) -> str:
    words = _ORIGINS[settings.lang]
    rows = []
    for name, setting in settings.found.items():
        shown = _shown(setting)
        value = shown if isinstance(shown, str) else _SAID[settings.lang][shown]
        rows.append((name, value, f"{words[setting.origin]} {setting.name}".strip()))
    if notify.channels:
        rows.append(("notify", ", ".join(notify.channels), f"{words['file']} {notify.file}"))
    wide = max(len(value) for _, value, _ in rows)
    column = max(10, *(len(name) for name, _, _ in rows))
    return "\n".join(f"{name:{column}}  {value:{min(wide, 40)}}  {origin}" for name, value, origin in rows)
