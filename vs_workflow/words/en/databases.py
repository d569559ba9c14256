"""What is the matter with the database: what is said, and what to do about it."""

from __future__ import annotations

_WHOLE = "Compare with a backup or a bundle, and put back the last that is whole; vs verify names all that is not."
_BACKUP = "Put back the last backup, or have somebody look at it; vs diagnose says what there is to see."

DATABASES: dict[str, tuple[str, str]] = {
    "store.missing": (
        "There is no database {store}.",
        "Begin with vs init, or name the right one with --db.",
    ),
    "store.no-folder": (
        "There is no folder {folder} to make the database in.",
        "Make the folder first, or name another place with --db.",
    ),
    "store.not-on-server": (
        "There is no database {store} on that server.",
        "Have it made there first, with createdb.",
    ),
    "store.empty": (
        "There is no programme in the database[ {store}] yet.",
        "Begin with vs init.",
    ),
    "store.no-beginning": (
        "The beginning of the journal is missing: without no. 1 nothing tells whether its clock may be set.",
        "vs verify says what is the matter; put back the last backup.",
    ),
    "store.journal-gone": (
        "The journal of {programmes} is gone from the database[ {store}]; what was derived from it is still there.",
        "Put back the last backup; vs verify says what is left. Anything new begins in another file (--db).",
    ),
    "store.journal-lost": (
        "There is no journal of {programmes} in {store}, but checkpoints of it are kept in {folder}.",
        "Put back the last backup, or read in a bundle with vs import; anything new begins in another file (--db).",
    ),
    "store.no-programme": (
        "The database has no programme '{programme}'.",
        "There is: {known}. Choose with --programme.",
    ),
    "store.which-programme": (
        "The database has more than one programme: {known}.",
        "Choose with --programme.",
    ),
    "store.url": (
        "'{found}' is not a place of a database.",
        "Give a file, sqlite:///PATH or postgresql+psycopg://USER@SERVER/NAME.",
    ),
    "store.foreign": (
        "{store} is not a database of vs.[ ({detail})]",
        "Name another file with --db; this one was not touched.",
    ),
    "store.newer": (
        "{store} was made by a newer vs (version {found}; this one knows {known}).",
        "Use the newer vs; nothing was touched.",
    ),
    "store.older": (
        "{store} was made by an older vs (version {found}; now {known}), and was opened for reading only.",
        "Allow writing; it is then upgraded at its next use.",
    ),
    "store.set-back": (
        "{store} says that it is of version {found}, and has what came later: {tables}.",
        "Somebody changed its version; nothing was touched. Put back the last backup.",
    ),
    "store.locked": (
        "{store} is in use by somebody else.[ ({detail})]",
        "Try again in a moment.",
    ),
    "store.busy": (
        "Others wrote just before, again and again.",
        "Try again in a moment.",
    ),
    "store.read-only": (
        "{store} can only be read.[ ({detail})]",
        "Allow writing to the file and to its folder.",
    ),
    "store.needs-recovery": (
        "{store} was left in the middle of a write, and cannot be recovered here.[ ({detail})]",
        "Allow writing to the file and to its folder; it recovers when it is opened next.",
    ),
    "store.full": ("The disk below {store} is full.[ ({detail})]", "Make room, and do it again."),
    "store.disk": ("The disk below {store} gives errors.[ ({detail})]", "Look the disk over, and do it again."),
    "store.corrupt": ("{store} is damaged, or not a database.[ ({detail})]", _BACKUP),
    "store.no-access": (
        "{store} cannot be opened.[ ({detail})]",
        "See whether the path is right and you may read and write there.",
    ),
    "store.unreachable": (
        "The database {store} cannot be reached.[ ({detail})]",
        "See whether the server runs and the address is right.",
    ),
    "store.unknown": (
        "The connection to {store} broke at the moment of recording.[ ({detail})]",
        "See with vs history whether it is there; asking again with the same --key does no harm.",
    ),
    "store.not-scrubbed": (
        "What was destroyed is out of the journal, but {store} could not clear it from its files yet ({detail}).",
        "See that nobody else has the file open, and run vs rebuild: that clears it again.",
    ),
    "store.not-scrubbed-by-server": (
        "What was destroyed is out of the journal, but {store} could not clear it from its files yet ({detail}).",
        "Have the administrator end what still holds it, and run vs rebuild: that clears it again.",
    ),
    "store.guard": (
        "The database {store} refused the write.[ ({detail})]",
        "This should not happen: run vs verify, and report it with vs diagnose.",
    ),
    "store.not-kept": (
        "The database did not keep what was written to it.",
        "A trigger or a rule of somebody else's may stand in the way: vs verify names what is beside ours.",
    ),
    "store.table-missing": (
        "The database {store} lacks a table.[ ({detail})]",
        "vs rebuild makes a derived table again. For any other (vs diagnose names it), put back the last backup.",
    ),
    "store.failed": ("The database {store} reports an error.[ ({detail})]", "Run vs diagnose, and report it."),
    "store.no-driver": (
        "For {store} the program {module} is missing.",
        "Install vs with the extra for PostgreSQL: pip install 'vs-workflow[postgres]'.",
    ),
    "store.unreadable-entry": ("The text of no. {seq} is not what an entry must be.[ ({detail})]", _WHOLE),
    "store.backup-by-server": (
        "{store} is on a server; vs makes no copy of that.",
        "Use {tool} of the server.",
    ),
    "store.rules-missing": (
        (
            "The rules {address}, under which entries were made, are no longer in the database."
            "[ Not judged for want of them: {count#entry|entries}, of which no. {seq} is the first.]"
        ),
        _WHOLE,
    ),
    "store.rules-changed": (
        (
            "The rules {address}, under which entries were made, have changed."
            "[ Not judged for want of them: {count#entry|entries}, of which no. {seq} is the first.]"
        ),
        _WHOLE,
    ),
    "store.copy-is-not-whole": (
        "The copy {store} was not equal to the database, and was taken away again.",
        "Look the disk over, and do it again.",
    ),
    "store.document-changed": (
        "The kept document {address}[, of no. {seq} ({assignment}),] was changed or is gone.",
        _WHOLE,
    ),
    "rules.unknown": (
        "There are no rules '{address}' in this journal, nor such a file.",
        "Known are: {known}. Give 6 digits or more, or a programme file.",
    ),
    "programme.another": (
        "{file} is of another programme than the one in the database, '{expected}'.",
        "Give that programme's file, or choose another with --programme.",
    ),
    "programme.other-content": (
        "The programme '{file}' is there already, with other content (rules {where}).",
        "Give the same files, choose another database with --db, or give the programme another key.",
    ),
    "store.entry-changed": (
        "The journal is not what it was: no. {seq} is missing, was changed or does not follow the one before.",
        "No dossier is made of it. vs verify says more; compare with a backup or a bundle.",
    ),
}
