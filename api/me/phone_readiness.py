"""What would fail on somebody's phone: the phone says it at its start, and an administrator sees whose is not ready."""

from typing import Annotated

from pydantic import Field

from achterwacht.people.actions import Action
from achterwacht.people.phone_readiness import LONGEST_VERSION, Failing, not_ready, report
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Named, Schema, Utc
from api.http.security import Me, Read, Write
from foundation.clock import clock_of

router = Router(prefix="/v1", tags=["administration"])


class PhoneSays(Body):
    """What would fail, as the phone found it. No place, and nothing that tells one phone from another."""

    app_version: Annotated[str, Field(min_length=1, max_length=LONGEST_VERSION)]
    failing: Annotated[list[Failing], Field(max_length=len(Failing))]


class PhoneNotReady(Schema):
    person: Named
    reported_at: Utc
    app_version: str
    failing: list[Failing]


class PhonesNotReady(Schema):
    """By name, at most 500: whose phone said at its last start that something would fail."""

    phones: list[PhoneNotReady]


@router.put("/me/phone-readiness", status_code=204)
def tell_readiness(body: PhoneSays, me: Me, session: Write) -> None:
    """Say what would fail on my phone. It takes the place of what was said before."""
    now = clock_of(session).now(session)
    report(session, me.organisation_id, me.id, body.app_version, body.failing, now)


@router.get("/people/phone-readiness", responses=problems(403))
def phones_not_ready(me: Me, session: Read) -> PhonesNotReady:
    """Returns whose phone is not ready for a visit, and why."""
    me.require(Action.MANAGE_PEOPLE)
    return PhonesNotReady(
        phones=[
            PhoneNotReady(
                person=Named(id=person.id, name=person.name),
                reported_at=said.reported_at,
                app_version=said.app_version,
                failing=[Failing(one) for one in said.failing],
            )
            for person, said in not_ready(session, me.organisation_id)
        ]
    )
