"""What a browser says that a passkey answered, checked by py_webauthn (W3C Web Authentication, 7.1 and 7.2).

Attestation is not asked for: any device that somebody has will do.
"""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

ALGORITHMS = (-8, -7, -257)
"""EdDSA, ES256 and RS256 (COSE), the best first: what py_webauthn checks by default."""
LOCAL = "localhost"


@dataclass(frozen=True)
class RelyingParty:
    """This installation, as passkeys know it: they answer only to pages of this origin."""

    id: str
    origin: str


@dataclass(frozen=True)
class Added:
    """What a device says of a new passkey. All of it in base64url, as it came, but for the challenge."""

    client_data: str
    attestation: str


@dataclass(frozen=True)
class Answer:
    """What a device answered with one of its passkeys, in base64url."""

    credential_id: str
    client_data: str
    authenticator_data: str
    signature: str


@dataclass(frozen=True)
class NewKey:
    """A new passkey: its public half."""

    credential_id: str
    public_key: str
    sign_count: int


def relying_party(base_url: str) -> RelyingParty | None:
    """Returns who we are by our public address; None where browsers make no passkeys: without https, or by a number."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    try:
        ip_address(host)
    except ValueError:
        pass
    else:
        return None
    if not host or (parts.scheme != "https" and host != LOCAL):
        return None
    return RelyingParty(host, f"{parts.scheme}://{parts.netloc}".lower())


def challenge_in(client_data: str) -> bytes:
    """Returns the challenge that a browser says was answered; empty if it says none that can be read."""
    from webauthn.helpers import base64url_to_bytes, parse_client_data_json
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return parse_client_data_json(base64url_to_bytes(client_data)).challenge
    except (WebAuthnException, ValueError, TypeError, AttributeError):
        return b""


def check_added(party: RelyingParty, challenge: bytes, added: Added) -> NewKey | None:
    """Returns the new passkey; None if it is none, or not for us."""
    from webauthn import verify_registration_response
    from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_attestation_object
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        attested = parse_attestation_object(base64url_to_bytes(added.attestation)).auth_data.attested_credential_data
        if attested is None:
            return None
        named = bytes_to_base64url(attested.credential_id)
        found = verify_registration_response(
            credential={
                "id": named,
                "rawId": named,
                "type": "public-key",
                "response": {"clientDataJSON": added.client_data, "attestationObject": added.attestation},
            },
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    return NewKey(named, bytes_to_base64url(found.credential_public_key), found.sign_count)


def check_answer(
    party: RelyingParty, challenge: bytes, answer: Answer, key: NewKey, *, by_its_owner: bool
) -> int | None:
    """Returns how often the passkey answered by now, as it says; None if it did not answer this.

    by_its_owner: the device must have seen who holds it, by a PIN, a finger or a face.
    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        found = verify_authentication_response(
            credential={
                "id": answer.credential_id,
                "rawId": answer.credential_id,
                "type": "public-key",
                "response": {
                    "clientDataJSON": answer.client_data,
                    "authenticatorData": answer.authenticator_data,
                    "signature": answer.signature,
                },
            },
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(key.public_key),
            credential_current_sign_count=key.sign_count,
            require_user_verification=by_its_owner,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError):
        return None
    return found.new_sign_count
