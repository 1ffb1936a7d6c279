"""What administrators must be told at once, whatever visit or alarm it was about."""

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
    """Record that the provider sends this person no SMS any more (STOP).

    They are phoned, and an administrator must act.
    """
    if person.sms_refused:
        return
    person.sms_refused = True
    others = administrators(session, person.organisation_id, but=person.id)
    _tell(session, others, Template.OPTED_OUT, {"name": person.name}, uuid4())


def take_sms_again(person: PersonRecord) -> None:
    """Record that the provider sends this person SMS again (START)."""
    person.sms_refused = False


def tell_number_denied(session: Session, person: PersonRecord, origin: UUID) -> None:
    """Tell that somebody said this person's number is not theirs: a stranger gets their messages."""
    others = administrators(session, person.organisation_id, but=person.id)
    _tell(session, others, Template.NUMBER_DENIED, {"name": person.name}, origin)


def tell_number_not_taken(session: Session, organisation_id: UUID, name: str, had: str, origin: UUID) -> None:
    """Tell that the provider gave a number for somebody that can't be theirs here.

    had: the number they have here: `old`, `none`, or `new` for who is not here.
    """
    facts = {"name": name, "had": had}
    _tell(session, administrators(session, organisation_id), Template.NUMBER_NOT_TAKEN, facts, origin)


def tell_clock_jumped(session: Session, seconds: int) -> None:
    """Tell that the wall clock jumped, by so many seconds.

    However many clocks notice it, it is told at most once a minute.
    """
    origin = _once_a_minute("clock jumped", clock_of(session).now(session))
    _tell(session, all_administrators(session), Template.CLOCK_JUMPED, {"seconds": seconds}, origin)


def tell_second_provider(session: Session) -> None:
    """Tell that the second provider carries the SMS, since the first one takes none. It is told once an hour."""
    now = clock_of(session).now(session)
    origin = uuid5(NAMESPACE_OID, f"second provider {now:%Y-%m-%d %H}")
    _tell(session, all_administrators(session), Template.SECOND_PROVIDER, {}, origin)


def tell_canary_silent(session: Session, organisation_id: UUID, run: UUID, time: str, what: str = "sms") -> None:
    """Tell that the daily test of that time went wrong, and what of it: `sms`, `call` or `way_in`.

    By telephone too, since SMS may be what is broken.
    """
    here = administrators(session, organisation_id)
    _tell(session, here, Template.CANARY_SILENT, {"time": time, "what": what}, run, TELEPHONE)


def tell_canary_unanswered(session: Session, organisation_id: UUID, run: UUID, time: str) -> None:
    """Tell that nobody answered the daily test of that time. By SMS only: perhaps nobody was there."""
    _tell(session, administrators(session, organisation_id), Template.CANARY_UNANSWERED, {"time": time}, run)


def tell_list_not_mailed(session: Session, organisation_id: UUID, team_id: UUID, team: str) -> None:
    """Tell that a team's list did not reach its desk: once a day for each team, however often it fails."""
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
