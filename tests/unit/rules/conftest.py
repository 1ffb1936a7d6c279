"""Every row where times matter is tested with both profiles."""

import pytest

from achterwacht.protocols.profile import Profile
from tests.support.facts import profile


@pytest.fixture(params=["demo", "s-hertogenbosch"])
def protocol(request: pytest.FixtureRequest) -> Profile:
    name: str = request.param
    return profile(name)
