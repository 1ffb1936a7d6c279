"""The part of a profile about letters to an aggressor: what they say, who signs, who gets a copy, how they go."""

from enum import StrEnum

from pydantic import Field

from achterwacht.protocols.functions import Function, Recipient
from achterwacht.protocols.part import Identity, Part, Text


class DeliveryWay(StrEnum):
    IN_PERSON = "in_person"
    BY_POLICE = "by_police"
    """If somebody is caught in the act."""
    REGISTERED = "registered"


class Delivery(Part):
    """How a letter is delivered.

    ways: the first is preferred if there are several. possibly_with: who may come along. receipt: it is signed for.
    refusal_reported_by: who records that somebody would not sign for it or accept it.
    """

    ways: list[DeliveryWay] = Field(min_length=1)
    by: tuple[Function, ...] = ()
    possibly_with: tuple[Function, ...] = ()
    receipt: bool = False
    refusal_reported_by: tuple[Function, ...] = ()


class Letter(Part):
    """A letter the organisation can send.

    says: what must be in it, in order. attachments: what goes with it.
    """

    id: Identity
    name: Text
    says: tuple[Text, ...] = ()
    signed_by: tuple[Function, ...] = ()
    copies: tuple[Recipient, ...] = ()
    attachments: tuple[Text, ...] = ()
    delivery: Delivery | None = None
