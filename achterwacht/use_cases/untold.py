"""What waits to be said to somebody about others, whom they may know nothing of any more: it is not sent.

A text that waits for a provider, or for the morning, was made for who they were. What they would read of an alarm or a
visit on a screen decides (`watch/access.py`): nothing, without a role by which they watch over that team. What is about
themselves, or names nobody, still comes; so does that an alarm is over, to whoever heard that it began.
"""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import AlarmRecord
from achterwacht.kinds import RootKind
from achterwacht.people.reading import grants_of
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.along import along_on
from achterwacht.watch.duty import DutyBook
from achterwacht.watch.persons import WATCHING
from foundation.clock import clock_of
from foundation.failpoints import Failpoint, reach
from foundation.subject import Subject
from notifications.cancelling import cancel_these
from notifications.records import WAITS, MessageRecord
from notifications.texts.templates import Audience, Template

READ_BY: Mapping[Audience, frozenset[Role]] = {
    Audience.WATCH: frozenset({*WATCHING, Role.ADMINISTRATOR}),
    Audience.ROSTER: frozenset({*WATCHING, Role.ADMINISTRATOR}),
    Audience.MANAGER: frozenset({Role.MANAGER, Role.ADMINISTRATOR}),
    Audience.KEEPER: frozenset({Role.REGISTRAR, Role.ADMINISTRATOR}),
    Audience.ADMINISTRATOR: frozenset({Role.ADMINISTRATOR}),
}
"""Who is told such a text: administrators too, where nobody else could be."""
ABOUT_OTHERS = [
    one for one in Template if one.spec.audience in {*READ_BY, Audience.ALONG} and one is not Template.ALL_CLEAR
]


def leave_untold(session: Session, person: PersonRecord) -> None:
    """Cancel what waits for somebody who lost a role, or left, and is not theirs to read any more."""
    waiting = session.scalars(
        select(MessageRecord).where(
            MessageRecord.organisation_id == person.organisation_id,
            MessageRecord.person == person.id,
            MessageRecord.template.in_(ABOUT_OTHERS),
            MessageRecord.drill.is_(False),
            WAITS,
        )
    ).all()
    if not waiting:
        return
    roles = frozenset(grant.role for grant in grants_of(session, person)) if person.active else frozenset()
    teams = _teams(session, person.organisation_id, [one.about for one in waiting if one.about is not None])
    now = clock_of(session).now(session)
    book, organisation = DutyBook(session, now), session.get_one(OrganisationRecord, person.organisation_id)

    def is_theirs(message: MessageRecord) -> bool:
        audience = message.template.spec.audience
        if audience is Audience.ALONG:
            return bool(roles) or _goes(session, person, message.about)
        if not roles & READ_BY[audience]:
            return False
        team = None if message.about is None else teams.get(message.about)
        if team is None or Role.ADMINISTRATOR in roles:
            return True
        return person.id in {one.person for one in book.of(organisation, team).everyone}

    untold = [one.id for one in waiting if not is_theirs(one)]
    cancel_these(session, person.organisation_id, untold, now)
    reach(Failpoint.WAITING_MOVED)


def _goes(session: Session, person: PersonRecord, about: Subject | None) -> bool:
    if about is None or about.kind != RootKind.VISIT:
        return False
    return along_on(session, person.organisation_id, about.id).get(person.id, False)


def _teams(session: Session, organisation_id: UUID, subjects: Collection[Subject]) -> Mapping[Subject, UUID]:
    """Returns the team of each visit and alarm among these."""
    found: dict[Subject, UUID] = {}
    for kind, table in ((RootKind.VISIT, VisitRecord), (RootKind.ALARM, AlarmRecord)):
        ids = [one.id for one in subjects if one.kind == kind]
        rows = select(table.id, table.team_id).where(table.organisation_id == organisation_id, table.id.in_(ids))
        found |= {Subject(kind, one.id): one.team_id for one in session.execute(rows)}
    return found
