"""Whether somebody texts that they can't be phoned: `bel me niet, hij hoort het`, or a finger on the lips. Pure."""

import re

from notifications.folding import plain

QUIET = re.compile(
    r"\b(?:BEL (?:ME |MIJ |ONS )?(?:NU |AUB |EVEN |TERUG )*NIE(?:T)?|NIET? (?:TERUG ?)?(?:BELLEN|TELEFONEREN)|"
    r"(?:HIJ|ZE|ZIJ) (?:HOORT|HOREN)|HO(?:ORT|REN) (?:ME|MIJ|ONS|HET|MEE)|LUISTER(?:T|EN) MEE|"
    r"KAN (?:NU |HIER |EVEN |FF |EFFE )*NIET? (?:PRATEN|SPREKEN|KLAPPEN|BELLEN|OPNEMEN)|NIET OPNEMEN|DON'?T CALL|"
    r"(?:NE PAS|PAS) APPELER|S{2,}T+)\b"
)


def asks_for_quiet(text: str) -> bool:
    """Whether the text asks that nobody rings, or says that somebody listens."""
    return QUIET.search(" ".join(plain(text).split())) is not None
