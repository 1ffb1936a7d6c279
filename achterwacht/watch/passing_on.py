"""To whom an alarm can be passed on now (watch-rules.md, "passed on to a person")."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from achterwacht.alarms.facts import Candidate
from achterwacht.alarms.records import AlarmRecord
from achterwacht.alarms.rules.telling import EVERY_CHANNEL
from achterwacht.notices.in_silence import Hushed
from achterwacht.notices.ways import reaching
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.watch.along import companions_of
from achterwacht.watch.duty import Duty, DutyBook
from achterwacht.watch.persons import Person
from foundation.clock import clock_of
from notifications.texts.templates import Template


def can_be_asked(duty: Duty, hushed: Hushed) -> list[Candidate]:
    """Returns who watches over this team, could be asked by a step of the ladder, and gets the text that asks it.

    Somebody inside of a silent alarm gets none, and counts as on a visit (decision 0065). Were only they refused, that
    would give their alarm away: so nobody on a visit is asked.
    """
    return [one for one in duty.everyone if one.skip is None and _gets_it(duty.contacts[one.person], hushed)]


def whom_to_ask(session: Session, me: Caller, record: AlarmRecord) -> Iterable[Candidate]:
    """Returns who can be asked to take this alarm: not the caller, who has it, or those inside.

    Who said that they don't come along is outside: they are told of it as everybody else is, and can take it.
    """
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    book = DutyBook(session, clock_of(session).now(session))
    found = can_be_asked(book.of(organisation, record.team_id), book.hushed(organisation.id))
    inside = {person for person, goes in companions_of(session, record).items() if goes}
    not_they = inside | {me.id, record.acknowledged_by, record.worker_id}
    return (one for one in found if one.person not in not_they)


def _gets_it(person: Person, hushed: Hushed) -> bool:
    return any(
        reaching(
            way.channel,
            Template.PASSED_ON,
            sms_refused=person.sms_refused,
            silent=person.id in hushed.silent,
            quiet=person.id in hushed.quiet,
        )
        for way in EVERY_CHANNEL
    )
