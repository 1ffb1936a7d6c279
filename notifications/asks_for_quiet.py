"""Whether somebody texts that they can't be phoned: `bel me niet, hij hoort het`, or a finger on the lips. And whether
they can be again: `je mag me weer bellen`. In the languages of our texts, since a phone that refuses a call offers such
a text in its own: `Can't talk now. What's up?`. Pure."""

import re

from notifications.folding import plain

QUIET = re.compile(
    r"\b(?:BEL (?:ME |MIJ |ONS )?(?:NU |AUB |EVEN |TERUG )*NIE(?:T)?|NIET? (?:TERUG ?)?(?:BELLEN|TELEFONEREN)|"
    r"(?:HIJ|ZE|ZIJ) (?:HOORT|HOREN)|HO(?:ORT|REN) (?:ME|MIJ|ONS|HET|MEE)|LUISTER(?:T|EN) MEE|"
    r"KAN (?:NU |HIER |EVEN |FF |EFFE )*NIET? (?:PRATEN|SPREKEN|KLAPPEN|BELLEN|OPNEMEN)|NIET OPNEMEN|S{2,}T+|"
    r"(?:DON'?T|DO NOT|NEVER) (?:CALL|PHONE|RING)(?! THE (?:DOOR ?)?BELL)|"
    r"(?:CAN'?T|CANNOT|CAN NOT) (?:REALLY )?(?:TALK|SPEAK|ANSWER|PICK UP)|"
    r"(?:HE|SHE|THEY)(?:'S|'RE| IS| ARE| CAN| MAY| MIGHT)? (?:HEARS?|LISTENS?|LISTENING)|"
    r"(?:NE PAS|PAS) (?:R?APPELER|TELEPHONER)|(?:R?APPELLES?|R?APPELEZ|TELEPHONEZ)(?:[ -]MOI)? (?:SURTOUT )?PAS|"
    r"(?:PEUX|PUIS|PEUT|POUVONS) PAS (?:VOUS |TE |EN |LUI )?(?:PARLER|REPONDRE|DECROCHER|TELEPHONER)|"
    r"(?:IL|ELLE|ON|ILS|ELLES) (?:PEUT |PEUVENT )?(?:M'|NOUS )(?:ENTEND|ECOUTE)\w*|"
    r"(?:ILS?|ELLES?) (?:ECOUTE(?:NT)?|ENTEND(?:ENT)? TOUT))\b"
)

RING = re.compile(
    r"\b(?:BEL (?:ME|MIJ|ONS)|(?:ME|MIJ|ONS) (?:NU |WEER |TERUG |EENS |EVEN |FF |EFFE )*(?:OP)?BELLEN|"
    r"(?:MAG|MOGEN|KAN|KUNNEN) (?:NU )?WEER (?:BELLEN|PRATEN|SPREKEN|KLAPPEN|OPNEMEN)|CALL ME|"
    r"CALL (?:ME )?AGAIN|(?:YOU CAN|YOU MAY) (?:CALL|PHONE|RING)|CAN (?:TALK|SPEAK) (?:NOW|AGAIN)|"
    r"R?APPELEZ.MOI|R?APPELLE.MOI|M.APPELER|ME RAPPELER|PEUX (?:DE NOUVEAU |MAINTENANT )?(?:PARLER|REPONDRE))\b"
)
NOT_NOW = re.compile(r"\b(?:NIE|NIET|NOG|NOOIT|STRAKS|LATER|NOT|DON'?T|CAN'?T|NEVER|PAS|TARD)\b")


def asks_for_quiet(text: str) -> bool:
    """Whether the text asks that nobody rings, or says that somebody listens."""
    return QUIET.search(" ".join(plain(text).split())) is not None


def may_be_rung(text: str) -> bool:
    """Whether the text says that one may ring now. After `niet` or `straks` it does not."""
    said = " ".join(plain(text).split())
    return RING.search(said) is not None and NOT_NOW.search(said) is None and QUIET.search(said) is None
