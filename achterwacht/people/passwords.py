"""Whether a new password is one that somebody would guess (NIST SP 800-63B: a list of what is common, and no rules of
capitals and signs).

The estimator is zxcvbn: words, names, dates, keys side by side and repetitions cost a guesser little, wherever they
stand. What it does not know is Dutch, and whose password it is: those words go along.
"""

import re
from collections.abc import Iterable, Sequence

from achterwacht.refused import Wrong

SHORTEST = 12
DEMONSTRATION_PASSWORD = "achterwacht-demo"  # noqa: S105  (public on purpose, and refused elsewhere)
GUESSES = 10
"""As a power of ten. A guesser who has the digests tries some hundreds a second, Argon2 sees to that."""
LOOKED_AT = 64
"""So many characters are looked at: its time grows with the length, and what is longer is no easier."""
LEFT = 8
"""So many characters must not be somebody's own name, address, organisation, or one of the words below."""
COMMON = frozenset(
    {
        "achterwacht", "wachtwoord", "welkom", "gemeente", "huisbezoek", "bezoek", "noodknop", "beheerder", "beheer",
        "inloggen", "toegang", "geheim", "hallo", "zomer", "winter", "lente", "herfst", "januari", "februari", "maart",
        "april", "juni", "juli", "augustus", "september", "oktober", "november", "december", "maandag", "dinsdag",
        "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "nederland", "holland", "belgie", "vlaanderen",
        "amsterdam", "rotterdam", "antwerpen", "gent", "ajax", "feyenoord", "utrecht", "denhaag", "wonen", "woning",
        "corporatie", "stichting", "sociaal", "wijkteam", "inkomen", "azerty", "qwerty", "password", "admin", "test",
        "demo",
    }
)  # fmt: skip
OWN_WORD = re.compile(r"[^\W_]{3,}")


def wrong_password(
    password: str, about: Iterable[str] = (), *, demonstration: bool, pointer: str = "/password"
) -> list[Wrong]:
    """What is wrong with a new password. `about`: name, e-mail address and organisation of whose it will be."""
    if password == DEMONSTRATION_PASSWORD:
        return [] if demonstration else [Wrong(pointer, "password_well_known")]
    if len(password) < SHORTEST:
        return [Wrong(pointer, "password_too_short", {"length": SHORTEST})]
    return [Wrong(pointer, "password_guessable")] if _guessable(password, list(about)) else []


def _guessable(password: str, about: Sequence[str]) -> bool:
    # Its lists of words take memory and a moment: only who sets a password needs them.
    from zxcvbn import zxcvbn

    own = {word.lower() for said in about for word in (said, *OWN_WORD.findall(said)) if said}
    own |= {"".join(OWN_WORD.findall(said)).lower() for said in about}
    if len(_without(password.lower(), own | COMMON)) < LEFT:
        return True
    found = zxcvbn(password[:LOOKED_AT], user_inputs=sorted(own | COMMON))
    return float(found["guesses_log10"]) < GUESSES


def _without(password: str, words: Iterable[str]) -> str:
    """What is left of a password when these words are taken out, the longest first."""
    for word in sorted((one for one in words if one), key=len, reverse=True):
        password = password.replace(word, "")
    return password
