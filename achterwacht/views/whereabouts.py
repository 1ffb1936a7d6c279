"""The list of a team: who is where until when, with numbers. It holds what a desk needs when everything is down, and no
more.

No client's name, no purpose, nothing from the register: a list that is printed and mailed gets around.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Candidate, Cause
from achterwacht.alarms.records import AlarmRecord
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import open_in
from achterwacht.kinds import DeadlineKind, RootKind
from achterwacht.people.sign_in import awaited
from achterwacht.views.shown_visit import VisitView
from achterwacht.views.visits import Reading
from achterwacht.visits.facts import CheckCall, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.duty import Duty
from achterwacht.watch.inside import OpenPress, open_presses
from achterwacht.watch.statements import open_without_a_visit
from achterwacht.whereabouts.rules import Calling, NextStep, Outside, next_step
from notifications.texts.catalogue import catalogue

AHEAD = timedelta(hours=14)
"""How far ahead planned visits are shown: a working day, as on the board."""


@dataclass(frozen=True)
class Contact:
    name: str
    phone: str | None


@dataclass(frozen=True)
class Stay:
    """Somebody at an address, or planned to go there. Without a visit it is an alarm by itself."""

    worker: Contact
    address: str | None
    companions: Sequence[Contact]
    since: datetime
    until: datetime | None
    next: NextStep | None
    alarm_since: datetime | None = None
    drill: bool = False


@dataclass(frozen=True)
class Whereabouts:
    """The list of one team at one moment."""

    team_id: UUID
    team: str
    as_of: datetime
    under_way: Sequence[Stay]
    planned: Sequence[Stay]
    on_duty: Sequence[Contact]
    managers: Sequence[Contact]
    emergency_number: str | None


def shown(until: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """Returns the condition for visits on a list or on the board: under way, or planned to begin before `until`."""
    soon = (VisitRecord.state == VisitState.PLANNED) & (VisitRecord.planned_start < until)
    return or_(VisitRecord.state == VisitState.UNDER_WAY, soon)


def going_home(organisation_id: UUID | ColumnElement[UUID]) -> Select[VisitRecord]:
    """Returns the visits that are over, but whose worker has not reported from the office, the next stop or home."""
    return select(VisitRecord).where(goes_home(organisation_id)).order_by(VisitRecord.ended_at)


def goes_home(organisation_id: UUID | ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether a visit is one of those. A condition, and not their ids: to look for ids among ids took seconds on a
    database that has no statistics yet, as after a restore.
    """
    waited_for = select(DeadlineRecord.root_id).where(
        open_in(organisation_id, RootKind.VISIT), DeadlineRecord.kind.in_((DeadlineKind.HOME_SAFE, DeadlineKind.BACK))
    )
    return and_(VisitRecord.organisation_id == organisation_id, VisitRecord.id.in_(waited_for))


def whereabouts(
    session: Session, organisation_id: UUID, team_id: UUID, viewer: UUID | None, now: datetime, language: str = ""
) -> Whereabouts:
    """Returns the list of a team for this viewer (None: a desk). Those inside see nothing of a silent alarm."""
    reading = Reading(session, organisation_id, now, language=language)
    visits = session.scalars(
        select(VisitRecord).where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.team_id == team_id,
            or_(shown(now + AHEAD), awaited()),
        )
    ).all()
    alarms = session.scalars(open_without_a_visit(organisation_id, team_id)).all()
    nobody = viewer or UUID(int=0)
    return list_of(reading, team_id, reading.visits(visits, nobody, timeline=False), alarms, nobody)


