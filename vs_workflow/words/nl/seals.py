"""Wat er te zeggen is bij het verzegelen, het getuigen, en het wegen van wat voor een journaal instaat."""

from __future__ import annotations

_KEPT_BY_OTHERS = "Vergelijk met de ijkpunten, handtekeningen en ontvangstbewijzen bij anderen, en een reservekopie."
_FILE = "Het kan de schijf zijn, of iemand: zet een kopie van het bestand terug, en reken opnieuw na."
_ASK = "Vraag het bestand opnieuw aan wie tekende, en zie in het vertrouwensbestand wie mag tekenen."

SEALS: dict[str, tuple[str, str]] = {
    # sealing
    "seal.no-folder": (
        "Bij een database op een server moet gezegd worden waar de ijkpunten worden bewaard.",
        'Zet het in vs.toml: seal.folder = "MAP".',
    ),
    "seal.not-written": (
        "{file} kon niet worden geschreven ({detail}).",
        "Maak ruimte of sta schrijven toe, en probeer het opnieuw.",
    ),
    "seal.memory-damaged": (
        "Wat hier het laatst is ondertekend, is niet te lezen ({detail}).",
        "Vergelijk met de ijkpunten bij anderen; haal het bestand pas daarna weg.",
    ),
    "seal.file-damaged": ("Het bestand {file} is niet wat het moet zijn ({detail}).", _FILE),
    "seal.alone": (
        "{file} is een handtekening van een ijkpunt, en dat ligt er niet meer naast.",
        (
            "Iemand haalde het weg, of verzegelen werd onderbroken: zet een kopie terug, of laat wie verzegelde dat "
            "opnieuw doen (vs seal); kijk daarna weer na."
        ),
    ),
    "seal.file-exists": ("Dit bestand is er al.", "Noem een ander met --out, of haal het eerst weg."),
    "seal.not-a-checkpoint": (
        "Dit is geen ijkpunt ({detail}).",
        "Geef de drie regels zoals ze zijn afgedrukt of gestuurd: herkomst, aantal vastleggingen, wortel.",
    ),
    "seal.unlinked": (
        "Nr. {seq} ontbreekt, is veranderd, of volgt niet op de vorige. Er wordt niets ondertekend.",
        "vs verify zegt wat eraan schort; in een uitgepakte bundel: python3 -I verify.py",
    ),
    "seal.renamed": (
        (
            "Het journaal staat onder het programma {programme}, maar de eerste vastlegging [noemt {found}||noemt er "
            "geen]. Er is niets ondertekend."
        ),
        "vs verify zegt wat er aan de hand is.",
    ),
    "seal.journal-gone": (
        "Naast deze database staan ijkpunten van het programma {programme}, en het journaal daarvan is er niet.",
        (
            "Iemand gaf dat journaal een andere naam of haalde het weg: zet de laatste reservekopie terug. "
            "IJkpunten van een andere database horen daarnaast."
        ),
    ),
    "seal.other-origin": (
        "Het ijkpunt in {file} is van een ander journaal ({found}), of dit ({origin}) heeft een ander begin.",
        _KEPT_BY_OTHERS,
    ),
    "seal.shorter": (
        "Een ijkpunt ({file}) is gemaakt van {size} vastleggingen; er zijn er {entries}. De rest ontbreekt.",
        _KEPT_BY_OTHERS,
    ),
    "seal.rewritten": (
        (
            "[Onder nr. {from} tot en met {to}||Onder de eerste {size} vastleggingen] is iets niet meer wat het was "
            "toen een ijkpunt ({file}) werd gemaakt."
        ),
        _KEPT_BY_OTHERS,
    ),
    "seal.two-roots": (
        "{file} en {other} zeggen iets anders over dezelfde {size} vastleggingen: iemand tekende twee geschiedenissen.",
        _KEPT_BY_OTHERS,
    ),
    "seal.not-these-lines": (
        (
            "Het journaal is niet wat de regels in {file} zeggen van zijn eerste {size} vastleggingen; wel wat er van "
            "is ondertekend."
        ),
        "Kijk of ze letter voor letter zijn overgenomen; zo ja, vergelijk met wat anderen in handen hebben.",
    ),
    "seal.other-count": (
        "De regels in {file} noemen {size} vastleggingen, maar hun wortel is die van {found} van dit journaal.",
        "Kijk of het aantal cijfer voor cijfer is overgenomen; zo ja, vraag het wie de regels opschreef.",
    ),
    "seal.no-signature": ("Bij het ijkpunt {file} ontbreekt de handtekening.", _FILE),
    "seal.signature-wrong": (
        "De handtekening van {file} is niet van iemand die toen mocht tekenen, of niet van dit ijkpunt.",
        _ASK,
    ),
    "seal.cosignature-wrong": (
        "{file} is niet ondertekend door een getuige die toen mocht tekenen, of is daarna veranderd.",
        _ASK,
    ),
    "seal.times-backwards": ("Een getuige tekende {file} eerder dan {other}, dat minder vastleggingen heeft.", _ASK),
    "seal.time-before-entry": (
        "{file} is ondertekend op {time}, maar nr. {size}, dat eronder valt, zegt vastgelegd te zijn op {at}.",
        "Een klok liep verkeerd, of een vastlegging noemt een ander moment dan waarop zij is gedaan.",
    ),
    "seal.key-not-then": (
        (
            "{file} is ondertekend met een sleutel ({fingerprint}) die volgens nr. {entry} van het journaal zelf, van "
            "{principal}, geldt vanaf {from}[ tot {until}], en niet op {at}."
        ),
        (
            "Vraag wie tekende nadat de sleutel was ingetrokken, of voor zijn dag. Gold hij al eerder dan hij is "
            "toegevoegd: vs seal add-key BESTAND.pub --principal NAAM --from DATUM."
        ),
    ),
    "seal.key-undeclared": (
        "{file} is ondertekend met een sleutel ({fingerprint}) die het journaal niet kent als die van het programma.",
        (
            "Is die van het programma, voeg hem dan toe vanaf zijn eerste dag: vs seal add-key BESTAND.pub "
            "--principal NAAM --from DATUM. Zo niet, dan tekende een ander."
        ),
    ),
    "seal.wrong-key": (
        "Deze sleutel ({fingerprint}) staat niet in het journaal als die van vandaag; er is niets van bewaard.",
        (
            "[Verzegel met {known}, of voeg deze eerst toe||Voeg hem eerst toe]: vs seal add-key BESTAND.pub "
            "--principal NAAM --from DATUM."
        ),
    ),
    # keys and trust
    "key.already": (
        "Deze sleutel staat al in het journaal: nr. {seq}, van {principal}, geldt vanaf {from}[ tot {until}].",
        (
            "[Vanaf {until} kan de sleutel opnieuw worden toegevoegd.||"
            "Trek hem eerst in: vs seal retire-key {fingerprint.key} --on DATUM.]"
        ),
    ),
    "key.own": (
        "Deze sleutel ({fingerprint}) is of was die van het programma zelf; wie daarmee tekent, is geen getuige.",
        "Neem de sleutel waarmee de partner tekent.",
    ),
    "key.unreadable": (
        "Dit is geen openbare SSH-sleutel van een soort die ondertekent.",
        "Geef een .pub-bestand zoals ssh-keygen het maakt: ssh-ed25519, ecdsa of rsa, en geen certificaat.",
    ),
    "key.principal": (
        "'{principal}' kan niet de naam bij een sleutel zijn.",
        "Neem alleen letters, cijfers en . _ @ + -, zoals programma of naam@example.org; hooguit 100.",
    ),
    "key.purpose": (
        "Een sleutel is voor {expected}, niet voor '{purpose}'.",
        "log is wat het programma zelf verzegelt; witness is wat een partner ondertekent.",
    ),
    "key.unknown": (
        "Het journaal kent geen sleutel {fingerprint}.",
        "[Bekend en niet ingetrokken: {known}. ]vs seal keys toont ze alle.",
    ),
    "key.before-start": (
        "{on} ligt voor de dag vanaf welke deze sleutel geldt, {from} (nr. {seq}).",
        "Geef met --on een dag vanaf {from}.",
    ),
    "key.retired-already": (
        "Deze sleutel geldt al niet meer vanaf {until} (nr. {seq}).",
        "Een eerdere dag kan wel: --on met een dag voor {until}.",
    ),
    "key.no-fingerprint": (
        "'{text}' is geen vingerafdruk van een sleutel.",
        "Schrijf hem zoals vs seal keys en ssh-keygen -l: SHA256: en 43 tekens.",
    ),
    "key.not-public": (
        "Dit is geen openbare SSH-sleutel ({detail}).",
        "Geef het .pub-bestand van een sleutel die ondertekent; de geheime sleutel blijft waar hij is.",
    ),
    "sign.which-key": (
        "Het is niet bekend met welke sleutel te ondertekenen.",
        'Geef --sign-with SLEUTEL, of zet het in vs.toml: seal.key = "SLEUTEL". vs seal --minutes vraagt er geen.',
    ),
    "sign.no-key": ("Deze sleutel is er niet.", "Noem een SSH-sleutel, of de .pub van een sleutel in de agent."),
    "sign.refused": (
        "Met deze sleutel lukt het ondertekenen niet[ ({detail})].",
        "Zie of u hem mag lezen; een sleutel met een wachtzin tekent vanuit de agent (ssh-add).",
    ),
    "sign.no-tool": ("{tool} is niet te starten[ ({detail})].", "Installeer het (openssh-client)."),
    "sign.too-long": (
        "{tool} gaf binnen {seconds} seconden geen antwoord.",
        "Zie of de agent op iemand wacht.",
    ),
    "trust.which-file": (
        "Het is niet bekend wie mag ondertekenen.",
        'Geef --allowed-signers BESTAND, of zet het in vs.toml: seal.allowed_signers = "BESTAND".',
    ),
    "trust.no-signer": (
        "In het vertrouwensbestand '{file}' dat is genoemd, staat niemand die mag tekenen; geen handtekening telt.",
        'Schrijf er een regel per ondertekenaar in: NAAM namespaces="vs-checkpoint" ssh-ed25519 AAAA…',
    ),
    "trust.missing": (
        (
            "Het vertrouwensbestand '{file}' dat is genoemd, is er niet of is niet te lezen[ ({detail})]; geen "
            "handtekening telt."
        ),
        "Zet het terug vanaf een plek die u vertrouwt, of noem een ander.",
    ),
    # witnesses
    "witness.nothing": (
        "Er is hier geen ijkpunt om te ondertekenen.",
        "Het programma verzegelt eerst (vs seal), en geeft de map checkpoints mee met het journaal.",
    ),
    "witness.not-written": (
        "{file}, de handtekening van de getuige, kon niet worden geschreven ({detail}).",
        "Maak ruimte of sta schrijven toe, of noem een andere plek met --out; hetzelfde ijkpunt mag nog eens getekend.",
    ),
    "witness.which-key": (
        "--sign-with ontbreekt: met welke sleutel ondertekent u?",
        "Geef --sign-with SLEUTEL, een SSH-sleutel van uzelf.",
    ),
    "witness.programmes-key": (
        "Deze sleutel ({fingerprint}) is er een van het programma zelf; wie daarmee tekent, is geen getuige.",
        "Teken met een sleutel van uzelf, die in het vertrouwensbestand uw naam heeft: --sign-with SLEUTEL.",
    ),
    "witness.older": (
        "Dit ijkpunt is van {size} vastleggingen; u ondertekende er al een van {last}.",
        "Het programma verzegelt eerst opnieuw (vs seal), en levert dat aan.",
    ),
    "witness.not-signed": (
        "De handtekening van het programma zelf ontbreekt, of is niet van iemand die mag tekenen.",
        (
            "Zie in uw vertrouwensbestand wie mag tekenen, en op welke dagen. Klopt dat, dan zet het programma een "
            "kopie van het bestand terug, of verzegelt (vs seal) met een sleutel die u vertrouwt, en levert dat aan."
        ),
    ),
    "witness.unreadable": (
        "Dit is geen handtekening van een getuige ({detail}).",
        "Vraag het bestand opnieuw aan de partner.",
    ),
    "witness.not-trusted": (
        "De handtekening klopt niet, of is niet van iemand die mag getuigen.",
        "Zet de partner in het vertrouwensbestand, voor vs-witness; of vraag het bestand opnieuw.",
    ),
    "witness.not-kept": (
        "In de map is geen ijkpunt van {size} vastleggingen waar deze handtekening bij hoort.",
        "Zet dat ijkpunt terug in de map.",
    ),
    "witness.key-not-then": (
        (
            "Deze sleutel geldt volgens het journaal (nr. {entry}, van {principal}) vanaf {from}[ tot {until}], "
            "en niet op {at}; er is niets van bewaard."
        ),
        "Vraag de partner met een sleutel te tekenen die nu geldt, en leg die vast: vs seal add-key --purpose witness.",
    ),
    "witness.before-entry": (
        (
            "Dit is ondertekend op {time}, maar nr. {size}, dat eronder valt, zegt vastgelegd te zijn op {at}; "
            "er is niets van bewaard."
        ),
        "Vraag de partner de klok goed te zetten en opnieuw te tekenen.",
    ),
    "witness.times-backwards": (
        "Naar de tijd ervan is dit niet in de goede volgorde met {other} getekend; er is niets van bewaard.",
        "Vraag de partner de klok goed te zetten en het nieuwste ijkpunt te tekenen.",
    ),
    "witness.own-key": (
        "Dit is ondertekend met een sleutel van het programma zelf; dat is geen getuige.",
        "Vraag een ander, met een eigen sleutel en in het vertrouwensbestand een eigen naam.",
    ),
    # verification
    "receipt.unreadable": (
        "'{text}' is geen ontvangstbewijs.",
        (
            "Schrijf het als NUMMER:HASH, met het nummer van een vastlegging en ten minste {digits} tekens "
            "van de hash, of zoals het er stond."
        ),
    ),
    "receipt.beyond-end": (
        "Er is een ontvangstbewijs van nr. {seq}, maar er zijn {entries} vastleggingen.",
        _KEPT_BY_OTHERS,
    ),
    "receipt.differs": (
        "Het ontvangstbewijs van nr. {seq} zegt {receipt}; wat er nu staat, heeft {found}.",
        _KEPT_BY_OTHERS,
    ),
    "verify.since-none": (
        "Er is geen nr. {since} om bij te beginnen[: de laatste vastlegging is nr. {entries}||].",
        "Geef een nummer van 1 tot en met dat na het laatste, of laat --since weg.",
    ),
    "verify.since-unheld": (
        "Om bij nr. {since} te beginnen moet een ijkpunt worden meegebracht waar nr. {needed} onder valt.",
        "Geef het met --checkpoint BESTAND, of laat --since weg.",
    ),
    # how far the proof reaches
    "limit.own-key-only": (
        (
            "[Nr. {from} tot en met {to} zijn||Nr. {from} is] alleen door het programma zelf ondertekend, op een tijd "
            "die alleen het journaal noemt: wie die sleutel en de database heeft, kan ze vervangen."
        ),
        "Laat een partner getuigen (vs witness), en breng een eigen ijkpunt mee (vs verify --checkpoint).",
    ),
    "limit.seen-later": (
        (
            "{file} is pas op {at} door een getuige gezien, toen de sleutel die tekende niet meer gold: dat eerder is "
            "getekend, zegt het journaal alleen zelf."
        ),
        "Trek een sleutel voortaan pas in als een getuige heeft gezien wat er het laatst mee is getekend.",
    ),
    "limit.kept-elsewhere": (
        (
            "In de map met ijkpunten staan ook die van het programma {programme}, waarvan deze database geen "
            "journaal heeft."
        ),
        (
            "Deelt geen andere database die map (seal.folder), dan gaf iemand dat journaal een andere naam of haalde "
            "het weg."
        ),
    ),
    "limit.no-key-declared": (
        "Er is verzegeld, maar het journaal zegt niet met welke sleutel van het programma, en tot wanneer die geldt.",
        "Voeg hem toe vanaf zijn eerste dag: vs seal add-key BESTAND.pub --principal NAAM --from DATUM.",
    ),
    "limit.receipt-since": (
        (
            "Het ontvangstbewijs van nr. {entry} houdt het journaal vast vanaf nr. {from}: die tekst is "
            "vernietigd nadat het gegeven was, en van daar leidt geen schakel terug."
        ),
        "Wat ervoor staat, rust op een ontvangstbewijs of ijkpunt van de vernietiging of later.",
    ),
    "limit.signatures-unread": (
        "Handtekeningen zijn niet gelezen, want er is geen vertrouwensbestand genoemd ({count#ijkpunt|ijkpunten}).",
        "Noem het: vs verify --allowed-signers BESTAND.",
    ),
    "limit.not-recomputed": (
        (
            "[Nr. {from} tot en met {to} zijn niet opnieuw beoordeeld: ze zijn wat ze waren||Nr. {from} is niet "
            "opnieuw beoordeeld: die is wat die was] bij het meegebrachte ijkpunt."
        ),
        "Laat --since weg om ook die te beoordelen.",
    ),
}
