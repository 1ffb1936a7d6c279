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


class Element(StrEnum):
    """A piece of what a letter says. Its sentence stands in the catalogue of a language, under `letter_words`."""

    HAPPENED = "happened"
    HAPPENED_OFFICIAL = "happened_official"
    UNWANTED = "unwanted"
    UNWANTED_OFFICIAL = "unwanted_official"
    LIMIT_PASSED = "limit_passed"
    DISAPPROVED = "disapproved"
    DISAPPROVED_OFFICIAL = "disapproved_official"
    EXPECTED = "expected"
    ON_REPETITION = "on_repetition"
    CONSEQUENCES = "consequences"
    MEASURES = "measures"
    CONDITIONS = "conditions"
    TALK_WAS = "talk_was"
    AGREEMENTS = "agreements"
    AGREEMENTS_WHY = "agreements_why"
    HOPE = "hope"
    INVITED = "invited"
    TALK_FIRST = "talk_first"
    TALK_WHEN = "talk_when"
    TALK_MISSED = "talk_missed"
    CONTACT_ENDS = "contact_ends"
    BAN_IF = "ban_if"
    BANNED = "banned"
    BAN_BY_POLICE = "ban_by_police"
    WRITTEN_REQUEST = "written_request"
    NOT_UNASKED = "not_unasked"
    NO_CALLS = "no_calls"
    ONLY_WITH_CONTACT_PERSON = "only_with_contact_person"
    CALL_CONTACT_PERSON = "call_contact_person"
    CONTACT_PERSON = "contact_person"
    BOTH_RESTRICTED = "both_restricted"
    UNWORKABLE = "unworkable"
    REPEATED_BAN = "repeated_ban"
    REPEATED_MEASURES = "repeated_measures"
    POLICE_REPORTED = "police_reported"
    POLICE_NOTIFIED = "police_notified"
    BAN_WAS = "ban_was"
    BAN_BROKEN = "ban_broken"
    KEEP_TO_IT = "keep_to_it"
    REPORT_TRESPASS = "report_trespass"
    POLICE_AT_ONCE = "police_at_once"
    TOLD_BEFORE = "told_before"
    NO_ANSWERS = "no_answers"


OF_AN_OFFICIAL = {
    Element.HAPPENED: Element.HAPPENED_OFFICIAL,
    Element.UNWANTED: Element.UNWANTED_OFFICIAL,
    Element.DISAPPROVED: Element.DISAPPROVED_OFFICIAL,
}
"""What says whom it was done to, and what is said instead where that was an elected official (P4)."""


class Letter(Part):
    """A letter the organisation can send.

    says: what must be in it, in order. contents: the sentences that say so, in order; who writes the letter may change
    them. attachments: what goes with it.
    """

    id: Identity
    name: Text
    says: tuple[Text, ...] = ()
    contents: tuple[Element, ...] = ()
    signed_by: tuple[Function, ...] = ()
    copies: tuple[Recipient, ...] = ()
    attachments: tuple[Text, ...] = ()
    delivery: Delivery | None = None
