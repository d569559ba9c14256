"""What was not understood, and what is wrong with a file."""

from __future__ import annotations

_DAYS = "Readable: 2030-05-09, 9 May 2030, 9-5-2030, 9 May (this year), today, yesterday."
_MOMENTS = "Write it as 2030-05-09T09:00+02:00."
_RULES = "Mend the file; vs workflow check names all faults at once."

TROUBLES: dict[str, tuple[str, str]] = {
    # days and moments
    "day.unreadable": ("'{text}' cannot be read as a day.", _DAYS),
    "day.slashes": (
        "'{text}' may mean {readings}, and is therefore not read.",
        _DAYS,
    ),
    "day.not-in-calendar": ("The day '{text}' does not exist.", _DAYS),
    "day.out-of-years": ("'{text}' is outside the years {first} to {last}.", _DAYS),
    "day.before-opening": (
        "On {on} assignment {assignment} had not been opened yet.",
        "Give a later day with --on.",
    ),
    "diff.two-assignments": (
        "These two answers are of different assignments: {assignments}.",
        "Compare two answers about one assignment.",
    ),
    "moment.unreadable": ("'{text}' cannot be read as a moment.", _MOMENTS),
    "moment.without-zone": ("'{text}' does not say in which time zone.", _MOMENTS),
    # names
    "name.unknown": (
        "There is no {kind} '{text}'.",
        "[Do you mean {suggestions}?||Known are: {known}.||There is none yet.]",
    ),
    "person.veiled": (
        "There is no such person.",
        "With --roles-only give a key, or role and number as the pages show them; nothing like it is suggested.",
    ),
    "name.ambiguous": (
        "'{text}' may be more than one {kind}: {among}.",
        "Give the key in full.",
    ),
    "text.not-unicode": ("{what}: this text has characters that do not exist.", "Type the text again."),
    "text.odd": (
        "{what}: this name has control characters, or characters that turn the direction of reading.",
        "Type the name again, without those characters.",
    ),
    "text.too-long": (
        "{what}: this text is too long ({length} characters; at most {most}).",
        "Shorten it, or give a document.",
    ),
    # the request
    "key.empty": ("The key is empty.", "Give a text with --key, or leave it out."),
    "actor.missing": (
        "It is not known who acts.",
        "Give --as PERSON, or set VS_AS[; this may be done by {who}||; vs why ASSIGNMENT says who may do what].",
    ),
    "assignment.not-opened": (
        "Assignment {assignment} has not been opened yet.",
        "vs status shows the assignments that are open.",
    ),
    "assignment.destroyed": (
        "Assignment {assignment} was destroyed (no. {seq}); what there was is no more.",
        "vs history {assignment} shows the declaration and the ground.",
    ),
    "event.needs-assignment": (
        "{event} belongs to an assignment, and none was named.",
        "Name the assignment after it: vs record {event.key} ASSIGNMENT.",
    ),
    "event.takes-no-assignment": (
        "{event} does not belong to an assignment.",
        "Leave the assignment out: vs record {event.key}.",
    ),
    "person.needs-name": (
        "No name and no function was given for '{key}'.",
        "Give --name or --function; a function without a name will do.",
    ),
    "grant.no-such-entry": (
        "No. {seq} is not a grant and not a mandate.",
        "The numbers are in vs show ASSIGNMENT and in vs history.",
    ),
    "grant.takes-no-place": (
        "The role '{role}' is held for the whole programme.",
        "Leave the assignment or the body out.",
    ),
    "grant.needs-place": (
        "The role '{role}' belongs to {scope}.",
        "Name it after the person: vs grant {role} PERSON ASSIGNMENT (or BODY).",
    ),
    "mandate.which": (
        "There are several roles on which this mandate may rest: {among}.",
        "Name the role with --role, and the assignment.",
    ),
    "entry.no-such": ("There is no no. {seq}; the last is no. {last}.", "The numbers are in vs history."),
    "correct.one-of-two": (
        "A correction gives another day, or undoes: exactly one of the two.",
        "Give --on DATE or --annul.",
    ),
    "conflict.key": (
        "The key '{key}' was used for another request already (no. {seq}).",
        "Use a new --key for a new request; no. {seq} keeps the old one.",
    ),
    "fact.twice": ("The fact '{fact}' was given more than once.", "Give each fact once; a list goes on the form."),
    "fact.unknown": (
        "{action} does not ask a fact '{fact}'.",
        "[Asked are: {known}.||Nothing is asked.]",
    ),
    "fact.not-toml": (
        "The fact '{fact}' is a list or a table, and this one cannot be read.",
        "Rather fill in the form: vs form, then --form FILE.",
    ),
    # the clock
    "scheduler.rehearsal": (
        "No scheduler runs in a rehearsal: its clock is set by hand.",
        "Check with vs check --now MOMENT.",
    ),
    "check.in-the-future": (
        "A check cannot look at {on}: today is {today}.",
        "vs forecast says what will be missed by then.",
    ),
    "replay.in-the-future": (
        "How it stands on {on} nobody knows: today is {today}.",
        "Give a day up to today with --on, or leave it out.",
    ),
    "replay.not-known-yet": (
        "What will be known on {known_at} nobody knows: it is {now} now.",
        "Give a moment up to now with --known-at, or leave it out.",
    ),
    "replay.not-known-by-then": (
        "On {known_at} nothing of assignment {assignment} had been recorded yet.",
        "Give a later moment with --known-at.",
    ),
    "held.in-the-future": (
        "With whom it will lie on {on} nobody knows: today is {today}.",
        "Give a day up to today with --on, or leave it out.",
    ),
    "assume.unreadable": (
        "This assumption cannot be read: '{text}'.",
        "Write an assignment, a step and a day: --assume 'A STEP DATE'.",
    ),
    "clock.not-a-rehearsal": (
        "The clock can be set in a rehearsal only, and this is none.",
        "Leave out --now and VS_NOW; a rehearsal begins with vs init --rehearsal.",
    ),
    "clock.rehearsal-without-now": (
        "This is a rehearsal, which has no clock but the one that is set.",
        "Say with --now, or VS_NOW, which moment it is.",
    ),
    "clock.rehearsal-needs-now": (
        "This is a rehearsal: say which moment it is. The last entry is of {last}.",
        "Give --now, or set VS_NOW, not before that moment.",
    ),
    "clock.before-last-entry": (
        "The clock that was set ({now}) is behind the last entry ({last}).",
        "Give a later moment with --now.",
    ),
    # files
    "file.name-odd": (
        "'{found}' cannot be the name of a file here.",
        "Name a file in the same folder, without a path.",
    ),
    "file.terminal": (
        "A form is expected here from a pipe or a file, not typed.",
        "Print it with vs form, fill it in, and give it: --form FILE.",
    ),
    "file.missing": ("This file is not there.", "See whether the path is right."),
    "file.is-bundle": (
        "This is a bundle, and no database.",
        "Read it in: vs import BUNDLE --db NEW.db; or check it where it is unpacked: python3 -I verify.py",
    ),
    "file.bundle-none": ("This is not a bundle of vs.", "Give the folder or the zip that vs export --bundle made."),
    "file.bundle-no-manifest": (
        "This is not a bundle of vs: it has no manifest.json.",
        (
            "Give the folder or the zip that vs export --bundle made; in a zip made by hand its files must not stand "
            "in a folder of their own."
        ),
    ),
    "file.bundle-damaged": (
        "This cannot be unpacked: the zip may be damaged, or not all there.",
        "Get it again from whoever made it.",
    ),
    "file.bundle-path": (
        "This is a link, stands there twice, or leads outside the bundle.",
        "Have the bundle made again, and do not unpack this one: it may be meant to do harm.",
    ),
    "file.bundle-surplus": (
        "This file does not belong in the bundle: the manifest does not name it.",
        "Take it out of the bundle, and try again.",
    ),
    "file.bundle-missing": (
        "The manifest names this file, and it is missing from the bundle.",
        "Put it back, or get the bundle again from whoever made it.",
    ),
    "file.bundle-line-ends": (
        "This has got Windows line ends (CR LF), and so is no longer what the manifest of the bundle says.",
        "Get the bundle again, as a zip for instance, by a way that leaves its files as they are.",
    ),
    "file.bundle-changed": ("This is not what the manifest of the bundle says.", "Have the bundle made again."),
    "file.bundle-content": (
        "This is not what its name says: its content was changed before the bundle was made.",
        "Look for a bundle or a copy from before; where this one was made, vs verify says more.",
    ),
    "file.bundle-part": (
        "This bundle does not hold everything, and so cannot be read in.",
        "Ask for the whole with its documents: vs export --bundle.",
    ),
    "file.bundle-not-whole": (
        "The journal in this bundle does not hold.[ {why}]",
        "Have it looked at with python3 -I verify.py; nothing was written.",
    ),
    "programme.there-already": (
        "The programme '{file}' is in this database already.",
        "Read it into another database, with --db.",
    ),
    "file.there-already": (
        "This is there already, and was not written over.",
        "Give the name of something that is not there yet.",
    ),
    "file.no-folder": ("There is no folder {folder}.", "Make the folder first, or name another place."),
    "file.not-regular": ("This is not a regular file.", "Give a regular file."),
    "file.unreadable": ("This file cannot be read ({detail}).", "See whether you may read it."),
    "file.person-missing": (
        "This person is not in the register, but is in {programme}.",
        "Put the person in the register of people.",
    ),
    "file.too-large": ("This file is too large: {size} bytes, at most {most}.", "Give a smaller file."),
    "file.not-utf8": ("This is not text in UTF-8.", "Save the file as UTF-8."),
    "file.byte-order-mark": (
        "The file begins with a byte order mark.",
        "Save it as UTF-8 without BOM.",
    ),
    "file.too-deep": ("This is nested too deeply.", _RULES),
    "file.not-toml": ("This is not TOML: {detail}.", "Mend that place; a text stands between double quotes."),
    "file.text-not-nfc": ("This text is not in the usual Unicode form (NFC).", "Type the text again."),
    "file.text-odd": (
        "This text has control characters, or characters that turn the direction of reading.",
        "Take those characters out.",
    ),
    "file.key-missing": ("This key is missing.", _RULES),
    "file.key-unknown": (
        "This key is unknown.",
        "[Known here: {known}||See whether it is spelled right and stands in the right place].",
    ),
    "file.key-odd": (
        "'{found}' cannot be a key.",
        "Use lower case letters, digits and hyphens.",
    ),
    "file.value-unknown": ("'{found}' cannot stand here.", "Expected: {expected}."),
    "file.value-wrong": ("'{found}' cannot stand here.", "Expected: {detail}."),
}
