"""What one call goes by, once every place that may say something has been asked."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from vs_workflow.commands import origins
from vs_workflow.commands.origins import Found, Given
from vs_workflow.reasons import BadFile, Misunderstood
from vs_workflow.words.lang import Lang

if TYPE_CHECKING:
    from vs_workflow.exports.roles import Shown


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one call. `acting` is the value of `--as`; `found` tells where each came from.

    `veil` gets, with `roles_only`, what people are called instead, once an office is opened.
    """

    db: str
    programme: str | None
    acting: str | None
    typed_by: str | None
    lang: Lang
    json: bool
    now: datetime | None
    no_color: bool
    found: Mapping[str, Found]
    roles_only: bool = False
    veil: list[Shown] = field(default_factory=list)

    @property
    def db_was_named(self) -> bool:
        """Whether somebody said which database, or the default is meant."""
        return self.found["db"].origin != "default"

    @property
    def may_ask(self) -> bool:
        """Whether somebody is there to answer a question."""
        return sys.stdin is not None and sys.stdin.isatty()


def settle(given: Given, *, file_may_be_wrong: bool = False) -> Settings:
    """Ask option, environment, file and default, in that order, for each setting.

    Where the file may be wrong (help is asked just then), it is passed over instead.
    """
    try:
        configured = origins.config()
    except BadFile:
        if not file_may_be_wrong:
            raise
        configured = origins.NO_FILE
    found = {name: origins.look_up(name, given, configured) for name in origins.VARIABLES}
    path, values = configured
    found |= {name: Found(value, "file", path) for name, value in values.items() if name not in origins.VARIABLES}
    return Settings(
        db=_text(found["db"]) or "vs.db",
        programme=_text(found["programme"]),
        acting=_text(found["as"]),
        typed_by=_text(found["typed-by"]),
        lang=_language(found["lang"]),
        json=found["json"].value is True,
        now=_moment(found["now"]),
        no_color=found["no-color"].value is True,
        found=found,
        roles_only=found["roles-only"].value is True,
    )


def _text(setting: Found) -> str | None:
    return setting.value if isinstance(setting.value, str) and setting.value else None


def _language(setting: Found) -> Lang:
    if setting.value == "nl":
        return "nl"
    if setting.value == "en":
        return "en"
    raise Misunderstood("call.choice", what=setting.name, value=str(setting.value), choices="nl, en")


def _moment(setting: Found) -> datetime | None:
    text = _text(setting)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise Misunderstood("call.moment", what=setting.name, value=text) from None
    if moment.tzinfo is None:
        raise Misunderstood("call.moment", what=setting.name, value=text)
    from vs_workflow.words.dates import FIRST_YEAR, LAST_YEAR

    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Misunderstood("day.out-of-years", text=text, first=FIRST_YEAR, last=LAST_YEAR)
    return moment
