"""Requests and answers of the simulator."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.http.schemas import TEXT, Body, Schema
from notifications.ways import Channel


class CallOut(Schema):
    state: str
    prompt: str | None


class Item(Schema):
    """Something on a phone: `in` arrived there, `out` was sent from it."""

    id: str
    at: datetime
    direction: str
    channel: Channel
    text: str
    state: str
    call: CallOut | None


class Phone(Schema):
    """managerWord: what their organisation's protocol calls who leads a team; empty without a protocol."""

    person_id: UUID
    name: str
    number: str
    roles: list[str]
    manager_word: str
    items: list[Item]


class Mail(Schema):
    id: str
    at: datetime
    subject: str
    text: str
    state: str


class Mailbox(Schema):
    """A mail address to which something was sent: of a desk, or of somebody the organisation chose."""

    address: str
    mails: list[Mail]


class Phones(Schema):
    as_of: datetime
    phones: list[Phone]
    mailboxes: list[Mailbox]


class TextIn(Body):
    text: Annotated[str, Field(min_length=1, max_length=480), TEXT]


class DigitsIn(Body):
    digits: Annotated[str, Field(pattern=r"^[0-9*#]{1,9}$")]
    step: str | None = None


class PromptOut(Schema):
    """What the call says now. `step` is the question that the next digits answer; without one it ended. many: it wants
    several digits, ended with #."""

    prompt: str
    step: str | None
    ended: bool
    many: bool


class CallInOut(PromptOut):
    """A call from a simulated phone to our number. sid: names it while it lasts."""

    sid: str


class Face(Schema):
    """Somebody one can be in the demonstration."""

    email: str
    name: str
    roles: list[str]


class Tour(Schema):
    """What was tried within the last hour, in the order in which one does it."""

    checked_in: bool
    not_answered: bool
    others_told: bool
    taken: bool
    closed: bool


class Demonstration(Schema):
    """managerWord: what its protocol calls who leads a team; empty without a protocol."""

    password: str
    manager_word: str
    people: list[Face]
    tour: Tour
