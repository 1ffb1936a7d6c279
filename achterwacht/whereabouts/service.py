"""Mails a team's list to its desk on a schedule that the team chose.

Like every moment at which something must happen, the schedule is a deadline of the team: one row. Whoever locks the
team's choice fires it and replaces it by the next. So several clocks mail the list only once, and a clock that was down
mails it when it is back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.deadlines.rooted import Rooted, lift_deadlines, set_deadline
from achterwacht.deadlines.rules import Schedule
from achterwacht.kinds import Actor, DeadlineKind, RootKind
from achterwacht.people.checking import EMAIL, LONGEST_EMAIL
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.refused import Wrong, refuse
from achterwacht.whereabouts.records import DeskMailRecord
from foundation.subject import Subject
from notifications.cancelling import cancel_unsent
from notifications.records import MessageRecord, MessageState
from notifications.texts.templates import Template

MOST_ADDRESSES = 5
MOST_TIMES = 96


@dataclass(frozen=True)
class DeskMail:
    """What a team chose: where to, on which ISO weekdays, at which local times. Without addresses it is off."""

    addresses: Sequence[str] = ()
    days: Sequence[int] = ()
    times: Sequence[time] = ()

    @property
    def on(self) -> bool:
        return bool(self.addresses)

    @property
    def schedule(self) -> Schedule:
        return Schedule(self.days, self.times)


@dataclass(frozen=True)
class LastMail:
    """What became of the last list that was mailed. code: why it failed, in the outbox's own code."""

    at: datetime
    state: MessageState
    code: str | None


def desk_mail_of(session: Session, organisation_id: UUID, team_id: UUID) -> DeskMail:
    """Returns what the team chose."""
    record = session.scalars(_of_team(organisation_id, team_id)).one_or_none()
    return choice_of(record) if record is not None else DeskMail()


def set_desk_mail(
    session: Session,
    organisation_id: UUID,
    team_id: UUID,
    wanted: DeskMail,
    now: datetime,
    *,
    can_mail: bool,
    by: Actor | None = None,
) -> DeskMail:
    """Mail the list of a team like this from now on; without addresses, stop mailing it.

    can_mail: whether the installation can send mail.

    Raises:
        WrongInput: with everything that is wrong: an address, no day or time, no mail server.
    """
    if wanted.on:
        refuse(_wrong(wanted, can_mail))
        wanted = DeskMail(
            sorted({one.strip().lower() for one in wanted.addresses}),
            sorted(set(wanted.days)),
            sorted(set(wanted.times)),
        )
    else:
        wanted = DeskMail()
    # Of two administrators at once the second waits here, even when there is no choice to lock yet.
    team = select(TeamRecord).where(TeamRecord.organisation_id == organisation_id, TeamRecord.id == team_id)
    session.scalars(team.with_for_update(key_share=True)).one()
    record = session.scalars(_of_team(organisation_id, team_id).with_for_update()).one_or_none()
    lift_deadlines(session, root_of(organisation_id, team_id), [DeadlineKind.WHEREABOUTS], now)
    facts = {"addresses": len(wanted.addresses), "times": len(wanted.times)}
    note(session, organisation_id, Audited.DESK_MAIL_SET, by, about=team_id, facts=facts)
    if not wanted.on:
        if record is not None:
            session.delete(record)
        cancel_unsent(session, organisation_id, [Subject(RootKind.TEAM, team_id)], {Template.WHEREABOUTS}, now)
        session.flush()
        return wanted
    if record is None:
        record = DeskMailRecord(team_id=team_id, organisation_id=organisation_id)
        session.add(record)
    record.addresses = list(wanted.addresses)
    record.days = list(wanted.days)
    record.times = [f"{one:%H:%M}" for one in wanted.times]
    session.flush()
    organisation = session.get_one(OrganisationRecord, organisation_id)
    set_next(session, record, wanted.schedule.next_after(now, ZoneInfo(organisation.time_zone)))
    return wanted


def next_mail_at(session: Session, organisation_id: UUID, team_id: UUID) -> datetime | None:
    """Returns when the list of this team is mailed next; None when it is not."""
    return session.scalar(select(DeadlineRecord.due_at).where(root_of(organisation_id, team_id).open_ones))


def last_mail(session: Session, organisation_id: UUID, team_id: UUID) -> LastMail | None:
    """Returns what became of the last list: the worst result, when it went to several addresses."""
    made = session.scalars(
        select(MessageRecord)
        .where(
            MessageRecord.organisation_id == organisation_id,
            MessageRecord.subject_kind == RootKind.TEAM,
            MessageRecord.subject == team_id,
            MessageRecord.template == Template.WHEREABOUTS,
        )
        .order_by(MessageRecord.created_at.desc())
        .limit(MOST_ADDRESSES)
    ).all()
    if not made:
        return None
    last = [one for one in made if one.origin == made[0].origin]
    worst = next((one for one in last if one.state is MessageState.FAILED), None) or min(
        last, key=lambda one: one.state is MessageState.SENT or one.state is MessageState.DELIVERED
    )
    return LastMail(worst.created_at, worst.state, worst.error_code)


def _wrong(wanted: DeskMail, can_mail: bool) -> list[Wrong]:
    wrong = [] if can_mail else [Wrong("/addresses", "no_mail_server")]
    for number, address in enumerate(wanted.addresses):
        plain = address.strip().lower()
        if len(plain) > LONGEST_EMAIL or not EMAIL.fullmatch(plain):
            wrong.append(Wrong(f"/addresses/{number}", "email_invalid"))
    wrong += [
        Wrong(pointer, "too_few") for pointer, one in (("/days", wanted.days), ("/times", wanted.times)) if not one
    ]
    return wrong


def choice_of(record: DeskMailRecord) -> DeskMail:
    return DeskMail(record.addresses, record.days, [time.fromisoformat(one) for one in record.times])


def _of_team(organisation_id: UUID, team_id: UUID) -> Select[DeskMailRecord]:
    return select(DeskMailRecord).where(
        DeskMailRecord.organisation_id == organisation_id, DeskMailRecord.team_id == team_id
    )


def root_of(organisation_id: UUID, team_id: UUID) -> Rooted:
    return Rooted(organisation_id, RootKind.TEAM, team_id)


def set_next(session: Session, record: DeskMailRecord, due_at: datetime | None) -> None:
    if due_at is not None:
        root = root_of(record.organisation_id, record.team_id)
        set_deadline(session, root, DeadlineKind.WHEREABOUTS, due_at)
