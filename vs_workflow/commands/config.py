"""`vs config`: each setting, and where it comes from."""

from __future__ import annotations

import re

from vs_workflow.commands.frame import command
from vs_workflow.commands.origins import Found, config_paths
from vs_workflow.commands.printing import answer
from vs_workflow.commands.settings import Settings

_ORIGINS = {
    "nl": {"option": "optie", "environment": "omgeving", "file": "bestand", "default": "standaard"},
    "en": {"option": "option", "environment": "environment", "file": "file", "default": "default"},
}
_SECRET = re.compile(r"(://[^:/@]*):[^@/]*@")


@command("config")
def config(settings: Settings) -> None:
    """Print the settings of this call."""
    answer(settings, text=lambda: _as_text(settings), data=lambda: _as_data(settings))


def _shown(setting: Found) -> str | bool | None:
    """The value; a password in a URL is nobody's business."""
    return _SECRET.sub(r"\1:***@", setting.value) if isinstance(setting.value, str) else setting.value


def _as_data(settings: Settings) -> dict[str, object]:
    shown = {
        name: {"value": _shown(setting), "origin": setting.origin, "name": setting.name}
        for name, setting in settings.found.items()
    }
    return {"schema": "vs.config/1", "settings": shown, "files": [str(path) for path in config_paths()]}


def _as_text(settings: Settings) -> str:
    words = _ORIGINS[settings.lang]
    rows = []
    for name, setting in settings.found.items():
        value = {None: "-", True: "on", False: "off"}.get(_shown(setting), _shown(setting))  # type: ignore[arg-type]
        rows.append((name, str(value), f"{words[setting.origin]} {setting.name}".strip()))
    wide = max(len(value) for _, value, _ in rows)
    column = max(10, *(len(name) for name, _, _ in rows))
    return "\n".join(f"{name:{column}}  {value:{min(wide, 40)}}  {origin}" for name, value, origin in rows)
