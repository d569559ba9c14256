"""Who is told by which way: the `[notify]` and `[people]` tables of the configuration, and the posts made from them.

Read by the commands that send and by `vs config`, and by nothing else: a fault in it keeps
nobody from working. Passwords and secrets stand in the environment, never in the file.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

from vs_workflow.commands import origins
from vs_workflow.commands.phrases import phrase
from vs_workflow.commands.printing import put, tell
from vs_workflow.commands.settings import Settings
from vs_workflow.desk.look import people
from vs_workflow.desk.office import Office
from vs_workflow.desk.outbox import TERMINAL, Outbox, Post, Told, leaving
from vs_workflow.outside.mail import Mail, MailServer, Reader
from vs_workflow.outside.webhook import Webhook
from vs_workflow.reasons import BadFile, Misunderstood
from vs_workflow.words.lang import Lang
from vs_workflow.words.notices import letter_of
from vs_workflow.words.terms import banner

CHANNELS = ("email", "webhook", TERMINAL)
MAX_AGE_DAYS = 14
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_NOTIFY: dict[str, type] = {"channels": list, "max_age_days": int, "email": dict, "webhook": dict}
_EMAIL: dict[str, type] = {
    "host": str, "port": int, "from": str, "starttls": bool, "user": str, "password_env": str,
}  # fmt: skip
_WEBHOOK: dict[str, type] = {"url": str, "secret_env": str}
_PERSON: dict[str, type] = {"email": str, "lang": str}
_KINDS = {list: '["..."]', int: "1", dict: "[...]", str: '"..."', bool: "true | false"}
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Notify:
    """What is configured; without channels nothing is sent. `readers` are the addresses, by person's key."""

    file: str = ""
    channels: tuple[str, ...] = ()
    max_age_days: int = MAX_AGE_DAYS
    mail: MailServer | None = None
    password_env: str = ""
    url: str = field(default="", repr=False)
    secret_env: str = ""
    readers: Mapping[str, Reader] = field(default_factory=dict, repr=False)

    def outbox(self, *, rehearsal: bool) -> Outbox:
        """The outbox of these channels, or of those of them that a rehearsal may use."""
        return Outbox(leaving(self.channels, rehearsal=rehearsal), max_age_days=self.max_age_days)

    def posts(self, lang: Lang, *, secrets: bool = True) -> dict[str, Post]:
        """The ways that lead out of the house, but for those that lack their secret.

        Without `secrets` they are all there, only know whom they reach, and can send nothing
        that needs one.
        """
        lacking = self.lacking() if secrets else {}
        found: dict[str, Post] = {}
        if "email" in self.channels and self.mail is not None and "email" not in lacking:
            password = _secret(self.password_env) if secrets else ""
            server = MailServer(
                self.mail.host, self.mail.port, self.mail.sender, self.mail.starttls, self.mail.user, password
            )
            found["email"] = Mail(server, self.readers)
        if "webhook" in self.channels and "webhook" not in lacking:
            found["webhook"] = Webhook(self.url, lang, _secret(self.secret_env) if secrets else "")
        return found

    def lacking(self) -> dict[str, Misunderstood]:
        """The channels whose secret is not in the environment, each with what to say of it: the others go on."""
        found: dict[str, Misunderstood] = {}
        for channel, variable in (("email", self.password_env), ("webhook", self.secret_env)):
            if channel in self.channels:
                try:
                    _secret(variable)
                except Misunderstood as error:
                    found[channel] = error
        return found


@dataclass(frozen=True, slots=True)
class Terminal:
    """Messages on stdout, for whoever sits there; with `silent` they are in the answer itself."""

    lang: Lang
    silent: bool = False

    def reaches(self, person: str) -> bool:
        return True

    @property
    def at_once(self) -> int:
        return 100

    def send(self, told: Told) -> None:
        if not self.silent:
            written = letter_of(told, self.lang)
            mark = f"{banner(self.lang)}\n\n" if told[0][1].rehearsal else ""
            put(f"{mark}{written.subject}\n\n{written.text}\n{'-' * 72}\n")


def notify_of(settings: Settings) -> Notify:
    """What the configuration file says about sending; raises BadFile with the file and the key that is wrong."""
    file, tables = origins.sending()
    notify = _table(tables.get("notify", {}), "notify", _NOTIFY, file)
    channels: tuple[str, ...] = tuple(dict.fromkeys(notify.get("channels", ())))
    for channel in channels:
        if channel not in CHANNELS:
            raise _unfit(file, "notify.channels", channel, ", ".join(CHANNELS))
    max_age = notify.get("max_age_days", MAX_AGE_DAYS)
    if not 0 <= max_age <= 366:
        raise _unfit(file, "notify.max_age_days", max_age, "0 - 366")
    email = _table(notify.get("email", {}), "notify.email", _EMAIL, file)
    webhook = _table(notify.get("webhook", {}), "notify.webhook", _WEBHOOK, file)
    _environment_names(email, webhook, file)
    return Notify(
        file=file,
        channels=channels,
        max_age_days=max_age,
        mail=_server(email, file) if "email" in channels or email else None,
        password_env=email.get("password_env", ""),
        url=_url(webhook, file) if "webhook" in channels or webhook else "",
        secret_env=webhook.get("secret_env", ""),
        readers=_readers(tables.get("people", {}), settings.lang, file),
    )


