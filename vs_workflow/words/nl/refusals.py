"""Waarom een verzoek wordt geweigerd."""

from __future__ import annotations

REFUSALS: dict[str, tuple[str, str]] = {
    # volgorde
    "order.step": (
        "De stap {step} kan nu niet: opdracht {assignment} staat op {state}, en deze stap begint bij {sources}.",
        "Nu mogelijk: {possible}[, door {who}].",
    ),
    "order.final": (
        "Opdracht {assignment} staat op {state}; dat is het einde, er volgt niets meer.",
        (
            "Klopt dat niet, laat dan de laatste stap verbeteren: zoek het nummer met vs history {assignment.key}, "
            "daarna vs correct NUMMER."
        ),
    ),
    "order.event": (
        "{step} kan nu niet worden vastgelegd: opdracht {assignment} staat op {state}, en dit hoort bij {sources}.",
        "Nu mogelijk: {possible}[, door {who}].",
    ),
    "order.offer": (
        "{event} kan nu niet: [het aanbod aan {body} staat op {state}||aan {body} is nog niets aangeboden].",
        (
            "[Eerst moet {who} het aanbod een stap verder brengen.||"
            "Zie met vs show {assignment.key} hoe het aanbod staat.]"
        ),
    ),
    "order.elsewhere": ("{step} zou van daar naar {state} leiden, en leidde naar {target}.", "Zie vs workflow show."),
    "unknown.assignment": ("Er is geen opdracht {assignment}.", "vs status toont alle opdrachten."),
    "unknown.step": (
        "De levensloop kent geen stap of gebeurtenis {step}.",
        "vs workflow show toont alle stappen en gebeurtenissen.",
    ),
    "event.place": (
        "{event} hoort bij {scope}.",
        "Noem de opdracht alleen waar de gebeurtenis bij een opdracht hoort; vs workflow show zegt welke dat zijn.",
    ),
    # rol en mandaat
    "role.not-held": (
        "Dit mag alleen wie deze rol heeft: {roles}[ ({who})][; u handelt als {you}].",
        (
            "[U heeft een mandaat van {mandate_of}: geef --behalf-of {mandate_of.key} mee. ]"
            "[Vraag het {who}, of vraag om een mandaat: "
            "vs mandate {actor.key} {held_for.key} --role {roles.key} --as {who.key} --from VANDAAG --until DATUM.||"
            "Vraag het {who}, of vraag om een mandaat: "
            "vs mandate {actor.key} --role {roles.key} --as {who.key} --from VANDAAG --until DATUM.||"
            "Op die dag heeft niemand deze rol; hij wordt gegeven met vs grant {roles.key} PERSOON.]"
        ),
    ),
    "role.nobody": (
        "Niemand heeft de rol die hiervoor nodig is: {roles}.",
        "De rol wordt gegeven met vs grant {roles.key} PERSOON; vs workflow show zegt door wie.",
    ),
    "role.no-body-there": (
        "{step} is voor deze rol ({roles}) van een orgaan waarvan het aanbod op {states} staat; zo staat er nog geen.",
        "Eerst moet zo'n aanbod daar komen; vs show OPDRACHT toont de aanbiedingen.",
    ),
    "role.period": (
        "{actor} heeft deze rol ({roles}) wel gehad, maar niet op {on}: nr. {grant} loopt van {from}[ tot {until}].",
        (
            "[U heeft een mandaat van {mandate_of}: geef --behalf-of {mandate_of.key} mee. ]"
            "[Op die dag kan dit door {who}.||Op die dag heeft niemand deze rol; "
            "hij wordt gegeven met vs grant {roles.key} PERSOON.]"
        ),
    ),
    "mandate.none": (
        "{actor} heeft geen mandaat van {behalf_of} voor deze rol ({roles}).",
        (
            "[Dit kan door {who}. ]Een mandaat geeft de houder zelf: "
            "vs mandate {actor.key}[ {held_for.key}] --role {roles.key} --as {behalf_of.key} "
            "--from DATUM --until DATUM."
        ),
    ),
    "mandate.period": (
        "Het mandaat van {behalf_of} aan {actor} (nr. {grant}) geldt niet op {on}: het loopt van {from} tot {until}.",
        (
            "[Op die dag kan dit door {who}. ]Een nieuw mandaat: "
            "vs mandate {actor.key}[ {held_for.key}] --role {roles.key} --as {behalf_of.key} "
            "--from DATUM --until DATUM."
        ),
    ),
    "mandate.rests-on-nothing": (
        (
            "Het mandaat van {behalf_of} aan {actor} (nr. {grant}) geldt niet op {on}: "
            "{behalf_of} heeft de rol dan zelf niet."
        ),
        (
            "[Op die dag kan dit door {who}.||Op die dag heeft niemand deze rol; "
            "hij wordt gegeven met vs grant {roles.key} PERSOON.]"
        ),
    ),
    "mandate.of-oneself": (
        "{actor} kan niet namens zichzelf handelen.",
        "Laat --behalf-of weg: de eigen rol telt dan.",
    ),
    "mandate.no-grant": (
        (
            "[Nr. {grant} is geen eigen rol van {actor}||{actor} heeft de rol van dit mandaat niet zelf]; "
            "alleen op een eigen rol kan een mandaat rusten."
        ),
        "[Vraag het {who}.||Vraag het wie de rol heeft; vs show OPDRACHT zegt wie dat is.]",
    ),
    "mandate.passed-on": (
        "Nr. {grant} is zelf een mandaat, en een mandaat wordt niet doorgegeven.",
        "Vraag het mandaat aan wie de rol zelf heeft; vs show OPDRACHT zegt wie dat is.",
    ),
    "mandate.grant-period": (
        (
            "Een mandaat kan alleen worden gegeven zolang men de rol zelf heeft: nr. {grant} loopt van {from}"
            "[ tot {until}], vandaag is het {on}."
        ),
        "[Vraag het mandaat aan {who}.||Laat eerst iemand de rol krijgen: vs grant ROL PERSOON.]",
    ),
    "mandate.to-oneself": ("{actor} kan zichzelf geen mandaat geven.", "Noem een ander als plaatsvervanger."),
    # functiescheiding
    "separation.acted": (
        "{people} deed {other} (nr. {seq}) en kan daarom niet ook {step} doen, ook niet met een mandaat.",
        "[Dit kan wel door {who}.||Een ander moet de rol krijgen: vs grant ROL PERSOON.]",
    ),
    "separation.roles": (
        "{person} heeft al de rol {other} (nr. {grant}[, opdracht {assignment}]), en die gaat niet samen met {role}.",
        "Kies iemand anders, of beëindig eerst de andere rol: vs end {grant}.",
    ),
    # rollen geven en beëindigen
    "grant.never-own": (
        "{actor} mag als {in_role} geen rol aan zichzelf geven of van zichzelf beëindigen ({role}).",
        "[Vraag het {who}.||Dit moet iemand anders doen die de rol mag geven; vs workflow show zegt wie.]",
    ),
    "grant.held-already": (
        "{person} heeft deze rol al ({role}): nr. {grant}, van {from}[ tot {until}].",
        "Laat de nieuwe later beginnen, of beëindig eerst de oude: vs end {grant}.",
    ),
    "grant.single": (
        "Deze rol ({role}) heeft er maar een tegelijk: {person} heeft hem van {from}[ tot {until}] (nr. {grant}).",
        "Beëindig die eerst: vs end {grant} --on {start.key}.",
    ),
    "grant.scope": (
        "De rol {role} hoort bij {scope}, niet bij {given}.",
        "Noem na de persoon wat erbij hoort: een opdracht, een orgaan, of niets voor het programma.",
    ),
    "grant.unknown": (
        "Nr. {grant} is geen rol en geen mandaat.",
        "De nummers staan in vs show OPDRACHT en in vs history.",
    ),
    "grant.unknown-role": ("Er is geen rol '{role}'.", "vs workflow show toont alle rollen."),
    "grant.unknown-body": (
        "Er is geen orgaan '{body}'.",
        "vs workflow show toont de organen; een lokaal orgaan bestaat zodra er iets aan is aangeboden.",
    ),
    "grant.unknown-district": ("Er is geen district '{district}'.", "vs workflow show toont de districten."),
    "grant.unknown-person": (
        "{person} staat niet in het register van personen.",
        "Zet deze persoon er eerst in: vs person {person.key} --name NAAM.",
    ),
    "person.key": (
        "'{person.key}' kan geen sleutel van een persoon zijn.",
        "Gebruik kleine letters, cijfers en koppeltekens, zoals burgemeester-a.",
    ),
    # dagen
    "date.future": (
        "{on} ligt in de toekomst; vandaag is het {today}.",
        "Leg het vast als het gebeurd is, of geef de juiste dag met --on.",
    ),
    "date.before-programme": (
        "{on} ligt voor het begin op {first_day}.",
        "Geef een dag vanaf {first_day}.",
    ),
    "date.before-last-step": (
        "{on} ligt voor de vorige stap: {step} was op {last_on} (nr. {seq}).",
        "Geef met --on een dag vanaf {last_on}, of verbeter eerst die stap: vs correct {seq}.",
    ),
    "date.before-assumed": (
        "{on} ligt voor de veronderstelde stap ervoor: {step} op {last_on}.",
        "Veronderstel de stappen in de volgorde van hun dagen.",
    ),
    "date.before-state": (
        "Op {on} stond de opdracht nog niet op {state}; dat is zo sinds {since}.",
        "Geef met --on een dag vanaf {since}.",
    ),
    "date.before-event": (
        "Op {on} was {event} nog niet gebeurd; dat was op {since} (regel {seq}).",
        "Geef met --on een dag vanaf {since}.",
    ),
    "date.before-offer": (
        "Op {on} stond het aanbod aan {body} nog niet op {state}; dat is zo sinds {since}.",
        "Geef met --on een dag vanaf {since}.",
    ),
    "date.needs-reason": (
        "Dit is {days#dag|dagen} na {on}; wat meer dan {most#dag|dagen} later wordt vastgelegd, vraagt een reden.",
        "Zeg met --reason waarom het nu pas wordt vastgelegd[ ({who})].",
    ),
    "date.same-day": (
        "Nr. {seq} staat al op {on}.",
        "Geef met --on de dag die het moet worden, of maak het ongedaan met --annul.",
    ),
    "date.already-ended": (
        "Deze rol eindigde al op {until}.",
        "Een eerdere dag kan wel: --on met een dag voor {until}.",
    ),
    "date.before-body": (
        "Op {on} bestond {body} nog niet; dat is er sinds {opened_on}.",
        "Geef met --from een dag vanaf {opened_on}.",
    ),
    "date.end-before-start": (
        "{on} ligt voor het begin van deze rol op {from}.",
        "Geef met --on een dag vanaf {from}.",
    ),
    "date.ends-before-it-begins": (
        "De laatste grens {until} ligt niet na het begin {on}.",
        "Geef met --until een latere dag: de eerste dag waarop het niet meer geldt.",
    ),
    "date.migration-backdated": (
        "Overgaan op andere regels geldt vanaf vandaag: {on} ligt voor vandaag, {today}.",
        "Laat --on weg.",
    ),
    "date.destruction-backdated": (
        "Vernietigd wordt op de dag zelf: {on} ligt voor vandaag, {today}.",
        "Laat --on weg.",
    ),
    # vernietigen
    "destruction.not-final": (
        "{assignment} loopt nog ({state}); alleen een opdracht die is afgelopen mag worden vernietigd.",
        "Rond haar eerst af, of trek haar in.",
    ),
    "destruction.ground": (
        "Niet gezegd is op welke grond {assignment} wordt vernietigd.",
        "Noem de selectielijst en de categorie: --ground TEKST",
    ),
    "destruction.declaration": (
        "Bij het vernietigen van {assignment} hoort een ondertekende verklaring; een leeg bestand is er geen.",
        "Geef haar mee: --declaration BESTAND",
    ),
    # andere regels
    "migration.already": ("[{assignment}||Het programma] gaat al volgens deze regels.", "Er hoeft niets te gebeuren."),
    "migration.other-programme": (
        "Het nieuwe bestand is van een ander programma: '{given}', niet '{programme}'.",
        "Houd de sleutel; voor een ander programma: vs init.",
    ),
    "migration.other-first-day": ("Het programma begint op {first_day}, niet op {day}.", "Houd zijn eerste dag."),
    "migration.other-zone": (
        "Een programma houdt de tijdzone van zijn dagen: {zone}, niet {given}.",
        "Zet de zone {zone} in het nieuwe bestand.",
    ),
    "migration.programme-first": (
        "{assignment} kan alleen volgens de regels gaan waarnaar het programma gaat.",
        "Laat eerst het programma overgaan: vs migrate BESTAND.",
    ),
    "migration.final": ("{assignment} is afgelopen ({state}) en houdt de regels van toen.", "Laat deze weg."),
    "migration.assignment-gone": (
        "De nieuwe regels kennen opdracht {assignment} niet meer.",
        "Zet haar terug in het nieuwe bestand; wat niet door hoeft, wordt ingetrokken: zo blijft het spoor te vinden.",
    ),
    "migration.state-gone": (
        "De nieuwe regels kennen de stand van {assignment} niet: {state.key}.",
        "Houd die stand in de nieuwe levensloop, of laat overgaan als die stand voorbij is.",
    ),
    "migration.role-gone": (
        "De nieuwe regels kennen een rol niet die iemand heeft: {role.key} (nr. {grant}).",
        "Houd die rol in de nieuwe levensloop, of beëindig haar eerst: vs end {grant}",
    ),
    "migration.body-gone": (
        "De nieuwe regels kennen een orgaan niet waarin iemand een rol heeft: {body.key} (nr. {grant}).",
        "Houd dat orgaan in het nieuwe programma, of beëindig de rol eerst: vs end {grant}",
    ),
    "migration.body-other": (
        "Het orgaan {body.key} is hier geopend ({opened}); de nieuwe regels maken er een ander van ({given}).",
        "Geef wat het nieuwe programma toevoegt een eigen sleutel.",
    ),
    "date.mandate-backdated": (
        "Een mandaat werkt niet terug: {on} ligt voor vandaag, {today}.",
        "Geef met --from een dag vanaf {today}.",
    ),
    # wat later kwam
    "in-the-way.step": (
        "Nr. {seq} staat in de weg: {step}[ van opdracht {assignment}] op {on}.[ {why}]",
        "Verbeter eerst nr. {seq}, of maak het ongedaan: vs correct {seq} --annul --reason WAAROM.",
    ),
    "in-the-way.grant": (
        "Nr. {seq} rust op deze rol: {step}[ van opdracht {assignment}] op {on}.",
        "Laat de rol na {on} eindigen, of verbeter eerst nr. {seq}: vs correct {seq}.",
    ),
    # verbeteren
    "correct.not-correctable": (
        "Nr. {seq} is geen stap of gebeurtenis die nog telt, en kan niet worden verbeterd.",
        "Een rol wordt beëindigd met vs end; de nummers staan in vs history.",
    ),
    "correct.state-gone": (
        "Zonder nr. {seq} zou opdracht {assignment} in een stand zijn die haar regels niet kennen: {state.key}.",
        "Ga eerst over op regels met die stand: vs migrate BESTAND {assignment}.",
    ),
    "correct.not-yours": (
        (
            "Nr. {seq} ({step}) ongedaan maken mag alleen wie het deed, wie nu die rol heeft, "
            "of de beheerder die het zelf intypte[; u handelt als {you}]."
        ),
        "[Vraag het {who}.||Niemand kan dit nu; er moet eerst iemand de rol krijgen.]",
    ),
    "correct.not-your-day": (
        (
            "De dag van nr. {seq} ({step}) mag alleen worden verbeterd door wie het deed, namens wie, "
            "of wie de dagen beheert[; u handelt als {you}]."
        ),
        "[Vraag het {who}.||Niemand kan dit nu; er moet eerst iemand de rol krijgen.]",
    ),
    "correct.mandate": (
        "{actor} kan nr. {seq} ({step}) niet namens {behalf_of} verbeteren.",
        "[Vraag het {who}.||Laat --behalf-of weg als u zelf de rol heeft.]",
    ),
    # voorwaarden
    "guard.document": ("Er is een document nodig.", "Geef het mee: --document BESTAND."),
    "guard.reason": ("Er is een reden nodig.", "Geef --reason WAAROM mee."),
    "guard.fact": (
        "Er ontbreekt een gegeven: {fact}.",
        "Geef --fact {fact.key}=..., of vul het formulier in: vs form[ {assignment.key}][ {step.key}].",
    ),
    "guard.confirmed": (
        "Nog niet bevestigd: {missing} ({fact}).",
        "Vul ze in op het formulier (vs form[ {assignment.key}][ {step.key}]) en geef het mee met --form.",
    ),
    "guard.records": (
        "Er ontbreekt een lijst: {fact}.",
        "Vul haar in op het formulier (vs form[ {assignment.key}][ {step.key}]) en geef het mee met --form.",
    ),
    "guard.record-incomplete": (
        "{fact}: in rij {row} ontbreekt {field}.",
        "Vul de rij aan op het formulier, of haal haar weg.",
    ),
    "guard.meeting": (
        "{body} vergadert niet op {on}, voor zover bekend.",
        (
            "Is er wel vergaderd, laat dat dan eerst vastleggen[ door {who}]: "
            "vs record {held_event} --fact body={body.key} --on {on.key}."
        ),
    ),
    "guard.event": (
        "{event} is voor opdracht {assignment} nog niet vastgelegd, of geldt niet meer.",
        "Eerst nodig[, door {who}]: vs record {event.key} {assignment.key}.",
    ),
    "guard.sub-cases-open": (
        "Nog niet afgerond bij {waiting}[; nu: {counts}].",
        "[Daar kan het verder door {who}.||Daar is nog niemand lid; leden krijgen hun rol met vs grant.]",
    ),
    "guard.sub-cases-none": (
        "Geen enkel aanbod is geslaagd[: {counts}].",
        "Bied het opnieuw of elders aan, of trek de opdracht in.",
    ),
    "guard.composition": (
        "Het team van opdracht {assignment} is niet compleet; er ontbreekt: {gaps}.",
        (
            "Laat leden toetreden[ ({who})]: vs record {joins_event} {assignment.key}."
            "[ Of aanvaard de leemten een voor een op het formulier: vs form {assignment.key} {step.key}.]"
        ),
    ),
    "guard.composition-reason": (
        "De leemten in het team van opdracht {assignment} zijn aanvaard, maar er staat geen reden bij ({gaps}).",
        "Geef een reden mee: --reason WAAROM.",
    ),
    "guard.not-a-member": (
        "{person} zit niet in het team.",
        "Wie er wel in zit: vs show[ {assignment.key}][!assignment  OPDRACHT].",
    ),
    "guard.already-a-member": (
        "{person} zit al in het team, sinds {since}.",
        "Klopt dat niet, laat dan eerst het vertrek vastleggen of verbeter de dag met vs correct.",
    ),
    "guard.left-before-joined": (
        "{person} kan niet vertrokken zijn voor het toetreden op {since}.",
        "Geef met --on een dag vanaf {since}.",
    ),
    "guard.district-missing": (
        "Bij {person} hoort een district: dat is nodig voor {organisation}.",
        "Geef --fact district=... mee.",
    ),
    "guard.body-twice": (
        "{body} staat twee keer in de lijst.",
        "Noem elk orgaan een keer.",
    ),
    "guard.body-name": (
        "{fact}: een van de namen heeft geen letters of cijfers voor een sleutel, of is veel te lang.",
        "Schrijf die naam zoals zij is.",
    ),
    "guard.body-district": (
        "{body} hoort bij {district}, niet bij {given}.",
        "Neem het district over waaronder het bekend is.",
    ),
    # gegevens
    "fact.unknown-key": (
        "Het gegeven '{found}' wordt hier niet gevraagd.",
        "[Gevraagd wordt: {expected}.||Gevraagd wordt: {known}.||Hier wordt niets gevraagd.]",
    ),
    "fact.wrong-type": (
        "{fact}: '{found}' is niet van de goede soort.",
        "Verwacht: [{expected}||{known}].",
    ),
    "fact.unknown-name": (
        "{fact}: '{found}' is niet bekend.",
        "[Bekend zijn: {expected}.||Bekend zijn: {known}.||Er is er nog geen bekend.]",
    ),
}
