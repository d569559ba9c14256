"""A webhook: each notice as a CloudEvent 1.0 in JSON, posted to one address. People stand in it by key.

The same notice has the same event id however often it is posted. A redirect is not
followed; what the other side refuses for good (4xx) is for good.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from http.client import HTTPException, HTTPMessage
from typing import IO
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from vs_workflow.desk.outbox import Told, Undelivered
from vs_workflow.desk.views import Setting
from vs_workflow.timeline.notice import Notice
from vs_workflow.words.lang import Lang
from vs_workflow.words.notices import letter, plainly

TIMEOUT_SECONDS = 10.0
_TRY_AGAIN = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Webhook:
    """The post that goes to a program. `secret`, where there is one, is sent as a bearer token."""

    url: str = field(repr=False)
    lang: Lang
    secret: str = field(default="", repr=False)

    @property
    def at_once(self) -> int:
        """A program is told one event at a time."""
        return 1

    def reaches(self, person: str) -> bool:
        return True

    def send(self, told: Told) -> None:
        """Post the event; raises Undelivered where it is not taken."""
        ((notice, setting),) = told
        body = json.dumps(event(notice, setting, self.lang)).encode()
        headers = {"Content-Type": "application/cloudevents+json; charset=utf-8", "User-Agent": "vs"}
        if self.secret:
            headers["Authorization"] = f"Bearer {self.secret}"
        request = Request(self.url, data=body, headers=headers, method="POST")
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as answer:
                answer.read(1024)
        except HTTPError as error:
            with error:
                good = 300 <= error.code < 500 and error.code not in _TRY_AGAIN
                raise Undelivered(f"HTTP {error.code}", for_good=good, for_all=error.code == 429) from error
        except (URLError, OSError, HTTPException) as error:
            why = error.reason if isinstance(error, URLError) else error
            raise Undelivered(f"{type(error).__name__}: {why}", for_all=True) from error


def event(notice: Notice, setting: Setting, lang: Lang) -> dict[str, object]:
    """The notice as a CloudEvent, with the letter that a person would get, in which people are named by key."""
    written = letter(notice, replace(setting, names={}), lang)
    programme = setting.rules.programme.key
    return {
        "specversion": "1.0",
        "id": notice.id,
        "source": f"urn:vs:{programme}",
        "type": f"vs.notice.{notice.kind.value}",
        "subject": notice.assignment or programme,
        "time": notice.at,
        "datacontenttype": "application/json",
        "data": {
            **plainly(notice),
            "lang": lang,
            "title": written.subject,
            "message": written.text,
        },
    }


class _NoRedirect(HTTPRedirectHandler):
    """Where the address moved to is for a person to look at and configure."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None
