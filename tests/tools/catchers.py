"""Servers on this machine that catch what is sent to them: letters by SMTP, events by HTTP."""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


def letter(raw: bytes) -> EmailMessage:
    """These bytes as whoever reads the letter sees it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


@dataclass
class Mailbox:
    """Answers what the test says, one answer per message, and then takes what comes.

    `leave` is what it says at the end of a session; with "" it hangs up instead.
    """

    port: int = 0
    rcpt: list[str] = field(default_factory=list)
    data: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    sender: str = "250 OK"
    leave: str = "221 Bye"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not self.leave:
            assert isinstance(server.transport, asyncio.WriteTransport)
            server.transport.abort()
        return self.leave

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
            self.taken.append(letter(envelope.content))
            self.to += envelope.rcpt_tos
        return answer


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Within the block a mail server listens at the port of this mailbox."""
    mailbox = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        mailbox.port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


@dataclass
class Hook:
    """A program that gives the answers it is told to, and then takes what comes."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@contextmanager
def web_hook(meanwhile: Callable[[], None] = lambda: None) -> Iterator[Hook]:
    """Within the block a web server listens at the URL of this hook; `meanwhile` is done before it answers an event."""
    found = Hook()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"]))
            code = found.answers.pop(0) if found.answers else 202
            if code < 300:
                found.events.append(json.loads(body))
                found.headers.append(dict(self.headers))
                meanwhile()
            self.send_response(code)
            if 300 <= code < 400:
                self.send_header("Location", f"{found.url}elsewhere")
            self.end_headers()

        def do_GET(self) -> None:
            self.do_POST()

        def log_message(self, *said: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    found.url = f"http://127.0.0.1:{server.server_port}/"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
