"""E-mail by SMTP: plain text in the reader's language, under an id that stays the same however often it is sent.

A connection is made for each message, and each answer of the server is waited for ten
seconds at most. What it says for good (5xx) of a reader or a message is for good; that it
cannot be reached, does not let us in or refuses the sender is not, and holds for all. What
it took is sent, however it takes leave.
"""

from __future__ import annotations

import smtplib
import ssl
import textwrap
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from vs_workflow.desk.outbox import Told, Undelivered
from vs_workflow.journal.chain import moment
from vs_workflow.timeline.notice import message_id
from vs_workflow.words.lang import Lang
from vs_workflow.words.notices import letter_of

TIMEOUT_SECONDS = 10.0
_WIDTH = 72


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where messages are handed in. The connection is encrypted unless `starttls` is false."""

    host: str
    port: int
    sender: str
    starttls: bool = True
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody's address and language."""

    email: str
    lang: Lang


class Mail:
    """The post that goes by e-mail."""

    at_once = 100

    def __init__(self, server: MailServer, readers: Mapping[str, Reader]) -> None:
        self._server = server
        self._readers = readers

    def reaches(self, person: str) -> bool:
        return person in self._readers

    def send(self, told: Told) -> None:
        """Hand the message in; raises Undelivered where the server does not take it."""
        person = told[0][0].person
        message = compose(told, self._server.sender, self._readers[person])
        try:
            self._hand_in(message)
        except smtplib.SMTPRecipientsRefused as error:
            code, said = next(iter(error.recipients.values()))
            raise Undelivered(_told(code, said), for_good=code >= 500) from error
        except smtplib.SMTPDataError as error:
            good = error.smtp_code >= 500
            raise Undelivered(_told(error.smtp_code, error.smtp_error), for_good=good) from error
        except (smtplib.SMTPAuthenticationError, smtplib.SMTPNotSupportedError) as error:
            raise Undelivered(str(error), for_all=True) from error
        except smtplib.SMTPResponseException as error:
            # Said before there was a reader or a message: of the connection, or of the sender.
            raise Undelivered(_told(error.smtp_code, error.smtp_error), for_all=True) from error
        except (OSError, smtplib.SMTPException) as error:
            raise Undelivered(f"{type(error).__name__}: {error}", for_all=True) from error

    def _hand_in(self, message: EmailMessage) -> None:
        server = self._server
        session = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
        try:
            if server.starttls:
                session.starttls(context=ssl.create_default_context())
            if server.user:
                session.login(server.user, server.password)
            session.send_message(message)
        finally:
            with suppress(OSError, smtplib.SMTPException):
                session.quit()
            session.close()


def compose(told: Told, sender: str, reader: Reader) -> EmailMessage:
    """The message as RFC 5322 has it. Its Message-ID follows from the notices' ids, at the sender's domain."""
    notices = [notice for notice, _ in told]
    written = letter_of(told, reader.lang)
    message = EmailMessage(policy=SMTP)
    message["Subject"] = " ".join(written.subject.split())
    message["From"] = Address(addr_spec=sender)
    message["To"] = Address(addr_spec=reader.email)
    message["Date"] = format_datetime(max(moment(notice.at) for notice in notices))
    message["Message-ID"] = f"<{message_id(notices)}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    paragraphs = (textwrap.fill(one, _WIDTH, break_long_words=False) for one in written.text.strip().split("\n\n"))
    message.set_content("\n\n".join(paragraphs) + "\n", charset="utf-8")
    message["Content-Language"] = reader.lang
    return message


def _told(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode('utf-8', 'replace') if isinstance(said, bytes) else said}"
