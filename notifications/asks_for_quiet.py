"""Whether somebody texts that they can't be phoned: `bel me niet, hij hoort het`. Pure."""

import re

from notifications.folding import plain

QUIET = re.compile(
    r"\b(?:BEL (?:ME |MIJ |ONS )?(?:NU |AUB )?NIET|NIET (?:TERUG ?)?BELLEN|(?:HIJ|ZE|ZIJ) HOORT|"
    r"HOORT (?:ME|MIJ|HET|MEE)|LUISTERT MEE|"
    r"KAN (?:NU |HIER |EVEN )?NIET (?:PRATEN|BELLEN|OPNEMEN)|NIET OPNEMEN|DON'?T CALL)\b"
)


def asks_for_quiet(text: str) -> bool:
    """Whether the text asks that nobody rings, or says that somebody listens."""
    return QUIET.search(" ".join(plain(text).split())) is not None
