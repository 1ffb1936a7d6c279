"""This installation as passkeys know it, by its settings."""

from achterwacht.passkeys.ceremonies import relying_party
from achterwacht.passkeys.challenges import SEALED_FOR
from achterwacht.people.passkey_steps import Here, NoPasskeysHere
from foundation.seal import Seal
from foundation.settings import Settings


def here(settings: Settings, asked_with: str = "") -> Here:
    """Returns this installation, for who asks with this sign-in.

    Raises:
        NoPasskeysHere: browsers make none for the address by which we are reached.
    """
    party = relying_party(settings.base_url)
    if party is None:
        raise NoPasskeysHere
    return Here(party, Seal(settings.secret_key.get_secret_value(), SEALED_FOR), asked_with)
