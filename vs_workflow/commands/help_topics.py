"""The topics of `vs help`: what scripts and people may rely on, each a page of at most 40 lines."""

from __future__ import annotations

TOPICS: dict[str, dict[str, str]] = {
    "exit-codes": {
        "nl": """\
Waarmee vs eindigt

  0    gedaan; niets mis gevonden
  1    een controle vond iets (verify, check --strict, workflow check, workflow
       diff, workflow rehearse, seal, witness, export, import), outbox send
       kreeg iets niet weg, of vs zelf faalde
  2    het commando is niet te begrijpen: gebruik, een naam die de regels niet
       kennen, een onleesbare datum; er is niets vastgelegd
  3    geweigerd door de regels; de weigering is vastgelegd, verder niets
       (met --dry-run ook dat niet)
  4    de database of de schijf: afwezig, op slot, alleen-lezen, vol, vreemd,
       beschadigd, van een andere versie; zegt of het is vastgelegd
  5    een gegeven bestand is niet goed, of het programma is er al met een
       andere inhoud
  130  onderbroken (Ctrl-C); er is niets half geschreven

Een fout is een of twee regels op stderr. Met --json staat op stdout ook:
  {"schema": "vs.error/1", "error": {"code", "message", "remedy"}}""",
        "en": """\
What vs ends with

  0    done; nothing wrong found
  1    a check found something (verify, check --strict, workflow check, workflow
       diff, workflow rehearse, seal, witness, export, import), outbox send
       left something unsent, or vs itself failed
  2    the call cannot be understood: usage, a name the rules do not know,
       an unreadable date; nothing is recorded
  3    refused by the rules; the refusal is recorded, nothing else is
       (with --dry-run not even that)
  4    the database or the disk: missing, locked, read-only, full, foreign,
       corrupt, of another version; says whether it was recorded
  5    a file given is wrong, or the programme is already there with other
       content
  130  interrupted (Ctrl-C); nothing half-written

An error is one or two lines on stderr. With --json there is also, on stdout:
  {"schema": "vs.error/1", "error": {"code", "message", "remedy"}}""",
    },
    "environment": {
        "nl": """\
Waar een instelling vandaan komt: optie, dan omgeving, dan bestand, dan de
standaard. vs config toont elke waarde met haar herkomst.

  --db         VS_DB         SQLite-bestand of SQLAlchemy-URL; anders vs.db
  --programme  VS_PROGRAMME  welk programma, als de database er meer heeft
  --as         VS_AS         wie handelt: sleutel, volledige naam of achternaam
  --typed-by   VS_TYPED_BY   wie aan het toetsenbord zit; anders wie handelt
  --lang       VS_LANG       nl of en; anders naar de locale
  --now        VS_NOW        zet de klok, alleen in een oefening
  --no-color   NO_COLOR      zonder kleur
  --roles-only VS_ROLES_ONLY mensen alleen als rolhouder
  --json                     het antwoord als JSON

Het bestand is vs.toml in de werkmap, anders config.toml in de map vs van uw
eigen instellingen (op Linux ~/.config/vs). De sleutels zijn de namen van de
opties zonder streepjes ervoor:
  db = "/srv/programma.db"
  as = "jansen"
Wie langs welke weg bericht krijgt staat daar in [notify] en [people]; een
voorbeeld geeft vs outbox. Waarmee te verzegelen, en wie mag tekenen, staat in
[seal]: key, allowed_signers, signer, folder, after_check.

VS_DEBUG=1 toont bij een onverwachte fout waar die ontstond.""",
        "en": """\
Where a setting comes from: option, then environment, then file, then the
default. vs config shows each value with its origin.

  --db         VS_DB         SQLite file or SQLAlchemy URL; else vs.db
  --programme  VS_PROGRAMME  which programme, where the database holds several
  --as         VS_AS         who acts: key, full name, or surname
  --typed-by   VS_TYPED_BY   who is at the keyboard; else the one acting
  --lang       VS_LANG       nl or en; else as the locale says
  --now        VS_NOW        sets the clock, in a rehearsal only
  --no-color   NO_COLOR      without colour
  --roles-only VS_ROLES_ONLY people as role holders only
  --json                     the answer as JSON

The file is vs.toml in the working folder, else config.toml in the folder vs
of your own settings (on Linux ~/.config/vs). Its keys are the names of the
options without the dashes in front:
  db = "/srv/programme.db"
  as = "jansen"
Who is told by which way stands there in [notify] and [people]; vs outbox
shows an example. With what to seal, and who may sign, stands in [seal]: key,
allowed_signers, signer, folder, after_check.

VS_DEBUG=1 shows where an unexpected error came from.""",
    },
    "dates": {
        "nl": """\
Hoe een datum te schrijven

  2030-04-02              ISO 8601
  2-4-2030                dag, maand, jaar
  2 april 2030, 2 apr 2030
  2 apr                   in het jaar van vandaag; het antwoord toont het jaar
  vandaag, gisteren       ook today, yesterday

De jaren 2000 tot en met 2100. 04/02/30 is onleesbaar: april of februari?
Een moment is ISO 8601 met tijdzone: 2030-04-02T09:00+02:00

--on is de dag waarop iets gebeurde, niet die waarop het is ingetypt; beide
worden bewaard. --until en end --on noemen de eerste dag waarop een rol niet
meer geldt. Op het scherm staan data zoals men ze schrijft, in JSON altijd
als ISO 8601.""",
        "en": """\
How to write a date

  2030-04-02              ISO 8601
  2-4-2030                day, month, year
  2 april 2030, 2 apr 2030
  2 apr                   in the year of today; the answer shows the year
  today, yesterday        also vandaag, gisteren

The years 2000 to 2100. 04/02/30 is unreadable: April or February?
A moment is ISO 8601 with a time zone: 2030-04-02T09:00+02:00

--on is the day on which something happened, not the day it was typed; both
are kept. --until and end --on name the first day on which a role no longer
holds. On screen dates are as people write them, in JSON always ISO 8601.""",
    },
    "formats": {
        "nl": """\
Welke vorm iets heeft

Opdracht    een nummer (4A, hoofd- of kleine letters), een sleutel, of het begin
            van de titel
Persoon     een sleutel, een volledige naam, of een achternaam als die maar een
            keer voorkomt
Formulier   TOML, een feit per regel; vs form drukt het af met uitleg. Een lege
            tekst of false is niet vervuld; een onbekende sleutel is een fout
Document    --document BESTAND, of --document sha256:HASH voor een bewaard
            document; ten hoogste 25 MiB per stuk
Feit        --fact SLEUTEL=WAARDE, herhaalbaar
JSON        met --json een document op stdout, met "schema" ("vs.status/1").
            Sleutels komen erbij, er gaat er nooit een af; title, label,
            message, remedy en limits volgen --lang, al het andere niet""",
        "en": """\
What form a thing has

Assignment  a number (4A, any case), a key, or the start of the title
Person      a key, a full name, or a surname where that is unique
Form        TOML, one fact per line; vs form prints it with comments. An empty
            text or false is unmet; an unknown key is an error
Document    --document FILE, or --document sha256:HASH for a kept document; at
            most 25 MiB each
Fact        --fact KEY=VALUE, repeatable
JSON        with --json one document on stdout, with "schema" ("vs.status/1").
            Keys are added, never removed; title, label, message, remedy and
            limits follow --lang, all else does not""",
    },
}
