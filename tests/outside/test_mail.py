"""Mail against a real server on this machine: what arrives, under which id, and what a server that refuses means."""

from __future__ import annotations

import email
import email.policy
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.outside.letters import notice, outbox
from vs_workflow.desk.outbox import Undelivered
from vs_workflow.outside.mail import Mail, MailServer, Reader, compose
from vs_workflow.timeline.notice import NoticeKind
from vs_workflow.words.lang import Lang

SETTING = outbox().setting


@dataclass
class Handler:
    """Answers what the test says, one answer per message, and then takes what comes."""

    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    sender: str = "250 OK"

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self.sender

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.rcpt.pop(0) if self.rcpt else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.data.pop(0) if self.data else "250 OK"
        if answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            assert isinstance(message, EmailMessage)
            self.taken.append(message)
            self.to += envelope.rcpt_tos
        return answer


@pytest.fixture
def server() -> Iterator[tuple[Handler, int]]:
    handler = Handler()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


def mail(port: int, lang: Lang = "nl") -> Mail:
    readers = {notice().person: Reader("persoon@voorbeeld.example", lang)}
    return Mail(MailServer("127.0.0.1", port, "vs@voorbeeld.example", starttls=False), readers)


def test_what_arrives_says_what_about_which_assignment_in_the_readers_language(server: tuple[Handler, int]) -> None:
    handler, port = server

    mail(port).send(notice(), SETTING)
    mail(port, "en").send(notice(), SETTING)

    dutch, english = handler.taken
    assert handler.to == ["persoon@voorbeeld.example"] * 2
    assert dutch["Message-ID"] == english["Message-ID"] == f"<{notice().id}@voorbeeld.example>"
    assert dutch["Auto-Submitted"] == "auto-generated"
    assert dutch["Subject"].startswith("Gemist: ")
    assert english["Subject"].startswith("Missed: ")
    assert dutch.get_content_type() == "text/plain"
    text = dutch.get_content()
    assert "25 juni 2015" in text
    assert "Bestuurlijke Begeleidingsgroep" in text
    assert "25 June 2015" in english.get_content()


def test_it_knows_whom_it_can_reach() -> None:
    assert mail(1).reaches(notice().person)
    assert not mail(1).reaches("niemand")


@pytest.mark.parametrize(
    ("rcpt", "data", "for_good"),
    [
        ("550 no such user", "", True),
        ("450 try later", "", False),
        ("", "554 refused", True),
        ("", "451 try later", False),
    ],
)
def test_what_the_server_says_for_good_is_for_good(
    server: tuple[Handler, int], rcpt: str, data: str, for_good: bool
) -> None:
    handler, port = server
    handler.rcpt += [rcpt] if rcpt else []
    handler.data += [data] if data else []

    with pytest.raises(Undelivered) as refused:
        mail(port).send(notice(), SETTING)

    assert (refused.value.for_good, refused.value.for_all) == (for_good, False)
    assert refused.value.why.startswith((rcpt or data)[:3])
    mail(port).send(notice(), SETTING)
    assert len(handler.taken) == 1


@pytest.mark.parametrize("said", ["550 not from here", "451 try later"])
def test_a_sender_that_is_refused_closes_the_way_for_all(server: tuple[Handler, int], said: str) -> None:
    handler, port = server
    handler.sender = said

    with pytest.raises(Undelivered) as refused:
        mail(port).send(notice(), SETTING)

    assert (refused.value.for_good, refused.value.for_all) == (False, True)
    assert refused.value.why == said


def test_a_server_that_is_not_there_closes_the_way_for_all_and_for_now() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))

        with pytest.raises(Undelivered) as refused:
            mail(free.getsockname()[1]).send(notice(), SETTING)

    assert (refused.value.for_good, refused.value.for_all) == (False, True)


def test_without_encryption_nothing_is_sent_where_it_was_asked_for(server: tuple[Handler, int]) -> None:
    handler, port = server
    server_of = MailServer("127.0.0.1", port, "vs@voorbeeld.example")

    with pytest.raises(Undelivered) as refused:
        Mail(server_of, {notice().person: Reader("a@b.example", "nl")}).send(notice(), SETTING)

    assert refused.value.for_all
    assert handler.taken == []


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_kind_makes_a_message_without_holes(kind: NoticeKind, lang: Lang) -> None:
    message = compose(notice(kind), SETTING, "vs@voorbeeld.example", Reader("a@b.example", lang))

    text = message.get_content()
    assert "?" not in message["Subject"] + text
    assert "{" not in text
    assert "[" not in text
    assert all(len(line) <= 78 for line in text.splitlines())


def test_nothing_in_a_name_can_add_a_header_or_a_line() -> None:
    evil = "Jan\r\nBcc: allen@voorbeeld.example\x1b[31m\u202e"
    setting = replace(SETTING, names={notice().person: {"nl": evil, "en": evil}})
    strange = replace(notice(), milestone=f"x\r\nBcc: {evil}")

    raw = compose(strange, setting, "vs@voorbeeld.example", Reader("a@b.example", "nl")).as_bytes()

    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert message["Bcc"] is None
    assert sorted(message.keys()) == sorted(
        ["Subject", "From", "To", "Date", "Message-ID", "Auto-Submitted", "Content-Language", "Content-Type",
         "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip
    assert b"\x1b" not in raw
    assert "\u202e" not in message.get_content()
