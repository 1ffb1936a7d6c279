"""The hand-over sheet: what to read to the police. The address comes first, since the operator asks for it first.

Then comes what the worker handed over beforehand (P4), in the order in which one says it: who is inside, with whom,
since when and until when, and what is known about the residents.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.alarms.records import AlarmRecord, PoliceCallRecord
from achterwacht.alarms.spotted import Spot
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from achterwacht.people.records import PersonRecord
from achterwacht.protocols.service import profile_version
from achterwacht.views.sheet_places import Onward, Place, errands_of, places_of, visits_of
from achterwacht.views.shown_visit import Line
from achterwacht.views.tried import tried
from achterwacht.views.visits import Reading
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from achterwacht.watch.pressers import companion_who_pressed, who_pressed
from achterwacht.watch.quiet import wants_quiet
from achterwacht.watch.spots import in_words, spot_of_alarm
from achterwacht.watch.wording import emergency_number, over_before
from foundation.clock import clock_of
from notifications.texts.formats import listed, local, local_since, number

A_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Sheet:
    """Everything the operator may ask. `say` are the lines to read out."""

    alarm: AlarmRecord
    emergency_number: str
    places: Sequence[Place]
    worker_name: str
    worker_phone: str
    companions: Sequence[tuple[str, str | None]]
    people_inside: int
    cause_text: str
    spot: Spot | None
    spot_text: str
    since: datetime
    expected_end: datetime | None
    last_contact_at: datetime
    last_contact_text: str
    tried: Sequence[Line]
    call_back: tuple[str, str] | None
    say: Sequence[str]
    silent: bool
    """Nobody may ring whoever is inside: of this alarm or of another, since it is one telephone."""
    quiet: bool
    """The same, since somebody inside asked for it."""
    police_calls: Sequence[PoliceCallRecord]
    onward: Onward | None
    reading: Reading


def hand_over(session: Session, alarm: AlarmRecord, reader: UUID | None) -> Sheet:
    """Returns the sheet of an alarm. `reader` will make the call: theirs is the number to call back."""
    now = clock_of(session).now(session)
    reading = Reading(session, alarm.organisation_id, now)
    zone, language = reading.organisation.time_zone, reading.organisation.language
    visits = visits_of(session, alarm)
    visit = next((one for one in visits if one.id == alarm.visit_id), None)
    people = _people(session, alarm, {alarm.worker_id, alarm.acknowledged_by, reader})
    worker = people[alarm.worker_id]
    back = people.get(reader or UUID(int=0)) or people.get(alarm.acknowledged_by or UUID(int=0))
    country = reading.organisation.country
    events = _until_the_end(
        alarm, reading.events(visit_ids=[alarm.visit_id] if alarm.visit_id else [], alarm_ids=[alarm.id])
    )
    presser = companion_who_pressed(alarm.worker_id, who_pressed(events))
    companion = presser.person if presser else None
    along = [one for one in reading.companions(alarm.visit_id) if one.declined_at is None]
    companions = [one for one in along if one.goes]
    reading.learn([*(one.by_id for one in events), *(one.person_id for one in along)])
    protocol = profile_version(session, alarm.organisation_id, alarm.protocol_id)
    texts = reading.texts_of_organisation
    since = (visit.started_at if visit else None) or alarm.opened_at
    contact, heard = _last_contact(alarm, visit, events, since)
    calls = session.scalars(
        select(PoliceCallRecord)
        .where(PoliceCallRecord.organisation_id == alarm.organisation_id, PoliceCallRecord.alarm_id == alarm.id)
        .order_by(PoliceCallRecord.called_at)
    ).all()
    reading.learn(call.called_by for call in calls)
    over = visit is not None and over_before(visit, alarm)
    places = [Place("Oefenadres")] if alarm.drill else places_of(visits, visit if over else None)
    first = places[0] if places else Place("")
    expected_end = visit.expected_end if visit and not over and not _moved_since(alarm, visit) else None
    spot = spot_of_alarm(alarm, visit)
    spot_text = in_words(texts, spot, alarm.resolved_at or now) if spot else ""
    silent = alarm.cause is Cause.DURESS or (
        alarm.resolved_at is None
        and not alarm.drill
        and reading.silent([alarm.worker_id, *(one.person_id for one in along)], reader)
    )
    inside = [alarm.worker_id, *(one.person_id for one in along)]
    quiet = not silent and (
        wants_quiet(alarm) or (alarm.resolved_at is None and not alarm.drill and reading.quiet(inside, reader))
    )
    errands = [] if places else errands_of(session, alarm, zone, now)
    facts: dict[str, Any] = {
        "over": over,
        "ended": local_since(visit.ended_at, now, zone, language) if visit and visit.ended_at and over else "",
        "awaited": local_since(visit.awaited_by, now, zone, language) if visit and visit.awaited_by and over else "",
        "heading": (visit.heading_to or "") if visit and over else "",
        "address": first.line,
        "town_missing": first.town_missing,
        "no_number": first.no_number,
        "more": [place.with_client for place in places[1:]],
        "spot": spot_text,
        "came_from": [f"{local(one.at, zone, language)} {one.line}" for one in errands if one.over],
        "goes_to": [f"{local(one.at, zone, language)} {one.line}" for one in errands if not one.over],
        "visiting": visit is not None,
        "visit_kind": visit.kind.value if visit else "",
        "worker": worker.name,
        "phone": number(worker.phone, country),
        "companion": reading.name(companion),
        "said_no": bool(presser and presser.said_no),
        "companion_phone": number(phone, country) if (phone := reading.phone(companion)) else "",
        "companions": listed((one.name for one in companions), language),
        "inside": 1 + len(companions),
        "since": local_since(since, now, zone, language),
        "until": local_since(expected_end, now, zone, language) if expected_end else "",
        "minutes": round((expected_end - since) / A_MINUTE) if expected_end else 0,
        "resident": protocol.words.resident,
        "client": first.client,
        "background": first.background,
        "trouble": visit.expects_trouble if visit else None,
        "contact": local_since(contact, now, zone, language),
        "cause": alarm.cause.value,
        "silent": silent,
        "quietly": quiet,
        "back": f"{back.name}, {number(back.phone, country)}" if back else "",
        "organisation": reading.organisation.name,
        "drill": alarm.drill,
    }
    lines = [texts.say("hand_over", key, facts) for key in texts.entries["hand_over"]]
    return Sheet(
        alarm=alarm,
        emergency_number=emergency_number(protocol, language, drill=alarm.drill),
        places=places,
        worker_name=worker.name,
        worker_phone=number(worker.phone, country),
        # The worker's number is there for the police, with the line that nobody phones it; no other one is.
        companions=[(one.name, None if silent or quiet else _phone_of(one, reading, country)) for one in companions],
        people_inside=1 + len(companions),
        cause_text=texts.say(
            "said", "cause_by", {"cause": texts.say("causes", alarm.cause.value), "by": reading.name(companion)}
        ),
        spot=spot,
        spot_text=spot_text,
        since=since,
        expected_end=expected_end,
        last_contact_at=contact,
        last_contact_text=reading.line(heard, alarm.worker_id).text if heard else "",
        tried=tried(reading, events, alarm.worker_id),
        call_back=(back.name, number(back.phone, country)) if back else None,
        say=[line for line in lines if line],
        silent=silent,
        quiet=quiet,
        police_calls=calls,
        onward=Onward.of(visit) if visit and over else None,
        reading=reading,
    )


def _phone_of(companion: CompanionRecord, reading: Reading, country: str) -> str | None:
    """Returns the number of who came along: a colleague's as people write it, another's as it was typed."""
    phone = reading.phone(companion.person_id)
    return number(phone, country) if phone else companion.phone


def _until_the_end(alarm: AlarmRecord, events: Sequence[EventRecord]) -> Sequence[EventRecord]:
    """Returns the events; for a closed alarm only those up to its close."""
    return [one for one in events if alarm.resolved_at is None or one.at <= alarm.resolved_at]


def _last_contact(
    alarm: AlarmRecord, visit: VisitRecord | None, events: Sequence[EventRecord], since: datetime
) -> tuple[datetime, EventRecord | None]:
    """Returns when the worker was last heard, and the event that shows it, if the timeline has one."""
    heard = visit.last_heard_at if visit else None
    said = [one for one in events if one.by_id == alarm.worker_id or _pressed(alarm, one)]
    if heard is None or (alarm.resolved_at is not None and heard > alarm.resolved_at):
        heard = max((one.at for one in said), default=since)
    return heard, next((one for one in reversed(said) if one.at <= heard), None)


def _pressed(alarm: AlarmRecord, event: EventRecord) -> bool:
    """Whether this event is a press: that was itself a sign of life. Who pressed was not always noted."""
    named = event.kind.spec.names_cause and event.by_id is not None
    return named or (alarm.cause.pressed and event.kind is EventKind.ALARM_OPENED)


def _moved_since(alarm: AlarmRecord, visit: VisitRecord) -> bool:
    """Whether the visit changed after the alarm was closed: then its present end does not belong on the sheet."""
    if alarm.resolved_at is None:
        return False
    return visit.state is VisitState.UNDER_WAY or (visit.ended_at is not None and visit.ended_at > alarm.resolved_at)


def _people(session: Session, alarm: AlarmRecord, wanted: set[UUID | None]) -> dict[UUID, PersonRecord]:
    found = session.scalars(
        select(PersonRecord).where(
            PersonRecord.organisation_id == alarm.organisation_id,
            PersonRecord.id.in_([one for one in wanted if one is not None]),
        )
    )
    return {person.id: person for person in found}
