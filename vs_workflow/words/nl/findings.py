"""Wat een controle van het journaal en de database vond, en hoe ver het bewijs reikt."""

from __future__ import annotations

_DAMAGED = (
    "Het kan iemand zijn geweest, of de schijf: vergelijk met een kopie of een ontvangstbewijs van voor die tijd."
)
_TAMPERED = f"{_DAMAGED} Van dit nummer af staat niets meer vast."
_KEPT = (
    "Het kan iemand zijn geweest, of de schijf. Het journaal zegt met de hash wat het was: zoek dat in een kopie of "
    "een bundel van daarvoor, of bij wie het heeft."
)
_UNLAWFUL = (
    "Vergelijk de vastlegging met een kopie, een bundel of een ontvangstbewijs; vs history toont haar waar alles te "
    "lezen is."
)
_DERIVED = "Waar het journaal zelf gaaf is, maakt vs rebuild de afgeleide tabellen opnieuw."
_COPY = (
    "De vastlegging is het bewijs, niet wat ernaast staat. vs rebuild laat beide met rust: vergelijk met een "
    "reservekopie."
)
_UNCOMPARED = (
    "Waar ze uit volgen, is beschadigd, en vs rebuild heeft dat gaaf nodig: vergelijk met een reservekopie of een "
    "bundel."
)
_GUARDS = "De keten blijft het bewijs; vergelijk de database met een reservekopie."

