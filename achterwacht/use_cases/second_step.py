"""Another person takes somebody's second step away, says why, and that person is told."""

from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.notices.service import Note, Recipient, tell
from achterwacht.people.break_glass import forget_break_glass
from achterwacht.people.records import PersonRecord
from achterwacht.people.second_step import OwnSecondStep, remove
from achterwacht.priorities import MessagePriority
from notifications.texts.templates import Template
from notifications.ways import Channel

CONSOLE = "Wie de server beheert"


def reset_second_step(session: Session, person: PersonRecord, by: Actor | None, reason: str, *, mails: bool) -> bool:
    """Take somebody's second step away. Returns whether they had one. Without `by`: at the console.

    They are told by SMS, and by mail where it is sent (mails): the phone may be what is lost.

    Raises:
        OwnSecondStep: it is their own.
    """
    if by is not None and by.person_id == person.id:
        raise OwnSecondStep
    if not remove(session, person, by, reason):
        return False
    # By its password alone it would be anybody's who finds that: another administrator marks it again.
    forget_break_glass(session, person.organisation_id, person.id, by)
    facts = {"by": by.name if by is not None else CONSOLE}
    told = Note(Template.SECOND_STEP_GONE, facts, MessagePriority.STAFF)
    tell(session, [person], told)
    if mails:
        to = Recipient(person.organisation_id, person.id, person.email, person.language)
        tell(session, [to], Note(Template.SECOND_STEP_GONE, facts, MessagePriority.STAFF, channels=(Channel.MAIL,)))
    return True
