"""Wat er met de database aan de hand is: wat wordt gezegd, en wat eraan te doen is."""

from __future__ import annotations

_WHOLE = "Vergelijk met een reservekopie of een bundel, en zet de laatste gave terug; vs verify noemt wat niet klopt."
_BACKUP = "Zet de laatste reservekopie terug, of laat iemand ernaar kijken; vs diagnose zegt wat er te zien is."

DATABASES: dict[str, tuple[str, str]] = {
    "store.missing": (
        "Er is geen database {store}.",
        "Begin met vs init, of wijs de goede aan met --db.",
    ),
    "store.no-folder": (
        "Er is geen map {folder} om de database in te maken.",
        "Maak eerst de map, of noem een andere plaats met --db.",
    ),
    "store.not-on-server": (
        "Er is geen database {store} op die server.",
        "Laat die daar eerst maken, met createdb.",
    ),
    "store.empty": (
        "In de database[ {store}] is nog geen programma.",
        "Begin met vs init.",
    ),
    "store.no-beginning": (
        "Het begin van het journaal ontbreekt: zonder nr. 1 is niet te zeggen of de klok gezet mag zijn.",
        "vs verify zegt wat er aan de hand is; zet de laatste reservekopie terug.",
    ),
    "store.journal-gone": (
        "Het journaal van {programmes} is weg uit de database[ {store}]; wat eruit was afgeleid, staat er nog.",
        "Zet de laatste reservekopie terug; vs verify zegt wat er nog is. Iets nieuws begint in een andere --db.",
    ),
    "store.journal-lost": (
        "Er is geen journaal van {programmes} in {store}, maar in {folder} zijn er wel ijkpunten van bewaard.",
        "Zet de laatste reservekopie terug, of lees een bundel in (vs import); iets nieuws komt in een ander bestand.",
    ),
    "store.no-programme": (
        "De database heeft geen programma '{programme}'.",
        "Er is: {known}. Kies met --programme.",
    ),
    "store.which-programme": (
        "De database heeft meer dan een programma: {known}.",
        "Kies met --programme.",
    ),
    "store.url": (
        "'{found}' is geen plaats van een database.",
        "Geef een bestand, sqlite:///PAD of postgresql+psycopg://GEBRUIKER@SERVER/NAAM.",
    ),
    "store.foreign": (
        "{store} is geen database van vs.[ ({detail})]",
        "Wijs met --db een ander bestand aan; dit is niet aangeraakt.",
    ),
    "store.newer": (
        "{store} is gemaakt door een nieuwere vs (versie {found}; deze kent {known}).",
        "Gebruik de nieuwere vs; er is niets aangeraakt.",
    ),
    "store.older": (
        "{store} is gemaakt door een oudere vs (versie {found}; nu {known}), en is alleen om te lezen geopend.",
        "Geef schrijfrecht, dan wordt hij bij het volgende gebruik bijgewerkt.",
    ),
    "store.set-back": (
        "{store} zegt dat hij van versie {found} is, en heeft wat later kwam: {tables}.",
        "Iemand heeft zijn versie veranderd; er is niets aangeraakt. Zet de laatste reservekopie terug.",
    ),
    "store.locked": (
        "{store} is in gebruik door een ander.[ ({detail})]",
        "Probeer het straks opnieuw.",
    ),
    "store.busy": (
        "Anderen schreven telkens net eerder.",
        "Probeer het straks opnieuw.",
    ),
    "store.read-only": (
        "{store} kan alleen worden gelezen.[ ({detail})]",
        "Geef schrijfrecht op het bestand en op de map.",
    ),
    "store.needs-recovery": (
        "{store} is halverwege een schrijfactie achtergelaten, en kan hier niet worden hersteld.[ ({detail})]",
        "Geef schrijfrecht op het bestand en op de map; bij het volgende openen herstelt het zich.",
    ),
    "store.full": ("De schijf onder {store} is vol.[ ({detail})]", "Maak ruimte, en doe het opnieuw."),
    "store.disk": ("De schijf onder {store} geeft fouten.[ ({detail})]", "Kijk de schijf na, en doe het opnieuw."),
    "store.corrupt": ("{store} is beschadigd of geen database.[ ({detail})]", _BACKUP),
    "store.no-access": (
        "{store} kan niet worden geopend.[ ({detail})]",
        "Kijk of het pad klopt en of u er mag lezen en schrijven.",
    ),
    "store.unreachable": (
        "De database {store} is niet bereikbaar.[ ({detail})]",
        "Kijk of de server draait en het adres klopt.",
    ),
    "store.unknown": (
        "De verbinding met {store} viel weg op het moment van vastleggen.[ ({detail})]",
        "Kijk met vs history of het er staat; met dezelfde --key nog eens vragen kan geen kwaad.",
    ),
    "store.not-scrubbed": (
        "Wat vernietigd is, is uit het journaal, maar {store} kon het nog niet uit zijn bestanden wissen ({detail}).",
        "Zorg dat niemand anders het bestand open heeft, en draai vs rebuild: dat wist het opnieuw.",
    ),
    "store.not-scrubbed-by-server": (
        "Wat vernietigd is, is uit het journaal, maar {store} kon het nog niet uit zijn bestanden wissen ({detail}).",
        "Laat de beheerder beëindigen wat het nog vasthoudt, en draai vs rebuild: dat wist het opnieuw.",
    ),
    "store.guard": (
        "De database {store} weigerde de schrijfactie.[ ({detail})]",
        "Dit hoort niet voor te komen: draai vs verify, en meld het met vs diagnose.",
    ),
    "store.not-kept": (
        "De database heeft niet bewaard wat erin geschreven is.",
        "Een trigger of regel van een ander kan in de weg staan: vs verify noemt wat er naast de onze is.",
    ),
    "store.table-missing": (
        "In de database {store} ontbreekt een tabel.[ ({detail})]",
        "vs rebuild maakt een afgeleide tabel opnieuw. Zet voor een andere (zie vs diagnose) de reservekopie terug.",
    ),
    "store.failed": ("De database {store} meldt een fout.[ ({detail})]", "Draai vs diagnose, en meld het."),
    "store.no-driver": (
        "Voor {store} ontbreekt het programma {module}.",
        "Installeer vs met de toevoeging voor PostgreSQL: pip install 'vs-workflow[postgres]'.",
    ),
    "store.unreadable-entry": ("De tekst van nr. {seq} is niet wat een vastlegging moet zijn.[ ({detail})]", _WHOLE),
    "store.backup-by-server": (
        "{store} staat op een server; daarvan maakt vs geen kopie.",
        "Gebruik {tool} van de server.",
    ),
    "store.rules-missing": (
        (
            "De regels {address}, waaronder is vastgelegd, zijn niet meer in de database."
            "[ Niet beoordeeld bij gebrek daaraan: {count#vastlegging|vastleggingen}, waarvan nr. {seq} de eerste is.]"
        ),
        _WHOLE,
    ),
    "store.rules-changed": (
        (
            "De regels {address}, waaronder is vastgelegd, zijn veranderd."
            "[ Niet beoordeeld bij gebrek daaraan: {count#vastlegging|vastleggingen}, waarvan nr. {seq} de eerste is.]"
        ),
        _WHOLE,
    ),
    "store.copy-is-not-whole": (
        "De kopie {store} was niet gelijk aan de database, en is weer weggehaald.",
        "Kijk de schijf na, en doe het opnieuw.",
    ),
    "store.document-changed": (
        "Het bewaarde document {address}[, van nr. {seq} ({assignment}),] is veranderd of weg.",
        _WHOLE,
    ),
    "rules.unknown": (
        "Er zijn geen regels '{address}' in dit journaal, en zo heet ook geen bestand.",
        "Bekend zijn: {known}. Geef minstens 6 tekens, of een programmabestand.",
    ),
    "programme.another": (
        "{file} is van een ander programma dan dat in de database, '{expected}'.",
        "Geef het bestand van dat programma, of kies een ander met --programme.",
    ),
    "programme.other-content": (
        "Het programma '{file}' is er al, met andere inhoud (regels {where}).",
        "Geef dezelfde bestanden, kies een andere database met --db, of geef het programma een andere sleutel.",
    ),
    "store.entry-changed": (
        "Het journaal is niet wat het was: nr. {seq} ontbreekt, is veranderd of volgt niet op het vorige.",
        "Hiervan komt geen dossier. vs verify zegt meer; vergelijk met een reservekopie of een bundel.",
    ),
}
