"""What the bundle says of itself to people, in Dutch and in English, and how to check it by hand."""

from __future__ import annotations

_BY_HAND = """\
    jq -r '.files[] | "\\(.sha256)  \\(.path)"' manifest.json |
      sha256sum --check --quiet
    prev=$(printf '%064d' 0); n=0
    while IFS= read -r line; do
      n=$((n + 1))
      leaf=$(jq -r 'select(keys == ["leaf","seq"]).leaf' <<< "$line")
      said=$(jq -r '"\\(.seq) \\(.prev)"' <<< "$line")
      [ "$said" = "$n $prev" ] || [ -n "$leaf" ] ||
        echo "BROKEN"
      hash=$({ printf '\\0'; printf '%s' "$line"; } | sha256sum | cut -d' ' -f1)
      prev=${leaf:-$hash}
    done < journal.jsonl
    echo "END"
"""
_ONE_HASH = """\
    { printf '\\0'; sed -n 36p journal.jsonl | tr -d '\\n'; } | sha256sum
"""
_SAID = {
    "nl": ("regel $n volgt niet op de vorige", "$n regels, laatste hash $prev"),
    "en": ("line $n does not follow the one before", "$n entries, last hash $prev"),
}

_NL = """\
{title}
Bundel van het journaal: {entries} regels.
Laatste hash  {head}
Wortel        {root}
{part}
Wat er in zit
  journal.jsonl     elke vastlegging, precies zoals bewaard, een per regel
  rules/            de regels waaronder is beslist, naar hun SHA-256
  register/         de namen bij de sleutels van personen (kan ontbreken: een
                    naam kan zijn vernietigd zonder een bewijs te breken)
  documents/        de documenten die zijn meegegeven (kunnen ontbreken)
  checkpoints/      ondertekende ijkpunten, als die er zijn
  allowed_signers   wie mag ondertekenen, volgens het journaal of de instelling
  manifest.json     elk bestand met grootte en SHA-256
  verify.py         rekent dit alles na, zonder het programma dat het maakte

Nakijken
  Nodig is Python 3.11 of nieuwer, en ssh-keygen voor handtekeningen:
    python3 -I verify.py
  Het eindigt met 0 als alles klopt en met 1 als er iets niet klopt, en zegt
  wat het niet kon nakijken. Houd de bundel tegen wat u zelf in handen hebt:
  een eigen kopie van allowed_signers, een ontvangstbewijs (nummer en hash) en
  de drie regels van een ijkpunt uit de notulen; de laatste twee mogen vaker:
    python3 -I verify.py --allowed-signers BESTAND --receipt NUMMER:HASH \\
      --checkpoint BESTAND

  Het rekent na: elk bestand tegen zijn hash, de keten en de wortel, de
  ijkpunten en hun handtekeningen; van elke sleutel in het journaal dat hij er
  een is, en zijn dagen; van elke vernietiging wie het mocht, en op die dag,
  dat weg is wat zij noemt en meer niet, en dat er kan zijn geweest wat er
  volgens haar van over is; en van elke leesbare regel, onder de regels die
  hij noemt: de volgorde van de stappen, de datum, de rol en het mandaat op
  die dag, dat elke voorwaarde er staat, en opnieuw die voorwaarden waarvoor
  de regels van de opdracht genoeg zijn; wat een mens niet allebei mag doen of
  zijn; door wie, aan wie, waar en voor welke dagen een rol of mandaat is
  gegeven of beëindigd, en dat daaronder niets wegvalt; van welke naar welke
  regels is overgegaan, en door wie; of na een verbetering de weg nog klopt;
  of een stap of gebeurtenis terecht is geweigerd om volgorde of rol.
  Het rekent niet na: wie mocht verbeteren, en wat een verbetering of een
  einde verder onmogelijk maakt; de samenstelling van een team, wat van een
  overleg afhangt, wat in gegevens mag staan, en of een stap er eerder was dan
  waar hij op rust, of een zetel eerder dan zijn orgaan; of bij het begin en
  bij een overgang naar andere regels alles kwam wat moest; wat een controle
  had moeten melden en welke dagen zij dekte; en andere weigeringen. Dat doet
  het programma zelf: lees de bundel in en vraag vs verify. Wat niet te lezen
  is, is alleen gebonden door zijn hash, en niets wat te lezen is kan op een
  rol daarin rusten. Wat er stond in wat is vernietigd kan niemand meer
  nakijken, en evenmin van wie een sleutel werkelijk is.

  Wie ook verify.py niet vertrouwt, loopt de keten met de hand na (met bash,
  jq en sha256sum). Als alles klopt, staat er een regel, met het aantal regels
  en de laatste hash; vergelijk die met "Laatste hash" hierboven:
{by_hand}
  De hash van een regel, hier nr. 36, om een ontvangstbewijs mee te vergelijken
  (van een regel die niet te lezen is, staat de hash in de regel zelf):
{one_hash}
  Of er na het maken van deze bundel iets is veranderd, blijkt uit wat u zelf
  in handen hebt: een ontvangstbewijs (nummer en hash), de laatste hash, of een
  ijkpunt met de wortel in de notulen. Wie niets in handen heeft, ziet alleen
  dat het geheel klopt.
{again}"""

