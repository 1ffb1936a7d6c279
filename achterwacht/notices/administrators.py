"""What the administrators must hear at once, whatever visit or alarm it was about."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from sqlalchemy.orm import Session

from achterwacht.notices.service import BY_SMS, Note, tell
from achterwacht.notices.staff import administrators, all_administrators
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from foundation.clock import clock_of
from notifications.texts.templates import Template
from notifications.ways import TELEPHONE, Channel


def refuse_sms(session: Session, person: PersonRecord) -> None:
    """The provider sends this person no SMS any more (STOP): they are phoned, and an administrator must act."""
    if person.sms_refused:
        return
    person.sms_refused = True
    others = administrators(session, person.organisation_id, but=person.id)
    _tell(session, others, Template.OPTED_OUT, {"name": person.name}, uuid4())


def take_sms_again(person: PersonRecord) -> None:
    """START: the provider sends them SMS again."""
    person.sms_refused = False


def tell_number_denied(session: Session, person: PersonRecord, origin: UUID) -> None:
    """Somebody answers from this person's number that it is not theirs: what is meant for them goes to a stranger."""
    others = administrators(session, person.organisation_id, but=person.id)
    _tell(session, others, Template.NUMBER_DENIED, {"name": person.name}, origin)


def tell_clock_jumped(session: Session, seconds: int) -> None:
    """The wall clock jumped. However many clocks notice it, it is told once a minute at most."""
    origin = _once_a_minute("clock jumped", clock_of(session).now(session))
    _tell(session, all_administrators(session), Template.CLOCK_JUMPED, {"seconds": seconds}, origin)


def tell_second_provider(session: Session) -> None:
    """The first provider takes no SMS, and the second one carries them. It is told once an hour while it lasts."""
    now = clock_of(session).now(session)
    origin = uuid5(NAMESPACE_OID, f"second provider {now:%Y-%m-%d %H}")
    _tell(session, all_administrators(session), Template.SECOND_PROVIDER, {}, origin)


def tell_canary_silent(session: Session, organisation_id: UUID, run: UUID, time: str) -> None:
    """The daily test message of that time did not arrive. By telephone too, since SMS may be what is broken."""
    here = administrators(session, organisation_id)
    _tell(session, here, Template.CANARY_SILENT, {"time": time}, run, TELEPHONE)


def tell_list_not_mailed(session: Session, organisation_id: UUID, team_id: UUID, team: str) -> None:
    """A team's list did not reach its desk. However often it fails, it is told once a day for each team."""
    now = clock_of(session).now(session)
    origin = uuid5(team_id, f"list not mailed {now:%Y-%m-%d}")
    _tell(session, administrators(session, organisation_id), Template.LIST_NOT_MAILED, {"team": team}, origin)


def _once_a_minute(what: str, now: datetime) -> UUID:
    return uuid5(NAMESPACE_OID, f"{what} {now:%Y-%m-%d %H:%M}")


def _tell(
    session: Session,
    people: Iterable[PersonRecord],
    template: Template,
    facts: Mapping[str, Any],
    origin: UUID,
    channels: tuple[Channel, ...] = BY_SMS,
) -> None:
    tell(session, people, Note(template, facts, MessagePriority.STAFF, origin, channels=channels))
