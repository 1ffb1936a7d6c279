"""What the administrators, or the managers of a team, must hear at once, whatever visit or alarm it was about."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from foundation.clock import clock_of
from notifications import outbox
from notifications.outbox import Outgoing
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel

TELLING = 20


def refuse_sms(session: Session, person: PersonRecord) -> None:
    """The provider sends this person no SMS any more (STOP): they are phoned, and an administrator must act."""
    if person.sms_refused:
        return
    person.sms_refused = True
    here = _administrators().where(PersonRecord.organisation_id == person.organisation_id, PersonRecord.id != person.id)
    _tell(session, here, Template.OPTED_OUT, {"name": person.name}, uuid4())


def take_sms_again(person: PersonRecord) -> None:
    """START: the provider sends them SMS again."""
    person.sms_refused = False


def tell_clock_jumped(session: Session, seconds: int) -> None:
    """The wall clock jumped. However many clocks notice it, it is told once a minute at most."""
    now = clock_of(session).now(session)
    _tell(session, _administrators(), Template.CLOCK_JUMPED, {"seconds": seconds}, _once_a_minute("clock jumped", now))


def tell_second_provider(session: Session) -> None:
    """The first provider takes no SMS, and the second one carries them. It is told once an hour while it lasts."""
    now = clock_of(session).now(session)
    origin = uuid5(NAMESPACE_OID, f"second provider {now:%Y-%m-%d %H}")
    _tell(session, _administrators(), Template.SECOND_PROVIDER, {}, origin)


def tell_canary_silent(session: Session, organisation_id: UUID, run: UUID, time: str) -> None:
    """The daily test message of that time did not arrive. By telephone too, since SMS may be what is broken."""
    here = _administrators().where(PersonRecord.organisation_id == organisation_id)
    _tell(session, here, Template.CANARY_SILENT, {"time": time}, run, channels=TELEPHONE)


def tell_list_not_mailed(session: Session, organisation_id: UUID, team_id: UUID, team: str) -> None:
    """A team's list did not reach its desk. However often it fails, it is told once a day for each team."""
    now = clock_of(session).now(session)
    origin = uuid5(team_id, f"list not mailed {now:%Y-%m-%d}")
    here = _administrators().where(PersonRecord.organisation_id == organisation_id)
    _tell(session, here, Template.LIST_NOT_MAILED, {"team": team}, origin)


def tell_managers(
    session: Session, organisation_id: UUID, team_id: UUID, template: Template, facts: Mapping[str, Any], origin: UUID
) -> None:
    """Tell the managers of a team something about its roster."""
    _tell(session, who_manages(session, organisation_id, team_id), template, facts, origin)


def who_manages(session: Session, organisation_id: UUID, team_id: UUID) -> Select[PersonRecord]:
    """The managers of a team who have a number. Without any, the administrators hear what is for them."""
    found = _managers(organisation_id, team_id)
    anybody = session.scalars(found.limit(1)).first() is not None
    return found if anybody else _administrators().where(PersonRecord.organisation_id == organisation_id)


def _managers(organisation_id: UUID, team_id: UUID) -> Select[PersonRecord]:
    return (
        select(PersonRecord)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == organisation_id,
            GrantRecord.role == Role.MANAGER,
            (GrantRecord.team_id == team_id) | GrantRecord.team_id.is_(None),
            PersonRecord.active,
            PersonRecord.phone.is_not(None),
        )
        .distinct()
    )


def _once_a_minute(what: str, now: datetime) -> UUID:
    return uuid5(NAMESPACE_OID, f"{what} {now:%Y-%m-%d %H:%M}")


def _administrators() -> Select[PersonRecord]:
    return (
        select(PersonRecord)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(GrantRecord.role == Role.ADMINISTRATOR, PersonRecord.active, PersonRecord.phone.is_not(None))
        .distinct()
    )


def _tell(
    session: Session,
    people: Select[PersonRecord],
    template: Template,
    facts: Mapping[str, Any],
    origin: UUID,
    channels: Sequence[Channel] = (Channel.SMS,),
) -> None:
    found = session.scalars(people, execution_options={"across_organisations": True})
    messages = [
        Outgoing(
            one.organisation_id,
            None,
            origin,
            one.id,
            one.phone or "",
            channel,
            template,
            one.language,
            facts,
            TELLING,
        )
        for one in found
        for channel in channels
    ]
    outbox.put(session, messages, clock_of(session).now(session))
