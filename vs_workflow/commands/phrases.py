"""What the commands themselves say beside their pages: questions, and notes on stderr, in both languages."""

from __future__ import annotations

from vs_workflow.words.lang import Lang

_PHRASES: dict[str, dict[Lang, str]] = {
    "ask.from": {"nl": "Vanaf welke dag", "en": "From which day"},
    "ask.until": {"nl": "Tot welke dag (dan niet meer)", "en": "Until which day (no longer then)"},
    "ask.principal": {"nl": "Van wie is deze sleutel", "en": "Whose key is this"},
    "confirm.step": {
        "nl": "Opdracht {assignment}: {step}. Dit is niet zomaar terug te draaien. Doorgaan?",
        "en": "Assignment {assignment}: {step}. This is not easily undone. Go on?",
    },
    "confirm.annul": {
        "nl": "Nr. {seq} telt dan niet meer mee (het blijft wel staan). Doorgaan?",
        "en": "No. {seq} will no longer count (it stays where it is). Go on?",
    },
    "confirm.destroy": {
        "nl": "Alles wat over {assignment} is vastgelegd verdwijnt voorgoed, met de documenten. Doorgaan?",
        "en": "All that was recorded about {assignment} goes for ever, with its documents. Go on?",
    },
    "confirm.migrate": {
        "nl": "De opdrachten gaan dan verder onder de regels van {file}. Doorgaan?",
        "en": "The assignments then go on under the rules of {file}. Go on?",
    },
    "confirm.key": {
        "nl": "{fingerprint} tekent dan vanaf {day} als {principal}; het blijft in het journaal staan. Doorgaan?",
        "en": "{fingerprint} then signs from {day} on as {principal}; it stays in the journal. Go on?",
    },
    "confirm.retire": {
        "nl": "Wat {fingerprint} vanaf {day} ondertekent, telt dan niet meer. Doorgaan?",
        "en": "What {fingerprint} signs from {day} on then no longer counts. Go on?",
    },
    "rebuild.done": {
        "nl": "{programme}: de afgeleide tabellen zijn opnieuw gemaakt uit {entries} regels. Daarna: vs verify",
        "en": "{programme}: the derived tables were made again from {entries} entries. Next: vs verify",
    },
    "rebuild.would": {
        "nl": "{programme}: de afgeleide tabellen zouden opnieuw worden gemaakt uit {entries} regels.",
        "en": "{programme}: the derived tables would be made again from {entries} entries.",
    },
    "export.done": {
        "nl": "{target}: {written}, {size} bytes, sha256 {digest}",
        "en": "{target}: {written}, {size} bytes, sha256 {digest}",
    },
    "import.done": {
        "nl": "{programme}: {entries} regels ingelezen, tot en met {head:.16}; daarna nagerekend: {whole}",
        "en": "{programme}: {entries} entries read in, up to {head:.16}; then recomputed: {whole}",
    },
    "import.would": {
        "nl": "{programme}: {entries} regels, tot en met {head:.16}, zijn nagerekend en zouden worden ingelezen.",
        "en": "{programme}: {entries} entries, up to {head:.16}, were recomputed and would be read in.",
    },
    "import.no-folder": {
        "nl": (
            "Let op: van de ijkpunten in de bundel is niets bewaard ({files}), want er is geen map ingesteld. Zet in "
            'vs.toml: seal.folder = "MAP", en kopieer de inhoud van checkpoints uit de bundel naar MAP/{programme}.'
        ),
        "en": (
            "Warning: nothing of the checkpoints in the bundle is kept ({files}), for no folder is configured. Put "
            'in vs.toml: seal.folder = "FOLDER", and copy what is in checkpoints of the bundle to FOLDER/{programme}.'
        ),
    },
    "import.unkept": {
        "nl": (
            "Let op: van de ijkpunten in de bundel is niet bewaard: {files}, want de map met ijkpunten bevat er voor "
            "{programme} al. Vergelijk ze, en kopieer uit checkpoints van de bundel wat er ontbreekt."
        ),
        "en": (
            "Warning: not kept of the checkpoints in the bundle: {files}, for the folder of checkpoints has some of "
            "{programme} already. Compare them, and copy what it lacks from checkpoints of the bundle."
        ),
    },
    "export.bundled": {
        "nl": "{target}: een bundel van {entries} regels{less}, tot en met {head:.16}. Nakijken: python3 -I verify.py",
        "en": "{target}: a bundle of {entries} entries{less}, up to {head:.16}. To check it: python3 -I verify.py",
    },
    "export.shown": {"nl": " (waarvan {shown} te lezen)", "en": " ({shown} of them readable)"},
    "export.undocumented": {"nl": " zonder documenten", "en": " without documents"},
    "export.unlinked": {
        "nl": "Let op: nr. {seq} ontbreekt, is veranderd of volgt niet op het vorige. vs verify zegt meer.",
        "en": "Warning: no. {seq} is missing, was changed or does not follow the one before. vs verify says more.",
    },
    "export.changed": {
        "nl": "Let op: {file} is niet wat het was. vs verify zegt meer.",
        "en": "Warning: {file} is not what it was. vs verify says more.",
    },
    "export.missing": {
        "nl": "Let op: {file} hoort erbij en is er niet meer. vs verify zegt meer.",
        "en": "Warning: {file} belongs to it and is no longer there. vs verify says more.",
    },
    "export.wrong": {
        "nl": "Let op: {said} vs verify zegt meer.",
        "en": "Warning: {said} vs verify says more.",
    },
    "backup.done": {
        "nl": "Kopie gemaakt en nagelezen: {file} ({bytes} bytes, sha256 {sha256_of_journal:.16}).",
        "en": "Copy made and read again: {file} ({bytes} bytes, sha256 {sha256_of_journal:.16}).",
    },
    "demo.counted": {"nl": "({number} keer vs, hier niet getoond)", "en": "({number} calls of vs, not shown here)"},
    "demo.code": {"nl": "[eindigt met {code}]", "en": "[ends with {code}]"},
    "demo.otherwise": {
        "nl": "Dit ging anders dan bedoeld: {run} eindigde met {code}, verwacht {expected}.",
        "en": "This went otherwise than meant: {run} ended with {code}, expected {expected}.",
    },
    "timeline.done": {
        "nl": "Tekening gemaakt: {file}",
        "en": "Drawing made: {file}",
    },
    "calendar.done": {
        "nl": "Agenda gemaakt: {file} ({count} dagen).",
        "en": "Calendar made: {file} ({count} days).",
    },
    "calendar.empty": {
        "nl": "Hiervoor is er geen dag in de agenda.",
        "en": "There is no day in the calendar for this.",
    },
    "outbox.strangers": {
        "nl": "Let op: [people] noemt wie niet in het register staat: {people}",
        "en": "Warning: [people] names who is not in the register: {people}",
    },
    "init.made": {"nl": "Nieuwe database: {store}", "en": "New database: {store}"},
}


def phrase(name: str, lang: Lang, **facts: object) -> str:
    """One phrase, its holes filled."""
    return _PHRASES[name][lang].format(**facts)
