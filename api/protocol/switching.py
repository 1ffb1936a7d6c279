"""Which protocol the whole organisation uses. An administrator sees first what it means, and says why."""

from typing import Annotated

from pydantic import StringConstraints
from sqlalchemy import select

from achterwacht.people.actions import Action
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.of_team import organisation_goes_by
from achterwacht.views.protocol_switch import switch_to
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Body, Named, Schema
from api.http.security import Me, Read, Write
from api.protocol.reading import ProfileId, ProtocolsOut, profile_to_read, protocols
from foundation.clock import clock_of

router = Router(prefix="/v1/protocols", tags=["protocol"])


class SwitchOut(Schema):
    """underWay, alarms: these stay on the protocol they have. planned: they begin by the new one; what was asked when
    they were planned is asked still. follow: teams that go by it. keep: teams with a protocol of their own, which they
    keep. heldByNobody: functions of the new protocol, by its words, that nobody holds."""

    under_way: int
    alarms: int
    planned: int
    follow: list[Named]
    keep: list[Named]
    held_by_nobody: list[str]


class SwitchIn(Body):
    """reason: stands in the audit."""

    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


@router.get("/{profile}/switch", responses=problems(403, 404))
def what_it_means(profile: ProfileId, me: Me, session: Read) -> SwitchOut:
    """Returns what it would mean if the organisation went by this protocol. Nothing changes."""
    me.require(Action.CHOOSE_PROTOCOL)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    content, _ = profile_to_read(session, organisation, profile)
    found = switch_to(session, organisation, content)
    return SwitchOut(
        under_way=found.under_way,
        alarms=found.alarms,
        planned=found.planned,
        follow=[Named(id=one.id, name=one.name) for one in found.follow],
        keep=[Named(id=one.id, name=one.name) for one in found.keep],
        held_by_nobody=list(found.nobodys),
    )


@router.post("/{profile}/switch", responses=problems(403, 404))
def switch(profile: ProfileId, body: SwitchIn, me: Me, session: Write) -> ProtocolsOut:
    """Let the organisation go by this protocol. Visits and alarms under way keep theirs."""
    by = me.require(Action.CHOOSE_PROTOCOL)
    organisation = session.scalars(
        select(OrganisationRecord).where(OrganisationRecord.id == me.organisation_id).with_for_update(key_share=True)
    ).one()
    profile_to_read(session, organisation, profile)
    organisation_goes_by(session, organisation, profile, body.reason, clock_of(session).now(session), by)
    return protocols(me, session)