FINDINGS: dict[str, tuple[str, str]] = {
    # het bord en de uitkomst van een verzoek
    "board.per-district": (
        "{district} {found} van {at_least}",
        "Laat meer mensen uit {district} toetreden: vs record {joins_event} OPDRACHT.",
    ),
    "note.gaps": (
        "In het team ontbreekt nog: {gaps}.",
        "Laat leden toetreden: vs record {joins_event} OPDRACHT.",
    ),
    "note.other-document": (
        "Dit is een ander document dan bij {step} van {on} (nr. {seq}).",
        "Is dat niet de bedoeling, maak dit dan ongedaan en leg het vast met het goede document.",
    ),
    "note.sealed-later": (
        "Vanaf {on} geldt deze sleutel niet meer, en er is sindsdien mee ondertekend; vs verify zal noemen: {files}.",
        "Meld de sleutel opnieuw aan vanaf {on} (vs seal add-key), en trek hem in op een dag na het laatste zegel.",
    ),
    "replay.grant-changed": (
        "De tekst van nr. {seq}, de rol of het mandaat waarop dit rust, is niet wat de hash ervan zegt; zie vs verify.",
        _TAMPERED,
    ),
    "replay.meeting-cancelled": (
        "{body} vergaderde op {on} niet, zoals later is vastgelegd; de stap blijft staan.",
        "Klopt de stap niet, verbeter haar dan: vs correct {seq}.",
    ),
    "replay.text-changed": (
        "De tekst van nr. {seq} is niet wat de hash ervan zegt; zie vs verify.",
        _TAMPERED,
    ),
    # de keten
    "link.gap": ("Hier hoort nr. {expected} te komen, niet nr. {found}: er ontbreekt iets.", _TAMPERED),
    "link.none": (
        "Het journaal[ van {programme}] is weg: er staat geen enkele vastlegging.",
        "Het kan iemand zijn geweest, of de schijf: zet de laatste reservekopie terug, en verifieer die.",
    ),
    "link.leaf": ("De tekst van nr. {seq} is veranderd: zijn hash is {expected}, bewaard is {found}.", _TAMPERED),
    "link.leaf-or-text": (
        "De tekst van nr. {seq} of de hash ernaast is veranderd: de tekst geeft {expected}, bewaard is {found}.",
        _TAMPERED,
    ),
    "link.beside": (
        "De hash naast nr. {seq} is veranderd in {found}; de tekst is zoals nr. {next} die noemt, {expected}.",
        _COPY,
    ),
    "link.no-leaf": (
        "De tekst van nr. {seq} is vernietigd, en wat er voor in de plaats bewaard is, is geen hash[ ({found})].",
        _TAMPERED,
    ),
    "link.unreadable": ("De tekst van nr. {seq} is niet wat een vastlegging moet zijn.", _TAMPERED),
    "link.not-canonical": ("De tekst van nr. {seq} is anders geschreven dan vs schrijft.", _TAMPERED),
    "link.root": (
        "Nr. {seq}: voor deze vernietiging is iets veranderd; haar wortel zegt {found}, niet {expected}.",
        _TAMPERED,
    ),
    "link.number": ("Nr. {expected} noemt zichzelf nr. {found}.", _TAMPERED),
    "link.broken": ("Nr. {seq} sluit niet aan op het vorige: het noemt {found}, en dat is {expected}.", _TAMPERED),
    "link.clock": ("Nr. {seq} is vastgelegd op {found}, voor het vorige van {before}.", _TAMPERED),
    # de regels
    "lawful.order": (
        "Nr. {seq}: {step} kon niet; opdracht {assignment} stond op [{state}||iets anders].",
        _UNLAWFUL,
    ),
    "lawful.date": ("Nr. {seq}: {on} ligt voor de vorige stap van opdracht {assignment} ({before}).", _UNLAWFUL),
    "lawful.role": ("Nr. {seq}: {actor} had de rol niet voor {step}.", _UNLAWFUL),
    "lawful.mandate": ("Nr. {seq}: het mandaat van {actor} gold niet voor {step}.", _UNLAWFUL),
    "lawful.grant-period": ("Nr. {seq}: de rol van nr. {grant} gold niet op {on}.", _UNLAWFUL),
    "lawful.key-twice": ("Nr. {seq} heeft dezelfde sleutel '{key}' als nr. {first}.", _UNLAWFUL),
    "lawful.rules": ("Nr. {seq} noemt de regels {found}, maar toen golden {expected}.", _UNLAWFUL),
    "lawful.proof": (
        "Nr. {seq}: bij '{field}' staat [{found}||niets], maar de regels geven [{expected}||niets].",
        _UNLAWFUL,
    ),
    "lawful.not-allowed": ("Nr. {seq}: {step}[ door {actor}] had niet aanvaard mogen worden. {why}", _UNLAWFUL),
    "lawful.refused-wrongly": ("Nr. {seq}: {step} is geweigerd, maar de regels staan het toe.", _UNLAWFUL),
    "lawful.other-reasons": (
        "Nr. {seq}: de weigering noemt [{found}||geen redenen], maar de regels geven [{expected}||geen].",
        _UNLAWFUL,
    ),
    "lawful.blank": ("De tekst van nr. {seq} ontbreekt, en geen vernietiging noemt dat nummer.", _TAMPERED),
    "lawful.not-destroyed": (
        "Nr. {seq} zegt {assignment} te hebben vernietigd, maar nr. {entry} is er nog, of mocht niet genoemd worden.",
        _UNLAWFUL,
    ),
    "lawful.destroyed-none": (
        "Nr. {seq} zegt {assignment} te hebben vernietigd, maar die opdracht was er niet, of niet meer.",
        _UNLAWFUL,
    ),
    "lawful.remains": (
        "Nr. {seq}: wat er van {assignment} zou zijn overgebleven, kan er niet hebben gestaan (nr. {entry}).",
        _UNLAWFUL,
    ),
    "lawful.unjudgeable": ("Nr. {seq} zegt wat geen vastlegging kan zeggen, en kan niet worden nagerekend.", _UNLAWFUL),
    "lawful.founding": ("Nr. {seq} ({kind}, {what}) hoort niet bij het begin van dit programma.", _UNLAWFUL),
    "lawful.renamed": (
        (
            "Het journaal staat onder het programma {expected}, maar nr. {seq} begint dat van {found}: iemand gaf "
            "het een andere naam."
        ),
        "Zet de laatste reservekopie terug, en verifieer die: de ijkpunten en ontvangstbewijzen zijn die van {found}.",
    ),
    "lawful.sweep-idle": ("Nr. {seq} is een controle die niets te zeggen had, of te vroeg kwam.", _UNLAWFUL),
    "lawful.sweep-ahead": ("Nr. {seq} is een controle van {on}, een dag die nog niet gekomen was.", _UNLAWFUL),
    "lawful.flag-missing": (
        (
            "De controle van nr. {seq} zette een vlag niet die er had moeten staan: {flag}, {milestone}, "
            "[{assignment}||programma]."
        ),
        _UNLAWFUL,
    ),
    "lawful.flag-surplus": (
        "Nr. {seq} is een vlag die geen controle hoefde te zetten: {flag}, {milestone}, [{assignment}||programma].",
        _UNLAWFUL,
    ),
    "lawful.stranger": ("Nr. {seq} noemt iemand die niet in het register staat: {person}.", _UNLAWFUL),
    "lawful.founding-missing": ("Het programma begint niet zoals de regels zeggen: {what} ontbreekt.", _UNLAWFUL),
    "lawful.move-missing": (
        "Nr. {seq} ging over op andere regels, maar wat die meebrengen ontbreekt: {what}.",
        _UNLAWFUL,
    ),
    "lawful.states-differ": (
        "Opdracht {assignment}: twee manieren van narekenen verschillen ([{walk}||niets] en [{fold}||niets]).",
        "Dit is een fout van vs: meld het, met de uitvoer van vs diagnose.",
    ),
    # wat bewaard is
    "shelf.changed": ("Bewaard onder {address} staat iets anders dan toen ({kind}).", _KEPT),
    "shelf.document-missing": ("Het document {address} van nr. {seq} is er niet meer.", _KEPT),
    "shelf.other-kind": (
        "[Nr. {seq} noemt dit||Vastleggingen noemen dit] {what}, maar het wordt bewaard als {kind}: {address}.",
        _GUARDS,
    ),
    # hoe ver het bewijs reikt
    "limit.receipts-only": (
        (
            "[Nr. {from} tot en met {to} zijn||Nr. {from} is] niet ondertekend[, sinds {since}]: dat er niets is "
            "vervangen, of aan het eind weggelaten, blijkt alleen uit ontvangstbewijzen en kopieën bij anderen."
        ),
        "Bewaar ontvangstbewijzen in de notulen, en een kopie buiten de eigen organisatie.",
    ),
    "limit.not-covered": (
        (
            "Niemand keek naar [de dagen van {from} tot en met {to}||{from}]: wat toen is gemist, heeft misschien nog "
            "geen vlag."
        ),
        "vs check kijkt ze na.",
    ),
    "limit.register-gone": (
        "Van {people} is de naam niet meer in het register; zij staan er bij hun sleutel.",
        "Dat hoort zo wanneer een naam is vernietigd; de bewijzen blijven gaaf.",
    ),
    "limit.destroyed": (
        "Niet na te rekenen: {count} vastleggingen van {assignment}, vernietigd op {on} onder nr. {seq} ({ground}).",
        "Hun blad staat er nog; alleen een bundel van daarvoor bewijst wat er stond, en dat de opdracht af was.",
    ),
    "limit.rests-on-destroyed": (
        "Nr. {seq} is geweigerd om wat in een vernietigde opdracht stond; dat is niet meer na te rekenen.",
        "Een bundel van voor de vernietiging rekent het na.",
    ),
    # de database
    "store.guard-missing": ("De beveiliging '{name}' van de database ontbreekt.", _GUARDS),
    "store.guard-changed": ("De beveiliging '{name}' van de database is veranderd.", _GUARDS),
    "store.guard-disabled": ("De beveiliging '{name}' van de database is uitgezet.", _GUARDS),
    "store.schema-differs": ("De database is anders ingericht dan vs haar maakt: '{name}'.", _GUARDS),
    "store.damaged": ("De database is beschadigd: {detail}[, en zo nog {more}].", _DAMAGED),
    "store.size-differs": ("Van {address} zijn {found} bytes bewaard in plaats van {expected}.", _KEPT),
    "store.copy-differs": (
        "De kolom '{column}' naast nr. {seq} zegt [{found}||niets]; in de vastlegging staat [{expected}||niets].",
        _COPY,
    ),
    "store.not-comparable": ("De afgeleide tabellen kunnen niet worden vergeleken ({why}).", _UNCOMPARED),
    "store.row-differs": (
        (
            "De tabel {table} zegt bij {row} als '{column}' [{found}||niets]; uit het journaal volgt "
            "[{expected}||niets]."
        ),
        _DERIVED,
    ),
    "store.row-missing": (
        "In de tabel {table} ontbreekt een rij: [{row}||die van het programma][, nr. {seq}].",
        _DERIVED,
    ),
    "store.left-over": (
        "De tabel {table} heeft nog rijen van {programme}, waarvan er geen journaal is.",
        "Zet de laatste reservekopie terug: vs rebuild maakt afgeleide tabellen alleen uit een journaal.",
    ),
    "store.row-surplus": (
        "In de tabel {table} staat een rij te veel: [{row}||die van het programma][, nr. {seq}].",
        _DERIVED,
    ),
}
