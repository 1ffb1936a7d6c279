"""STATUS: until when somebody is watched over; in an alarm of theirs who has it, and what comes next.

Of a silent alarm it says nothing: the answer is that of any day.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Alarm, Cause, Level
from achterwacht.inbound.answers import Answer, about
from achterwacht.inbound.unread import watched
from achterwacht.inbound.visit_texts import own_visits
from achterwacht.kinds import Actor, DeadlineKind
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.visiting.returns import own_way_back
from achterwacht.watch.held import Held
from notifications.texts.catalogue import catalogue
from notifications.texts.formats import local, local_since

MOST_NAMES = 3


def status(session: Session, by: Actor) -> Answer:
    """Answer what is watched of theirs, and how their gravest alarm stands."""
    alarms = [
        (held, alarm)
        for held, _ in watched(session, by)
        if (alarm := held.root.alarm_facts()) is not None and alarm.open and alarm.cause is not Cause.DURESS
        if alarm.worker == by.person_id
    ]
    if alarms:
        return _of_an_alarm(session, *max(alarms, key=lambda one: one[1].cause.gravity))
    ends = [visit.expected_end for visit in own_visits(session, by)]
    back = own_way_back(session, by)
    ends += [back.awaited_by] if back is not None and back.awaited_by is not None else []
    if not ends:
        return Answer("status_none")
    organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == by.organisation_id)).one()
    return Answer("status_under_way", {"until": local(max(ends), organisation.time_zone, organisation.language)})


def _of_an_alarm(session: Session, held: Held, alarm: Alarm) -> Answer:
    root = held.root
    if not alarm.cause.pressed:
        # A resident may read along, and they did not press themselves: what they were asked is said again. Who told of
        # distress was heard, and must not read that nobody heard anything.
        return Answer("status_asked", {"cause": alarm.cause.value}, about(root))
    organisation = root.organisation

    def at(moment: Any) -> str:
        return local(moment, organisation.time_zone, organisation.language) if moment is not None else ""

    step = root.deadlines.get(DeadlineKind.LADDER_STEP)
    levels = list(Level)
    following = levels[alarm.level.height + 1] if alarm.level is not Level.POLICE else None
    facts = {
        "since": local_since(alarm.opened_at, held.now, organisation.time_zone, organisation.language),
        "taker": ", ".join(_names(session, held, [alarm.acknowledged_by])),
        "told": ", ".join(_names(session, held, alarm.watchers())[:MOST_NAMES]),
        "next_at": at(step.due_at) if step is not None and alarm.acknowledged_by is None else "",
        "next": catalogue(held.worker.language, root.protocol.words.manager).say("levels", following.value)
        if following is not None
        else "",
        "next_level": following.value if following is not None else "",
        "emergency": root.protocol.emergency.number,
    }
    return Answer("status_alarm", facts, about(root))


def _names(session: Session, held: Held, people: Sequence[Any]) -> list[str]:
    ids = [one for one in people if one is not None]
    found = session.execute(
        select(PersonRecord.id, PersonRecord.name).where(
            PersonRecord.organisation_id == held.root.organisation.id, PersonRecord.id.in_(ids)
        )
    )
    names = {row.id: row.name for row in found}
    return [names[one] for one in ids if one in names]
