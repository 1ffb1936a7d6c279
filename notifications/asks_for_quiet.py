"""Whether somebody texts that they can't be phoned: `bel me niet, hij hoort het`, or a finger on the lips. And whether
they can be again: `je mag me weer bellen`. Pure."""

import re

from notifications.folding import plain

QUIET = re.compile(
    r"\b(?:BEL (?:ME |MIJ |ONS )?(?:NU |AUB |EVEN |TERUG )*NIE(?:T)?|NIET? (?:TERUG ?)?(?:BELLEN|TELEFONEREN)|"
    r"(?:HIJ|ZE|ZIJ) (?:HOORT|HOREN)|HO(?:ORT|REN) (?:ME|MIJ|ONS|HET|MEE)|LUISTER(?:T|EN) MEE|"
    r"KAN (?:NU |HIER |EVEN |FF |EFFE )*NIET? (?:PRATEN|SPREKEN|KLAPPEN|BELLEN|OPNEMEN)|NIET OPNEMEN|DON'?T CALL|"
    r"(?:NE PAS|PAS) APPELER|S{2,}T+)\b"
)

RING = re.compile(
    r"\b(?:BEL (?:ME|MIJ|ONS)|(?:ME|MIJ|ONS) (?:NU |WEER |TERUG |EENS |EVEN |FF |EFFE )*(?:OP)?BELLEN|"
    r"(?:MAG|MOGEN|KAN|KUNNEN) (?:NU )?WEER (?:BELLEN|PRATEN|SPREKEN|KLAPPEN|OPNEMEN)|CALL ME|"
    r"CALL (?:ME )?AGAIN|APPELEZ.MOI|M.APPELER|ME RAPPELER)\b"
)
NOT_NOW = re.compile(r"\b(?:NIE|NIET|NOG|NOOIT|STRAKS|LATER|NOT|DON'?T|PAS|TARD)\b")


def asks_for_quiet(text: str) -> bool:
    """Whether the text asks that nobody rings, or says that somebody listens."""
    return QUIET.search(" ".join(plain(text).split())) is not None


def may_be_rung(text: str) -> bool:
    """Whether the text says that one may ring now. After `niet` or `straks` it does not."""
    said = " ".join(plain(text).split())
    return RING.search(said) is not None and NOT_NOW.search(said) is None and QUIET.search(said) is None