def list_of(
    reading: Reading, team_id: UUID, views: Iterable[VisitView], alarms: Iterable[AlarmRecord], viewer: UUID
) -> Whereabouts:
    """Returns the list of a team from what was read already: its visits, and its open alarms without a visit."""
    now = reading.now
    mine = [view for view in views if view.record.team_id == team_id]
    alone = [one for one in alarms if one.team_id == team_id and one.visit_id is None]
    reading.learn([one.worker_id for one in alone] + [one.person_id for view in mine for one in view.companions])
    out = [_under_way(view, reading) for view in mine if view.state is VisitState.UNDER_WAY]
    out += [_on_the_way(view, reading) for view in mine if view.way_back]
    own = [one.id for one in alone if one.worker_id == viewer and one.cause is Cause.DURESS]
    openly = open_presses(reading.session, reading.organisation.id, own)
    out += [_alone(one, reading, viewer, openly.get(one.id)) for one in alone if one.id not in own or one.id in openly]
    planned = [_planned(view, reading) for view in mine if view.state is VisitState.PLANNED]
    duty = reading.duty(team_id)
    return Whereabouts(
        team_id=team_id,
        team=reading.team(team_id),
        as_of=now,
        under_way=sorted(out, key=lambda one: _urgency(one, now)),
        planned=sorted(planned, key=lambda one: one.since),
        on_duty=_reachable(duty, duty.first + duty.second),
        managers=_reachable(duty, duty.managers),
        emergency_number=reading.emergency_number(team_id),
    )


def _under_way(view: VisitView, reading: Reading) -> Stay:
    record, due, silent = view.record, view.next_deadline, view.silent
    check_call_at = due.due_at if due is not None and due.kind is DeadlineKind.CHECK_CALL else None
    outside = Outside(
        record.expected_end,
        check_call_at,
        alarmed=view.alarm is not None,
        silent=silent or view.quiet,
        asked=view.check_call is CheckCall.ASKED,
    )
    step = next_step(outside, reading.now)
    alarm_since = view.alarm_since if not silent else None
    return _stay(view, reading, record.started_at or record.planned_start, step, alarm_since)


def _on_the_way(view: VisitView, reading: Reading) -> Stay:
    """Between two stops, or on the way to the office: when to call is when they should have been there."""
    record, silent = view.record, view.silent
    back = view.way_back
    assert back is not None
    hushed = silent or view.quiet
    step = next_step(Outside(back.by, None, alarmed=view.alarm is not None, silent=hushed), reading.now)
    stay = _stay(view, reading, view.ended_at or record.planned_start, step, None if silent else view.alarm_since)
    last = catalogue(reading.language).say("said", "last_address", {"address": record.address_line})
    return replace(stay, address=last, until=back.by)


def _planned(view: VisitView, reading: Reading) -> Stay:
    step = NextStep(Calling.MANAGER_FIRST) if view.silent or view.quiet else None
    return _stay(view, reading, view.record.planned_start, step, None)


def _stay(
    view: VisitView, reading: Reading, since: datetime, step: NextStep | None, alarm_since: datetime | None
) -> Stay:
    record = view.record
    return Stay(
        worker=Contact(reading.name(record.worker_id), None if view.quiet else view.worker_phone),
        address=record.address_line,
        companions=[
            Contact(one.name, None if view.silent or view.quiet else one.phone or reading.phone(one.person_id))
            for one in view.companions
        ],
        since=since,
        until=record.expected_end,
        next=step,
        alarm_since=alarm_since,
        drill=record.drill,
    )


def _alone(alarm: AlarmRecord, reading: Reading, viewer: UUID, openly: OpenPress | None) -> Stay:
    """Returns the line of an alarm without a visit.

    openly: if it is the viewer's own silent alarm: the open press of the noodknop, with which it began for them.
    """
    silent = reading.silent([alarm.worker_id], viewer)
    quiet = reading.quiet([alarm.worker_id], viewer)
    since = openly.since if openly else alarm.opened_at
    return Stay(
        worker=Contact(reading.name(alarm.worker_id), None if silent or quiet else reading.phone(alarm.worker_id)),
        address=None,
        companions=(),
        since=since,
        until=None,
        next=NextStep(Calling.MANAGER_FIRST if silent or quiet else Calling.CALL_NOW),
        alarm_since=None if silent else since,
        drill=alarm.drill,
    )


def _urgency(stay: Stay, now: datetime) -> tuple[bool, datetime]:
    """Sorts first those who must be called now, or not at all, and then by the time of the call."""
    at = stay.next.at if stay.next else None
    return at is not None, at or now


def _reachable(duty: Duty, people: Collection[Candidate]) -> list[Contact]:
    found = dict.fromkeys(one.person for one in people if one.skip is None)
    return [Contact(duty.contacts[one].name, duty.contacts[one].phone) for one in found]
