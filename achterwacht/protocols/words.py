"""What a protocol calls those who do something: in its own words, or else in those of the language."""

from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from notifications.texts.catalogue import catalogue


def word_for(function: Function, profile: Profile | None, language: str) -> str:
    """Returns the word for a function."""
    own = None if profile is None else profile.functions.get(function)
    manager = "" if profile is None else profile.words.manager
    return own or catalogue(language, manager).say("functions", function.value)