def warn_of_strangers(notify: Notify, office: Office, lang: Lang) -> tuple[str, ...]:
    """Who has an address here and is not in the register; said on stderr, since a slip of the pen keeps quiet."""
    if not notify.readers:
        return ()
    strangers = tuple(sorted(notify.readers.keys() - people(office)))
    if strangers:
        tell(phrase("outbox.strangers", lang, people=", ".join(strangers)))
    return strangers


def _server(email: Mapping[str, Any], file: str) -> MailServer:
    for key in ("host", "from"):
        if not email.get(key):
            raise BadFile("call.config.missing", file=file, where=f"notify.email.{key}")
    starttls = email.get("starttls", True)
    port = email.get("port", 587 if starttls else 25)
    if not 1 <= port <= 65535:
        raise _unfit(file, "notify.email.port", port, "1 - 65535")
    if not re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", email["host"]):
        raise _unfit(file, "notify.email.host", email["host"], '"mail.example"')
    if email.get("user") and not starttls and not _is_this_machine(email["host"]):
        # A password that anybody on the way can read is no password.
        raise _unfit(file, "notify.email.starttls", "false", "true")
    sender = _address(email["from"], "notify.email.from", file)
    return MailServer(email["host"], port, sender, starttls, email.get("user", ""))


def _url(webhook: Mapping[str, Any], file: str) -> str:
    url: str = webhook.get("url", "")
    if not url:
        raise BadFile("call.config.missing", file=file, where="notify.webhook.url")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        fitting = parts.scheme in ("http", "https") and host != "" and parts.port != 0
    except ValueError:
        fitting, host, parts = False, "", urlsplit("")
    # Without encryption only where nobody else can read along, if there is anything secret to it.
    if not fitting or not url.isascii() or not url.isprintable() or " " in url or parts.username is not None:
        raise _unfit(file, "notify.webhook.url", "...", '"https://..."')
    if webhook.get("secret_env") and parts.scheme != "https" and not _is_this_machine(host):
        raise _unfit(file, "notify.webhook.url", "http", '"https://..."')
    return url


def _readers(people: Any, lang: Lang, file: str) -> dict[str, Reader]:
    if not isinstance(people, dict):
        raise BadFile("call.config.type", file=file, where="people", kind="[people.KEY]")
    found: dict[str, Reader] = {}
    for key, said in people.items():
        record = _table(said, f"people.{key}", _PERSON, file)
        if "email" not in record:
            raise BadFile("call.config.missing", file=file, where=f"people.{key}.email")
        wanted: Lang = lang
        if record.get("lang", lang) not in ("nl", "en"):
            raise _unfit(file, f"people.{key}.lang", record["lang"], '"nl" | "en"')
        if "lang" in record:
            wanted = "nl" if record["lang"] == "nl" else "en"
        found[key] = Reader(_address(record["email"], f"people.{key}.email", file), wanted)
    return found


def _environment_names(email: Mapping[str, Any], webhook: Mapping[str, Any], file: str) -> None:
    for where, table, key in (("notify.email", email, "password_env"), ("notify.webhook", webhook, "secret_env")):
        if key in table and not _NAME.match(table[key]):
            raise _unfit(file, f"{where}.{key}", "...", '"VS_SMTP_PASSWORD"')


def _table(said: Any, where: str, keys: Mapping[str, type], file: str) -> dict[str, Any]:
    """A table with known keys, each of its kind."""
    if not isinstance(said, dict):
        raise BadFile("call.config.type", file=file, where=where, kind=f"[{where}]")
    for key, value in said.items():
        if key not in keys:
            raise BadFile("call.config.key", file=file, where=f"{where}.{key}", known=", ".join(keys))
        wrong = type(value) is not keys[key]
        if wrong or (isinstance(value, list) and not all(isinstance(one, str) for one in value)):
            raise BadFile("call.config.type", file=file, where=f"{where}.{key}", kind=_KINDS[keys[key]])
    return said


def _address(text: str, where: str, file: str) -> str:
    if not _ADDRESS.match(text) or ".." in text:
        raise _unfit(file, where, text[:80], '"name@example.org"')
    return text


def _secret(variable: str) -> str:
    if not variable:
        return ""
    value = os.environ.get(variable, "")
    if not value or not value.isascii() or not value.isprintable():
        raise Misunderstood("call.config.secret", name=variable)
    return value


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _unfit(file: str, where: str, found: object, kind: str) -> BadFile:
    return BadFile("call.config.value", file=file, where=where, found=str(found), kind=kind)