_EN = """\
{title}
Bundle of the journal: {entries} entries.
Last hash  {head}
Root       {root}
{part}
What is in it
  journal.jsonl     every entry, exactly as it is kept, one a line
  rules/            the rules that decisions were made under, by their SHA-256
  register/         the names that go with the keys of persons (may be left
                    out: a name can be destroyed without breaking a proof)
  documents/        the documents that were handed in (may be left out)
  checkpoints/      signed checkpoints, where there are any
  allowed_signers   who may sign, as the journal says or where that was set
  manifest.json     each file with its size and SHA-256
  verify.py         recomputes all this, without the program that made it

To check it
  It takes Python 3.11 or newer, and ssh-keygen for signatures:
    python3 -I verify.py
  It ends with 0 where all holds and with 1 where something does not, and says
  what it could not look at. Hold the bundle to what you have yourself: a copy
  of allowed_signers of your own, a receipt (number and hash), and the three
  lines of a checkpoint from the minutes; the last two may be given several
  times:
    python3 -I verify.py --allowed-signers FILE --receipt NUMBER:HASH \\
      --checkpoint FILE

  It recomputes: each file against its hash, the chain and the root, the
  checkpoints and their signatures; of each key in the journal that it is one,
  and its days; of each destruction who might, and on that day, that what it
  names is gone and no more, and that what it says is left can have been
  there; and of each entry that can be read, under the rules that it names:
  the order of the steps, the date, the role and the mandate on that day, that
  every guard is there, and once more those guards for which the assignment's
  entries are enough; what one person may not both do or be; by whom, to whom,
  where and for which days a role or mandate was given or ended, and that
  nothing falls with it; from which rules to which a move went, and by whom;
  whether the road holds still after a correction; whether a step or event was
  rightly refused for order or role.
  It does not recompute: who might correct, and what else a correction or an
  end unmakes; the composition of a team, what depends on a meeting, what
  facts may say, and whether a step came before what it rests on, or a seat
  before its body; that a beginning and a move to other rules brought all that
  they should; what a check had to flag and which days it covered; and other
  refusals. The program itself does: read the bundle in and ask vs verify.
  What cannot be read is bound by its hash alone, and nothing that can be read
  may rest on a role in it. Nobody can check any more what stood in what was
  destroyed, nor whose a key really is.

  Who does not trust verify.py either walks along the chain by hand (with
  bash, jq and sha256sum). Where all holds it prints one line, with the number
  of entries and the last hash; compare that with "Last hash" above:
{by_hand}
  The hash of one entry, here no. 36, to compare a receipt with (of an entry
  that is not shown, the line itself says its hash):
{one_hash}
  Whether anything was changed after this bundle was made shows from what you
  have in your own hands: a receipt (number and hash), the last hash, or a
  checkpoint with the root in the minutes. Who has nothing in his hands only
  sees that the whole is consistent.
{again}"""

_AGAIN = {
    "nl": "\nWeer inlezen\n    vs import DEZE-MAP --db nieuw.db\n",
    "en": "\nTo read it in again\n    vs import THIS-FOLDER --db new.db\n",
}

_PART = {
    "nl": (
        "Een deel: alleen het programma zelf is te lezen, en deze opdracht:\n"
        "  {assignment}\n"
        "Van de rest staat hier de hash, zodat het deel aan hetzelfde geheel vastzit.\n"
        "Van welke opdracht een regel is die niet te lezen is, kan niemand zien: ook\n"
        "niet of er een van deze opdracht bij is. Dat ziet wie alles heeft.\n"
        "Inlezen kan niet.\n"
    ),
    "en": (
        "A part: only the programme itself can be read, and this assignment:\n"
        "  {assignment}\n"
        "Of the rest the hash stands here, so that the part is bound to the same whole.\n"
        "Of which assignment a line is that cannot be read, nobody can see: nor\n"
        "whether one of this assignment is among them. Who has the whole can see that.\n"
        "It cannot be read in again.\n"
    ),
}


def readmes(title: dict[str, str], entries: int, head: str, root: str, assignment: str | None) -> dict[str, bytes]:
    """The two files by name."""
    found: dict[str, bytes] = {}
    for name, lang, text in (("LEESMIJ.txt", "nl", _NL), ("README.txt", "en", _EN)):
        part = _PART[lang].format(assignment=assignment) if assignment is not None else ""
        broken, end = _SAID[lang]
        said = text.format(
            title=title[lang],
            entries=entries,
            head=head,
            root=root,
            part=part,
            again="" if assignment is not None else _AGAIN[lang],
            by_hand=_BY_HAND.replace("BROKEN", broken).replace("END", end),
            one_hash=_ONE_HASH,
        )
        found[name] = said.encode("utf-8")
    return found
