"""Wat niet begrepen is, en wat er mis is met een bestand."""

from __future__ import annotations

_DAYS = "Zo wel: 2030-05-09, 9 mei 2030, 9-5-2030, 9 mei (dit jaar), vandaag, gisteren."
_MOMENTS = "Schrijf het als 2030-05-09T09:00+02:00."
_RULES = "Herstel het bestand; vs workflow check noemt alle fouten tegelijk."

TROUBLES: dict[str, tuple[str, str]] = {
    # dagen en momenten
    "day.unreadable": ("'{text}' is niet als dag te lezen.", _DAYS),
    "day.slashes": (
        "'{text}' kan {readings} betekenen, en wordt daarom niet gelezen.",
        _DAYS,
    ),
    "day.not-in-calendar": ("De dag '{text}' bestaat niet.", _DAYS),
    "day.out-of-years": ("'{text}' valt buiten de jaren {first} tot en met {last}.", _DAYS),
    "day.before-opening": (
        "Op {on} was opdracht {assignment} nog niet geopend.",
        "Geef met --on een latere dag.",
    ),
    "diff.two-assignments": (
        "Deze twee antwoorden gaan over verschillende opdrachten: {assignments}.",
        "Vergelijk twee antwoorden over een en dezelfde opdracht.",
    ),
    "moment.unreadable": ("'{text}' is niet als moment te lezen.", _MOMENTS),
    "moment.without-zone": ("'{text}' zegt niet in welke tijdzone.", _MOMENTS),
    # namen
    "name.unknown": (
        "Er is geen {kind} '{text}'.",
        "[Bedoelt u {suggestions}?||Bekend zijn: {known}.||Er is er nog geen.]",
    ),
    "person.veiled": (
        "Die persoon is er niet.",
        "Geef met --roles-only een sleutel, of rol en nummer zoals getoond; wat erop lijkt wordt niet genoemd.",
    ),
    "name.ambiguous": (
        "'{text}' kan meer dan een {kind} zijn: {among}.",
        "Noem de sleutel voluit.",
    ),
    "text.not-unicode": ("{what}: deze tekst bevat tekens die niet bestaan.", "Typ de tekst opnieuw."),
    "text.odd": (
        "{what}: deze naam bevat besturingstekens of tekens die de leesrichting keren.",
        "Typ de naam opnieuw, zonder die tekens.",
    ),
    "text.too-long": (
        "{what}: deze tekst is te lang ({length} tekens; ten hoogste {most}).",
        "Kort de tekst in, of geef een document mee.",
    ),
    # het verzoek
    "key.empty": ("De sleutel is leeg.", "Geef een tekst met --key, of laat die weg."),
    "actor.missing": (
        "Het is niet bekend wie er handelt.",
        "Geef --as PERSOON mee, of zet VS_AS[; dit kan door {who}||; vs why OPDRACHT zegt wie wat mag].",
    ),
    "assignment.not-opened": ("Opdracht {assignment} is nog niet geopend.", "vs status toont de geopende opdrachten."),
    "assignment.destroyed": (
        "Opdracht {assignment} is vernietigd (nr. {seq}); wat er stond is er niet meer.",
        "vs history {assignment} toont de verklaring en de grond.",
    ),
    "event.needs-assignment": (
        "{event} hoort bij een opdracht, en er is er geen genoemd.",
        "Noem de opdracht erachter: vs record {event.key} OPDRACHT.",
    ),
    "event.takes-no-assignment": (
        "{event} hoort niet bij een opdracht.",
        "Laat de opdracht weg: vs record {event.key}.",
    ),
    "person.needs-name": (
        "Van '{key}' is geen naam en geen functie gegeven.",
        "Geef --name of --function mee; een functie zonder naam mag.",
    ),
    "grant.no-such-entry": (
        "Nr. {seq} is geen rol en geen mandaat.",
        "De nummers staan in vs show OPDRACHT en in vs history.",
    ),
    "grant.takes-no-place": (
        "De rol '{role}' geldt voor het hele programma.",
        "Laat de opdracht of het orgaan weg.",
    ),
    "grant.needs-place": (
        "Bij de rol '{role}' hoort {scope}.",
        "Noem die na de persoon: vs grant {role} PERSOON OPDRACHT (of ORGAAN).",
    ),
    "mandate.which": (
        "Er zijn meer eigen rollen waarop dit mandaat kan rusten: {among}.",
        "Noem de rol met --role, en de opdracht.",
    ),
    "entry.no-such": ("Er is geen nr. {seq}; het laatste is nr. {last}.", "De nummers staan in vs history."),
    "correct.one-of-two": (
        "Een verbetering geeft een andere dag, of maakt ongedaan: precies een van de twee.",
        "Geef --on DATUM of --annul.",
    ),
    "conflict.key": (
        "De sleutel '{key}' is al gebruikt voor een ander verzoek (nr. {seq}).",
        "Gebruik voor een nieuw verzoek een nieuwe --key; nr. {seq} houdt de oude.",
    ),
    "fact.twice": (
        "Het gegeven '{fact}' is meer dan eens meegegeven.",
        "Geef elk gegeven eenmaal; een lijst hoort op het formulier.",
    ),
    "fact.unknown": (
        "{action} vraagt geen gegeven '{fact}'.",
        "[Gevraagd wordt: {known}.||Er wordt niets gevraagd.]",
    ),
    "fact.not-toml": (
        "Het gegeven '{fact}' is een lijst of tabel, en deze is niet te lezen.",
        "Vul liever het formulier in: vs form, daarna --form BESTAND.",
    ),
    # de klok
    "scheduler.rehearsal": (
        "In een oefening draait geen planner: de klok staat er op een gekozen dag.",
        "Controleer met vs check --now MOMENT.",
    ),
    "check.in-the-future": (
        "Een controle kan niet naar {on} kijken: vandaag is {today}.",
        "vs forecast zegt wat er dan gemist zal zijn.",
    ),
    "replay.in-the-future": (
        "Hoe het er op {on} voor staat, weet niemand: vandaag is het {today}.",
        "Geef met --on een dag tot en met vandaag, of laat dat weg.",
    ),
    "replay.not-known-yet": (
        "Wat er op {known_at} bekend zal zijn, weet niemand: het is nu {now}.",
        "Geef met --known-at een moment tot nu, of laat dat weg.",
    ),
    "replay.not-known-by-then": (
        "Op {known_at} was van opdracht {assignment} nog niets vastgelegd.",
        "Geef een later moment met --known-at.",
    ),
    "held.in-the-future": (
        "Bij wie het op {on} ligt, weet niemand: vandaag is {today}.",
        "Geef met --on een dag tot en met vandaag, of laat --on weg.",
    ),
    "assume.unreadable": (
        "Deze veronderstelling is niet te lezen: '{text}'.",
        "Schrijf een opdracht, een stap en een dag: --assume 'A STAP DATUM'.",
    ),
    "clock.not-a-rehearsal": (
        "De klok kan alleen in een oefening worden gezet, en dit is er geen.",
        "Laat --now en VS_NOW weg; een oefening begint met vs init --rehearsal.",
    ),
    "clock.rehearsal-without-now": (
        "Dit is een oefening: die heeft geen klok dan die gezet wordt.",
        "Zeg met --now, of VS_NOW, welk moment het is.",
    ),
    "clock.rehearsal-needs-now": (
        "Dit is een oefening: zeg welk moment het is. De laatste vastlegging is van {last}.",
        "Geef --now mee, of zet VS_NOW, niet voor dat moment.",
    ),
    "clock.before-last-entry": (
        "De gezette klok ({now}) loopt achter op de laatste vastlegging ({last}).",
        "Geef een later moment met --now.",
    ),
    # bestanden
    "file.name-odd": (
        "'{found}' kan hier geen naam van een bestand zijn.",
        "Noem een bestand in dezelfde map, zonder pad.",
    ),
    "file.terminal": (
        "Hier wordt een formulier verwacht uit een bestand of een pipe, niet getypt.",
        "Druk het af met vs form, vul het in, en geef het mee: --form BESTAND.",
    ),
    "file.missing": ("Dit bestand is er niet.", "Kijk of het pad klopt."),
    "file.is-bundle": (
        "Dit is een bundel, en geen database.",
        "Lees haar in: vs import BUNDEL --db NIEUW.db; of reken haar na waar zij is uitgepakt: python3 -I verify.py",
    ),
    "file.bundle-none": ("Dit is geen bundel van vs.", "Geef de map of de zip die vs export --bundle maakte."),
    "file.bundle-no-manifest": (
        "Dit is geen bundel van vs: er zit geen manifest.json in.",
        (
            "Geef de map of de zip die vs export --bundle maakte; in een zip die met de hand is gemaakt, mogen de "
            "bestanden niet in een map apart staan."
        ),
    ),
    "file.bundle-damaged": (
        "Dit is niet uit te pakken: de zip kan beschadigd zijn, of niet compleet.",
        "Vraag hem opnieuw aan wie hem maakte.",
    ),
    "file.bundle-path": (
        "Dit is een link, staat er twee keer, of wijst buiten de bundel.",
        "Laat de bundel opnieuw maken, en pak deze niet uit: er kan kwaad mee bedoeld zijn.",
    ),
    "file.bundle-surplus": (
        "Dit bestand hoort niet in de bundel: het manifest noemt het niet.",
        "Haal het uit de bundel, en probeer het opnieuw.",
    ),
    "file.bundle-missing": (
        "Het manifest noemt dit bestand, en het ontbreekt in de bundel.",
        "Zet het terug, of vraag de bundel opnieuw aan wie hem maakte.",
    ),
    "file.bundle-line-ends": (
        "Dit heeft regeleinden van Windows gekregen (CR LF), en is daardoor niet meer wat het manifest zegt.",
        "Vraag de bundel opnieuw, bijvoorbeeld als zip, langs een weg die de bestanden laat zoals ze zijn.",
    ),
    "file.bundle-changed": ("Dit is niet wat het manifest van de bundel zegt.", "Laat de bundel opnieuw maken."),
    "file.bundle-content": (
        "Dit is niet wat de naam ervan zegt: de inhoud is veranderd voordat de bundel werd gemaakt.",
        "Zoek een bundel of een kopie van daarvoor; waar deze is gemaakt, zegt vs verify meer.",
    ),
    "file.bundle-part": (
        "Deze bundel bevat niet alles, en kan daarom niet worden ingelezen.",
        "Vraag om het geheel met de documenten: vs export --bundle.",
    ),
    "file.bundle-not-whole": (
        "Het journaal in deze bundel klopt niet.[ {why}]",
        "Laat het nakijken met python3 -I verify.py; er is niets geschreven.",
    ),
    "programme.there-already": (
        "Het programma '{file}' is al in deze database.",
        "Lees het in een andere database in, met --db.",
    ),
    "file.there-already": (
        "Dit is er al, en is niet overschreven.",
        "Geef de naam van iets dat er nog niet is.",
    ),
    "file.no-folder": ("Er is geen map {folder}.", "Maak eerst de map, of noem een andere plaats."),
    "file.not-regular": ("Dit is geen gewoon bestand.", "Geef een gewoon bestand."),
    "file.unreadable": ("Dit bestand is niet te lezen ({detail}).", "Kijk of u er mag lezen."),
    "file.person-missing": (
        "Deze persoon staat niet in het register, maar wel in {programme}.",
        "Zet de persoon in het register van personen.",
    ),
    "file.too-large": ("Dit bestand is te groot: {size} bytes, ten hoogste {most}.", "Geef een kleiner bestand."),
    "file.not-utf8": ("Dit is geen tekst in UTF-8.", "Bewaar het bestand als UTF-8."),
    "file.byte-order-mark": (
        "Het bestand begint met een byte order mark.",
        "Bewaar het als UTF-8 zonder BOM.",
    ),
    "file.too-deep": ("Dit is te diep genest.", _RULES),
    "file.not-toml": (
        "Dit is geen TOML: {detail}.",
        "Herstel die plaats; een tekst staat tussen dubbele aanhalingstekens.",
    ),
    "file.text-not-nfc": ("Deze tekst staat niet in de gewone Unicode-vorm (NFC).", "Typ de tekst opnieuw."),
    "file.text-odd": (
        "Deze tekst bevat besturingstekens of tekens die de leesrichting keren.",
        "Haal die tekens weg.",
    ),
    "file.key-missing": ("Deze sleutel ontbreekt.", _RULES),
    "file.key-unknown": (
        "Deze sleutel is onbekend.",
        "[Hier kunnen staan: {known}||Kijk of hij goed gespeld is en op de goede plaats staat].",
    ),
    "file.key-odd": (
        "'{found}' kan geen sleutel zijn.",
        "Gebruik kleine letters, cijfers en koppeltekens.",
    ),
    "file.value-unknown": ("'{found}' kan hier niet staan.", "Verwacht: {expected}."),
    "file.value-wrong": ("'{found}' kan hier niet staan.", "Verwacht: {detail}."),
}
