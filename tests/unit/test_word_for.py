"""Who does something is called as the protocol says, and a manager by the word of the profile where it says nothing."""

from pathlib import Path

import pytest

from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import read_profile
from achterwacht.protocols.words import word_for


@pytest.mark.parametrize(("word", "said"), [("teammanager", "de teammanager"), ("leidinggevende", "de leidinggevende")])
def test_a_manager_without_a_word_of_the_protocol_has_that_of_the_profile(word: str, said: str) -> None:
    text = Path("achterwacht/protocols/demo.toml").read_text("utf-8")
    profile = read_profile(text.replace('manager = "teammanager"', f'manager = "{word}"', 1))
    own = profile.functions.get(Function.DIRECT_MANAGER)
    assert word_for(Function.DIRECT_MANAGER, profile, "nl") == (own or said)
    assert word_for(Function.DEPUTY_MANAGER, profile, "nl") == f"de vervanger van {said}"
    assert word_for(Function.DIRECT_MANAGER, None, "nl") == "de leidinggevende"
