"""Where links lead to when nobody said which address people use."""

import pytest

from cli.running import links_here
from foundation.settings import Settings


@pytest.mark.parametrize(
    ("given", "host", "links"),
    [
        ("", "127.0.0.1", "http://127.0.0.1:8010"),
        ("", "::1", "http://[::1]:8010"),
        ("", "0.0.0.0", None),
        ("https://achterwacht.example", "127.0.0.1", None),
    ],
)
def test_links_lead_to_the_port_that_is_served_unless_an_address_was_given(
    given: str, host: str, links: str | None
) -> None:
    found = links_here(Settings(_env_file=None, public_base_url=given), host, 8010)
    assert found == ({"ACHTERWACHT_PUBLIC_BASE_URL": links} if links else {})
