"""From which number a text came, however the provider or a carrier on the way wrote it. Pure."""

import re

from notifications.folding import fold

CHANNEL = re.compile(r"^(?:WHATSAPP|TEL|SMS|RCS|SIP|SIPS):", re.IGNORECASE)
BETWEEN = re.compile(r"[\s().\-/]+")
NUMBER = re.compile(r"(?P<before>\+|00|0)?(?P<digits>[1-9][0-9]{6,14})")
HERE = ("+31", "+32")
"""The countries this is made for: what begins with one 0 may be of either."""


def could_be_from(written: str) -> tuple[str, ...]:
    """The numbers that this may be, in the form that they are kept in; as it is written first.

    A carrier may leave the country out (`06...`), or write it with 00 or bare. A call for help is not lost for that,
    and a sender's number is no proof anyway.
    """
    plain = fold(CHANNEL.sub("", written.strip())).partition("@")[0]
    sign = "+" if "+" in written.partition("@")[0] else ""
    found = NUMBER.fullmatch(sign + BETWEEN.sub("", plain).lstrip("+"))
    if found is None:
        return (written,)
    before, digits = found["before"], found["digits"]
    others = {"0": [country + digits for country in HERE], None: [f"+{digits}"]}.get(before, [f"+{digits}"])
    return tuple(dict.fromkeys((written, *others)))
