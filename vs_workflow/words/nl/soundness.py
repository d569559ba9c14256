"""Waarom regels niet kunnen worden aangenomen."""

from __future__ import annotations

SOUNDNESS: dict[str, tuple[str, str]] = {
    # namen
    "sound.unknown": ("Er is geen {what} '{name}'.", "[Bekend: {known}.||Er is er geen; voeg die eerst toe.]"),
    "sound.twice": ("'{name}' staat er twee keer.", "Geef een van de twee een andere naam, of haal hem weg."),
    "sound.key-odd": (
        "'{found}' kan geen sleutel zijn.",
        "Gebruik kleine letters, cijfers en koppeltekens, ten hoogste {most} tekens.",
    ),
    "sound.number-odd": ("'{found}' kan geen nummer zijn.", "Gebruik letters en cijfers, ten hoogste {most} tekens."),
    "sound.label-missing": ("Het label in de taal '{lang}' ontbreekt of is leeg.", "Geef labels in nl en en."),
    "sound.step-and-event": (
        "'{name}' is een stap en ook een gebeurtenis.",
        "Geef een van de twee een andere naam.",
    ),
    # de weg
    "sound.initial": (
        "Er moet een stand zijn waarmee het begint[, en dit zijn er meer: {found}].",
        "Zet initial = true bij precies een stand.",
    ),
    "sound.initial-final": (
        "De stand {state} is begin en einde tegelijk.",
        "Laat de levensloop eindigen in een andere stand.",
    ),
    "sound.step-twice": (
        "Vanuit {state} zijn er twee stappen {step}.",
        "Geef een van de twee een andere naam.",
    ),
    "sound.final-left": (
        "De stap {step} verlaat {state}, maar dat is een einde.",
        "Haal die stand uit sources, of haal final weg.",
    ),
    "sound.state-unreachable": ("Geen stap leidt naar {state}.", "Voeg een stap toe, of haal de stand weg."),
    "sound.no-way-out": (
        "Van {state} leidt geen weg naar een einde.",
        "Voeg een stap toe, of maak er een eindstand van.",
    ),
    "sound.nothing-named": ("Hier is geen {what} genoemd.", "Noem er ten minste een."),
    "sound.says-nothing": ("'{parameter}' heeft hier geen betekenis.", "Haal het weg."),
    "sound.too-many": ("Het zijn er hier {count}: te veel om te bewijzen.", "Gebruik er ten hoogste {most}."),
    "sound.too-deep": ("De velden staan te diep genest.", "Nest ten hoogste {most} diep."),
    # wat gevraagd wordt
    "sound.needs-parameter": ("Bij '{parameter}' hoort '{needs}'.", "Vul '{needs}' in."),
    "sound.fact-type": (
        "Het gegeven '{fact}' is van de soort '{found}'.",
        "Verwacht: {expected}.",
    ),
    "sound.field-missing": (
        "In de rijen van '{fact}' ontbreekt het veld '{field}' van de soort '{expected}'.",
        "Voeg het veld toe, verplicht.",
    ),
    "sound.field-taken": (
        "In de rijen van '{fact}' kan geen veld '{field}' staan: die naam gebruikt vs zelf.",
        "Geef het veld een andere naam.",
    ),
    "sound.rows-without-body": (
        "De rijen van '{fact}' noemen geen orgaan.",
        "Geef de rijen een veld body van de soort body, of laat opens de organen maken.",
    ),
    "sound.required-unguarded": (
        "'{fact}' is nodig, maar geen voorwaarde vraagt erom.",
        "Voeg een voorwaarde toe die het gegeven vraagt.",
    ),
    "sound.not-of-assignment": (
        "'{name}' hoort niet bij een opdracht, en dit kan alleen bij een opdracht worden gelezen.",
        "Haal het weg, of zet scope op assignment.",
    ),
    "sound.not-of-programme": (
        "'{name}' hoort bij een opdracht, en dit kan alleen bij het programma of een orgaan.",
        "Haal het weg, of zet scope op programme of body.",
    ),
    # voorwaarden
    "sound.no-documents": (
        "'{name}' vraagt een document, maar neemt er geen aan.",
        "Zet takes_documents = true.",
    ),
    "sound.never-meets": (
        "Geen orgaan van de soort '{kind}' vergadert ooit.",
        "Zet een vergadering in de kalender, of voeg een gebeurtenis toe die er een vastlegt.",
    ),
    "sound.team-never-complete": (
        "Niemand kan tot het team toetreden, en de leemten kunnen niet worden aanvaard.",
        "Voeg een gebeurtenis toe waarmee iemand toetreedt, of vul accepted_in in.",
    ),
    "sound.event-never-in-effect": (
        "In {state} kan {event} nooit gelden, en '{name}' vraagt erom.",
        "Laat de gebeurtenis eerder toe (in_states), of haal de voorwaarde weg.",
    ),
    "sound.sub-states-never": (
        "In {state} kan nooit gelden wat '{name}' vraagt: {states}.",
        "Laat de gebeurtenissen van het aanbod eerder toe, of vraag iets anders.",
    ),
    # rollen
    "sound.role-scope": (
        "De rol '{role}' geldt voor {scope}, en hier kan alleen: {expected}.",
        "Noem een andere rol.",
    ),
    "sound.role-ungrantable": (
        "Niemand kan ooit de rol '{role}' geven[ (gegeven door {granted_by})].",
        "Noem in granted_by een rol die iemand heeft of kan krijgen.",
    ),
    "sound.one-body": (
        "De rol '{role}' hoort bij een enkel orgaan van de soort '{kind}', en er zijn er {bodies}.",
        "Zorg voor precies een orgaan van die soort.",
    ),
    "sound.holder-scope": ("De rol '{role}' hoort bij {scope}, niet bij {given}.", "Noem waar de rol wel bij hoort."),
    "sound.own-name": ("De rol '{role}' van '{body}' heet hier '{own}'.", "Schrijf '{own}', zonder orgaan."),
    "sound.held-twice": (
        "'{person}' krijgt de rol '{role}' die '{other}' er al heeft.",
        "Noem elke rol een keer, met een houder.",
    ),
    "sound.excludes-itself": ("De rol '{role}' sluit zichzelf uit.", "Haal hem uit with_roles."),
    "sound.held-together": (
        "'{person}' heeft de rollen '{role}' en '{other}', en die gaan niet samen.",
        "Geef een van de twee aan iemand anders.",
    ),
    "sound.nobody-yet": (
        "Voor de stap {step} heeft nog niemand de rol ({roles}) bij {assignments}.",
        "Geef de rol voor die tijd: vs grant {roles.key} PERSOON.",
    ),
    # dagen
    "sound.year": ("{day} valt buiten de jaren {first} tot en met {last}.", "Geef een andere dag."),
    "sound.zone": ("'{zone}' is geen tijdzone.", "Schrijf een naam als Europe/Amsterdam."),
    "sound.hour": ("'{found}' is geen tijd.", "Schrijf een tijd als 06:00."),
    "sound.days-reversed": ("{last} ligt voor {first}.", "Zet de dagen in de goede volgorde."),
    "sound.number": ("{found} kan hier niet.", "Geef een getal van {least} tot en met {most}."),
    "sound.outside-programme": (
        "{day} valt buiten het programma, dat loopt van {first} tot en met {last}.",
        "Geef een dag binnen het programma.",
    ),
    "sound.never-satisfied": (
        "De mijlpaal '{milestone}' kan nooit worden gehaald.",
        "Noem in satisfied_by een stand of gebeurtenis die er kan komen.",
    ),
    "sound.state-or-event": (
        "De mijlpaal '{milestone}' noemt een stand en een gebeurtenis tegelijk, of geen van beide.",
        "Noem er per regel een; een orgaan hoort alleen bij een gebeurtenis.",
    ),
    "sound.no-due-day": ("De mijlpaal '{milestone}' heeft geen dag (due).", "Geef die een dag, of noem een andere."),
}
