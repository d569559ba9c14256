"""Every command of `vs`: where it lives and what it does in one line.

`vs --help` is made from this table alone. A command of a group is named with its
group in front (`workflow check`).
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command: `place` is the module below `commands` and the name in it."""

    part: str
    place: str
    nl: str
    en: str

    def says(self, lang: str) -> str:
        return self.nl if lang == "nl" else self.en


# The five words of the house and the rest, as the reader would put them; in the order of the help.
PARTS: dict[str, dict[str, str]] = {
    "adopt": {"nl": "Inrichten", "en": "Set up"},
    "look": {"nl": "Kijken", "en": "Look"},
    "act": {"nl": "Doen", "en": "Act"},
    "prove": {"nl": "Bewijzen", "en": "Prove"},
    "watch": {"nl": "Bewaken", "en": "Watch"},
    "carry": {"nl": "Beheren en hulp", "en": "Keep and help"},
}

CATALOGUE: dict[str, Entry] = {
    "init": Entry(
        "adopt",
        "adopt:init",
        "een programma aannemen en zijn opdrachten openen",
        "adopt a programme and open its assignments",
    ),
    "workflow": Entry(
        "adopt",
        "adopt:workflow",
        "de levensloop: controleren, tonen, tekenen",
        "the lifecycle: check it, show it, draw it",
    ),
    "workflow check": Entry(
        "adopt",
        "adopt:workflow_check",
        "controleren of levensloop en programma kloppen",
        "prove that the lifecycle and the programme are sound",
    ),
    "workflow show": Entry(
        "adopt",
        "adopt:workflow_show",
        "rollen, stappen, gebeurtenissen en wat ze vragen",
        "roles, steps, events and the facts of each",
    ),
    "workflow diagram": Entry(
        "adopt", "adopt:workflow_diagram", "de levensloop als Mermaid-tekening", "the lifecycle as a Mermaid drawing"
    ),
    "status": Entry("look", "look:status", "het bord: waar elke opdracht staat", "the board: where each assignment is"),
    "show": Entry("look", "look:show", "een opdracht, met alles wat erbij hoort", "one assignment, with all about it"),
    "todo": Entry("look", "look:todo", "wat iemand nu kan doen", "what a person may do now"),
    "why": Entry(
        "look",
        "look:why",
        "wat een opdracht van haar volgende stap scheidt",
        "what stands between an assignment and its next step",
    ),
    "form": Entry("look", "look:form", "het formulier van een stap of gebeurtenis", "the form of a step or an event"),
    "document": Entry("look", "look:document", "een bewaard document teruggeven", "get a kept document out again"),
    "advance": Entry("act", "act:advance", "een stap zetten", "take a step"),
    "record": Entry("act", "act:record", "een gebeurtenis vastleggen", "record an event"),
    "person": Entry("act", "act:person", "iemand in het register zetten", "put a person in the register"),
    "grant": Entry("act", "act:grant", "iemand een rol geven", "give a person a role"),
    "mandate": Entry("act", "act:mandate", "een plaatsvervanger mandaat geven", "let a deputy act in one's place"),
    "end": Entry("act", "act:end", "een rol of mandaat beëindigen", "end a role or a mandate"),
    "correct": Entry(
        "act",
        "act:correct",
        "een vastlegging verbeteren, zonder haar te wissen",
        "set an entry right, without erasing it",
    ),
    "history": Entry("prove", "prove:history", "wat er is vastgelegd, en geweigerd", "what was recorded, and refused"),
    "replay": Entry(
        "prove", "prove:replay", "een stand opnieuw afleiden, met bewijs", "derive a state again, with its proof"
    ),
    "verify": Entry("prove", "prove:verify", "alles narekenen", "recompute everything"),
    "diff": Entry("prove", "prove:diff", "twee antwoorden van replay vergelijken", "compare two answers of replay"),
    "who-held-it": Entry("prove", "held:who_held_it", "bij wie het hoelang lag", "with whom it lay, how long"),
    "workflow rehearse": Entry(
        "adopt", "rehearse:workflow_rehearse", "andere regels beproeven", "try other rules on what was recorded"
    ),
    "workflow diff": Entry(
        "adopt", "rehearse:workflow_diff", "regels met elkaar vergelijken", "compare rules with each other"
    ),
    "migrate": Entry("adopt", "migrate:migrate", "verdergaan onder andere regels", "go on under other rules"),
    "destroy": Entry(
        "prove",
        "destroy:destroy",
        "wettig vernietigen wat een opdracht bevatte",
        "lawfully destroy what one held",
    ),
    "seal": Entry("prove", "seal:seal", "het journaal ondertekenen", "sign the journal"),
    "seal add-key": Entry(
        "prove", "keys:add_key", "een sleutel in het journaal zetten", "declare a key in the journal"
    ),
    "seal retire-key": Entry("prove", "keys:retire_key", "een sleutel intrekken", "retire a declared key"),
    "seal keys": Entry("prove", "keys:keys", "welke sleutels het journaal kent", "the keys that the journal declares"),
    "witness": Entry("prove", "seal:witness", "als partner mee ondertekenen", "sign along as a partner"),
    "rebuild": Entry("prove", "prove:rebuild", "de afgeleide tabellen opnieuw maken", "make the derived tables again"),
    "import": Entry("prove", "bring_in:bring_in", "een bundel inlezen, nagerekend", "read in a bundle, recomputed"),
    "export": Entry(
        "prove", "leave:export", "wat naar buiten gaat: bundel, tabel, logboek", "what leaves: a bundle, a table, a log"
    ),
    "check": Entry("watch", "watch:check", "kijken wat er is gemist", "look for what was missed"),
    "timeline": Entry(
        "watch",
        "ahead:timeline",
        "de mijlpalen van het jaar in een tekening",
        "the milestones of the year in a drawing",
    ),
    "forecast": Entry(
        "watch",
        "ahead:forecast",
        "wat gemist wordt als er niets meer gebeurt",
        "what will be missed if nothing more happens",
    ),
    "calendar": Entry(
        "watch",
        "ahead:calendar",
        "de mijlpalen voor een agenda (iCalendar)",
        "the milestones for a calendar program (iCalendar)",
    ),
    "outbox": Entry(
        "watch",
        "outbox:outbox",
        "wie wat te horen krijgt, en het versturen",
        "who is told what, and sending it",
    ),
    "scheduler": Entry(
        "watch",
        "scheduler:scheduler",
        "blijven draaien en elke dag controleren",
        "keep running and check every day",
    ),
    "scheduler status": Entry(
        "watch",
        "scheduler:status",
        "hoe het met de dagelijkse controle gaat",
        "how the daily check is doing",
    ),
    "backup": Entry("carry", "carry:backup", "een gecontroleerde kopie maken", "make a verified copy"),
    "diagnose": Entry(
        "carry", "carry:diagnose", "versies en maten voor een foutmelding", "versions and sizes for a bug report"
    ),
    "config": Entry("carry", "config:config", "elke instelling en haar herkomst", "each setting and its origin"),
    "completion": Entry("carry", "completion:completion", "aanvullen met Tab", "completion with the Tab key"),
    "help": Entry("carry", "help:help_command", "hulp bij een commando of onderwerp", "help on a command or a topic"),
    "demo": Entry("carry", "demo:demo", "een heel jaar, voorgedaan", "a whole year, shown"),
}
