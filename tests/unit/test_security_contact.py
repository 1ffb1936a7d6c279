"""A contact that nobody could write to stops the start, with the name of the setting and the reason."""

import pytest

from foundation.setting_groups.group import RefusedSettings
from foundation.settings import load_settings


@pytest.mark.parametrize("contact", ["mailto:cert@gemeente.nl", "https://www.gemeente.nl/lek-melden"])
def test_an_address_of_mail_or_a_page(contact: str) -> None:
    assert load_settings(_env_file=None, security_contact=contact).security_contact == contact


@pytest.mark.parametrize(
    ("contact", "policy", "said"),
    [
        ("cert@gemeente.nl", "", "SECURITY_CONTACT: must be mailto:"),
        ("mailto:cert@gemeente.nl\nContact: mailto:x@y.nl", "", "SECURITY_CONTACT: must be mailto: and one bare"),
        ("mailto:cert@example.com", "", "SECURITY_CONTACT: nobody reads mail there"),
        ("http://gemeente.nl", "", "SECURITY_CONTACT: must be mailto:"),
        ("https://gemeente.nl/\nPolicy:", "", "SECURITY_CONTACT: must be an address without spaces"),
        ("mailto:cert@gemeente.nl", "www.gemeente.nl", "SECURITY_POLICY: must be an https address"),
        ("", "https://www.gemeente.nl", "SECURITY_POLICY: without ACHTERWACHT_SECURITY_CONTACT"),
    ],
)
def test_what_can_t_be_used_is_named(contact: str, policy: str, said: str) -> None:
    with pytest.raises(RefusedSettings) as caught:
        load_settings(_env_file=None, security_contact=contact, security_policy=policy)
    assert f"ACHTERWACHT_{said}" in str(caught.value)
