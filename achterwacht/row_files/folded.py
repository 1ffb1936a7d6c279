"""How words in a file are compared: without upper case, accents, spaces and signs. Needs nothing besides."""

import re
import unicodedata


def bare(text: str) -> str:
    """Returns the letters and digits of a text: `E-mail (werk)` is `emailwerk`."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"[\W_]+", "", "".join(one for one in plain if not unicodedata.combining(one)))
