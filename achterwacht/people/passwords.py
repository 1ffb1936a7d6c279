"""Whether a new password is easy to guess.

NIST SP 800-63B asks for a list of common passwords, and for no rules about capitals and signs. The estimator is zxcvbn:
words, names, dates, neighbouring keys and repetitions cost a guesser little, wherever they stand. It knows neither
Dutch nor the owner of the password, so those words are passed to it.
"""

import re
from collections.abc import Iterable, Sequence

from achterwacht.refused import Wrong

SHORTEST = 12
DEMONSTRATION_PASSWORD = "achterwacht-demo"  # noqa: S105  (public on purpose, and refused elsewhere)
GUESSES = 10
"""As a power of ten. A guesser who has the digests tries some hundreds a second, Argon2 sees to that."""
LOOKED_AT = 64
"""Only this many characters are looked at: the time grows with the length, and more does not make it easier."""
LEFT = 8
"""This many characters must be left without the owner's name, address and organisation, and the words below."""
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
    """Returns what is wrong with a new password.

    about: the owner's name, e-mail address and organisation.
    """
    if password == DEMONSTRATION_PASSWORD:
        return [] if demonstration else [Wrong(pointer, "password_well_known")]
    if len(password) < SHORTEST:
        return [Wrong(pointer, "password_too_short", {"length": SHORTEST})]
    return [Wrong(pointer, "password_guessable")] if _guessable(password, list(about)) else []


def _guessable(password: str, about: Sequence[str]) -> bool:
    # Its lists of words take memory and a moment, and are only needed when a password is set.
    from zxcvbn import zxcvbn

    own = {word.lower() for said in about for word in (said, *OWN_WORD.findall(said)) if said}
    own |= {"".join(OWN_WORD.findall(said)).lower() for said in about}
    if len(_without(password.lower(), own | COMMON)) < LEFT:
        return True
    found = zxcvbn(password[:LOOKED_AT], user_inputs=sorted(own | COMMON))
    return float(found["guesses_log10"]) < GUESSES


def _without(password: str, words: Iterable[str]) -> str:
    """Returns what is left of a password without these words, the longest removed first."""
    for word in sorted((one for one in words if one), key=len, reverse=True):
        password = password.replace(word, "")
    return password
