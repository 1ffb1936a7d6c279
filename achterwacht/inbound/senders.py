"""The number that a text came from, however the provider or a carrier on the way wrote it. Pure."""

import re

from notifications.folding import fold

CHANNEL = re.compile(r"^(?:WHATSAPP|TEL|SMS|RCS|SIP|SIPS):", re.IGNORECASE)
BETWEEN = re.compile(r"[\s().\-/]+")
NUMBER = re.compile(r"(?P<before>\+|00|0)?(?P<digits>[1-9][0-9]{6,14})")
HERE = ("+31", "+32")
"""The countries this is made for. A number that begins with one 0 may belong to either."""


def could_be_from(written: str) -> tuple[str, ...]:
    """Returns the numbers that this may be, in the form in which numbers are kept; first the number as it is written.

    A carrier may leave out the country (`06...`), or write it with 00 or without a plus. A call for help must not be
    lost because of that, and a sender's number is no proof anyway.
    """
    plain = fold(CHANNEL.sub("", written.strip())).partition("@")[0]
    sign = "+" if "+" in written.partition("@")[0] else ""
    found = NUMBER.fullmatch(sign + BETWEEN.sub("", plain).lstrip("+"))
    if found is None:
        return (written,)
    before, digits = found["before"], found["digits"]
    others = {"0": [country + digits for country in HERE], None: [f"+{digits}"]}.get(before, [f"+{digits}"])
    return tuple(dict.fromkeys((written, *others)))
