"""Passkeys as a browser speaks of them: all bytes in base64url, as WebAuthn names them."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import Field

from achterwacht.passkeys.ceremonies import ALGORITHMS, Added, Answer
from achterwacht.passkeys.challenges import LASTS
from achterwacht.passkeys.records import PasskeyRecord
from achterwacht.people.passkey_steps import Here
from achterwacht.people.records import PersonRecord
from api.http.schemas import Body, Schema, Utc

Bytes = Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"^[A-Za-z0-9_-]+$")]
CredentialId = Annotated[str, Field(min_length=1, max_length=1_400, pattern=r"^[A-Za-z0-9_-]+$")]
Called = Annotated[str, Field(min_length=1, max_length=80)]
MILLISECOND = timedelta(milliseconds=1)


class PasskeyOut(Schema):
    id: UUID
    name: str
    made_at: Utc
    used_at: Utc | None

    @classmethod
    def of(cls, record: PasskeyRecord) -> "PasskeyOut":
        return cls(id=record.id, name=record.name, made_at=record.made_at, used_at=record.used_at)


class PasskeysOut(Schema):
    """offered: browsers make passkeys for this installation."""

    passkeys: list[PasskeyOut]
    offered: bool


class NewPasskeyOptions(Schema):
    """What a browser needs to make a passkey. known: those that this person has already. timeout: milliseconds."""

    challenge: str
    rp_id: str
    user_id: str
    user_name: str
    display_name: str
    algorithms: list[int]
    known: list[str]
    timeout: int

    @classmethod
    def of(cls, challenge: bytes, here: Here, person: PersonRecord, known: list[str]) -> "NewPasskeyOptions":
        return cls(
            challenge=as_text(challenge),
            rp_id=here.party.id,
            user_id=as_text(person.id.bytes),
            user_name=person.email,
            display_name=person.name,
            algorithms=list(ALGORITHMS),
            known=known,
            timeout=LASTS // MILLISECOND,
        )


class PasskeyOptions(Schema):
    """What a browser needs to use one. allowed: only these will do; empty: any that it has for us."""

    challenge: str
    rp_id: str
    allowed: list[str]
    timeout: int

    @classmethod
    def of(cls, challenge: bytes, here: Here, allowed: list[str]) -> "PasskeyOptions":
        text = as_text(challenge)
        return cls(challenge=text, rp_id=here.party.id, allowed=allowed, timeout=LASTS // MILLISECOND)


class NewPasskey(Body):
    """What a browser made, and what its owner calls it."""

    name: Called
    client_data: Bytes
    attestation: Bytes

    @property
    def added(self) -> Added:
        return Added(self.client_data, self.attestation)


class PasskeyAnswer(Body):
    """What a passkey answered."""

    credential_id: CredentialId
    client_data: Bytes
    authenticator_data: Bytes
    signature: Bytes

    @property
    def answer(self) -> Answer:
        return Answer(self.credential_id, self.client_data, self.authenticator_data, self.signature)


def as_text(data: bytes) -> str:
    from webauthn.helpers import bytes_to_base64url

    return bytes_to_base64url(data)
