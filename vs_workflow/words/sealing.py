"""The small words of sealing, witnessing and keys, in both languages side by side."""

from __future__ import annotations

SEALING: dict[str, tuple[str, str]] = {
    "seal.signed": ("Verzegeld en ondertekend.", "Sealed and signed."),
    "seal.again": ("Dit was al verzegeld; er is niets bijgekomen.", "This was sealed already; nothing was added."),
    "seal.origin": ("herkomst", "origin"),
    "seal.root": ("wortel", "root"),
    "seal.last": ("laatst vastgelegd", "last recorded"),
    "seal.files": ("bewaard als", "kept as"),
    "seal.then": (
        "Geef een kopie aan een ander: vs seal --minutes voor de notulen, vs witness voor een partner.",
        "Give a copy to somebody else: vs seal --minutes for the minutes, vs witness for a partner.",
    ),
    "witness.signed": ("Als getuige ondertekend.", "Signed as a witness."),
    "witness.accepted": ("Handtekening van een getuige opgenomen.", "A witness's signature was taken in."),
    "witness.again": (
        "Deze getuige had dit al ondertekend; die handtekening blijft, en er is niets bijgekomen.",
        "This witness had signed this already; that signature stays, and nothing was added.",
    ),
    "witness.extends": ("zet voort", "extends"),
    "witness.first": ("niets; dit is de eerste keer", "nothing; this is the first time"),
    "witness.own": ("handtekening", "its signature"),
    "witness.checked": ("nagekeken", "checked"),
    "witness.unchecked": ("niet nagekeken; geef --allowed-signers", "not checked; give --allowed-signers"),
    "witness.send": ("stuur terug", "send back"),
    "witness.by": ("getuige", "witness"),
    "witness.at": ("op", "at"),
    "key.added": ("sleutel toegevoegd", "key added"),
    "key.retired": ("sleutel ingetrokken", "key retired"),
    "key.log": ("verzegelt", "seals"),
    "key.witness": ("getuigt", "witnesses"),
    "keys": ("Sleutels in het journaal", "Keys that the journal declares"),
    "keys-none": ("Nog geen. Toevoegen: vs seal add-key BESTAND.pub", "None yet. To add one: vs seal add-key FILE.pub"),
    "keys-lines": ("Voor allowed_signers: vs seal keys --lines", "For allowed_signers: vs seal keys --lines"),
    "checkpoints": ("IJkpunten", "Checkpoints"),
    "checkpoint.signed": ("ondertekend door {}", "signed by {}"),
    "checkpoint.witnessed": ("getuige {} op {}", "witnessed by {} at {}"),
    "checkpoint.held": ("meegebracht", "brought along"),
    "checkpoint.bare": ("alleen het journaal klopt ermee", "only the journal agrees"),
}
