"""What happens in an alarm is told to who heard of it and may still follow it.

Having been told gives nothing by itself (`access.py`): somebody who lost the role since, or left, reads no address, no
number and no word of those inside any more, and not who acts. That it is over they do read, so that nobody goes on
looking; and whoever has the alarm hears all of it, until it is nobody's any more. Where nobody inside may be phoned
they read that too: they were asked to phone.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Cause
from achterwacht.kinds import RootKind
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.messages import Entry
from achterwacht.watch.persons import WATCHING
from achterwacht.watch.quiet import wants_quiet
from foundation.among import among, one_of
from notifications.texts.templates import RINGING, Audience, Template

RELEASES = frozenset({Template.ALL_CLEAR, Template.TAKEN_OVER})
"""They say to who heard of it, or acted, that nothing is asked of them any more."""
_ROLES = (
    select(GrantRecord.person_id, GrantRecord.role, GrantRecord.team_id)
    .join(PersonRecord, PersonRecord.id == GrantRecord.person_id)
    .where(
        among(GrantRecord.organisation_id, "organisations"),
        among(GrantRecord.person_id, "people"),
        one_of(GrantRecord.role, (*WATCHING, Role.ADMINISTRATOR)),
        PersonRecord.active,
    )
)


def may_follow(session: Session, entries: Sequence[Entry], now: datetime) -> list[Entry]:
    """Returns the same notices without the news of alarms for people who may not follow those any more."""
    news = [one for one in entries if _is_news(one)]
    if not news:
        return list(entries)
    roles = _by_role(session, news)
    # Nearly everybody follows by their role; who does not may have the watch by the roster.
    others = [one for one in news if not _has_it(one) and (one.notice.person, one.aggregate.team_id) not in roles]
    book = DutyBook(session, now)
    untold = {id(one) for one in others if not _on_duty(one, book)}
    return [one for one in entries if id(one) not in untold]


def _is_news(entry: Entry) -> bool:
    """Whether this only says to somebody outside, who was told of the alarm before, what happens in it."""
    notice, root = entry.notice, entry.aggregate
    spec = notice.template.spec
    told = notice.person in root.told and notice.person != root.worker_id
    news = spec.audience is Audience.WATCH and spec.only_tells and notice.template not in RELEASES
    return told and news and entry.subject.kind is RootKind.ALARM and not _says_not_to_phone(entry)


def _says_not_to_phone(entry: Entry) -> bool:
    alarm = entry.aggregate.alarm
    silent = alarm is not None and alarm.cause is Cause.DURESS
    return entry.notice.template in RINGING and (silent or wants_quiet(alarm))


def _has_it(entry: Entry) -> bool:
    alarm = entry.aggregate.alarm
    return alarm is not None and alarm.acknowledged_by == entry.notice.person


def _by_role(session: Session, news: Sequence[Entry]) -> Collection[tuple[UUID, UUID]]:
    """Returns who watches over which of these teams by a role, or may be told of it as an administrator."""
    teams = {one.aggregate.team_id for one in news}
    asked = {
        "organisations": {one.aggregate.organisation.id for one in news},
        "people": {one.notice.person for one in news},
    }
    rows = session.execute(_ROLES, asked).all()
    return {
        (person, team)
        for person, role, of_team in rows
        for team in (teams if of_team is None or role is Role.ADMINISTRATOR else (of_team,))
    }


def _on_duty(entry: Entry, book: DutyBook) -> bool:
    duty = book.of(entry.aggregate.organisation, entry.aggregate.team_id)
    return entry.notice.person in {one.person for one in (*duty.first, *duty.everyone)}
