"""The second programme from its first day to its last step: what is asked, of whom, and whether it may be.

One line is one call. `journey` gives the same as calls of the command line.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CHECKS = (("checks.height", "12 m"), ("checks.seepage", "geen"))


@dataclass(frozen=True, slots=True)
class Line:
    """`today` is the day on which it is recorded; `accepted` says what the rules answer."""

    today: str
    verb: str
    what: str
    where: str | None
    who: str
    facts: tuple[tuple[str, str], ...] = ()
    form: str = ""
    documents: tuple[str, ...] = ()
    reason: str = ""
    on: str = ""
    accepted: bool = True
    extra: dict[str, str] = field(default_factory=dict)


POLDERS = '[[polders]]\npolder = "Oude Haven"\n\n[[polders]]\npolder = "Rif"\n'

STORY: tuple[Line, ...] = (
    Line("2031-03-10", "record", "kick-off", None, "secretaris"),
    Line("2031-03-12", "person", "aannemer", None, "secretaris", extra={"function": "aannemer"}),
    Line("2031-03-12", "person", "polder-a", None, "secretaris", extra={"function": "vertegenwoordiger, polder a"}),
    Line("2031-03-12", "person", "polder-b", None, "secretaris", extra={"function": "vertegenwoordiger, polder b"}),
    Line("2031-04-02", "advance", "weigh", "noordkade", "toetser", CHECKS, documents=("tekening",), accepted=False),
    Line("2031-04-02", "advance", "weigh", "noordkade", "ontwerper-noord", CHECKS, documents=("nul",), accepted=False),
    Line("2031-04-03", "record", "crew-on", "noordkade", "ontwerper-noord",
         (("person", "aannemer"), ("organisation", "builder"))),
    Line("2031-04-03", "advance", "decide", "noordkade", "dijkgraaf", accepted=False),
    Line("2031-04-03", "advance", "weigh", "noordkade", "ontwerper-noord", CHECKS, documents=("tekening",)),
    Line("2031-05-01", "record", "costed", "noordkade", "toetser", (("amount", "3 miljoen"),)),
    Line("2031-05-09", "advance", "step-back", "noordkade", "ontwerper-noord", reason="kwel"),
    Line("2031-06-30", "advance", "weigh", "noordkade", "ontwerper-noord", CHECKS, documents=("tekening 2",)),
    Line("2031-09-16", "advance", "decide", "noordkade", "dijkgraaf", accepted=False),
    Line("2031-09-16", "record", "costed", "noordkade", "toetser", (("amount", "4 miljoen"),)),
    Line("2031-09-16", "advance", "decide", "noordkade", "dijkgraaf"),
    Line("2031-10-01", "advance", "apply", "noordkade", "ontwerper-noord", form=POLDERS),
    Line("2031-10-01", "grant", "seat", "polder-oude-haven", "secretaris", extra={"person": "polder-a"}),
    Line("2031-10-01", "grant", "seat", "polder-rif", "secretaris", extra={"person": "polder-b"}),
    Line("2031-11-05", "record", "permit-issued", "noordkade", "polder-a", (("polder", "polder-oude-haven"),)),
    Line("2031-11-06", "record", "permit-denied", "noordkade", "polder-b", (("polder", "polder-rif"),), reason="riet"),
    Line("2031-11-07", "record", "permit-appealed", "noordkade", "ontwerper-noord", (("polder", "polder-rif"),)),
    Line("2031-11-08", "advance", "build", "noordkade", "toetser", accepted=False),
    Line("2031-12-01", "record", "permit-denied", "noordkade", "polder-b", (("polder", "polder-rif"),), reason="nee"),
    Line("2032-02-01", "advance", "build", "noordkade", "polder-b", accepted=False),
    Line("2032-02-01", "advance", "build", "noordkade", "polder-a"),
    Line("2032-02-01", "record", "province-told", "noordkade", "dijkgraaf", (("body", "provincie"),)),
    Line("2032-02-02", "advance", "shelve", "noordkade", "dijkgraaf", reason="te laat", accepted=False),
    Line("2032-02-02", "advance", "shelve", "zuidkade", "dijkgraaf", reason="geen geld"),
)  # fmt: skip


def journey(line: Line) -> list[str]:
    """The call of the command line that says this line (forms and documents are named by the caller)."""
    call = ["vs", line.verb]
    match line.verb:
        case "advance":
            call += [str(line.where), line.what]
        case "record":
            call += [line.what, *([line.where] if line.where else [])]
        case "person":
            call += [line.what, "--function", line.extra["function"]]
        case "grant":
            call += [line.what, line.extra["person"], str(line.where), "--from", line.today]
    call += ["--as", line.who, "--now", f"{line.today}T12:00-04:00"]
    for key, value in line.facts:
        call += ["--fact", f"{key}={value}"]
    if line.reason:
        call += ["--reason", line.reason]
    if line.what == "shelve":
        call.append("--yes")
    return call
