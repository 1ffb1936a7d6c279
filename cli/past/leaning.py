"""What the watch leans on: a daily test and a backup, so that *Hoe staat het ervoor* shows that all is well.

Nothing outside this machine is reached, and no backup was made. So this is for a demonstration alone in its database:
beside another organisation it would hide that theirs are missing.
"""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from achterwacht.canary.records import CanaryRecord
from achterwacht.canary.service import set_canary
from achterwacht.monitoring.held import last_backup, note_backup
from achterwacht.people.records import OrganisationRecord
from achterwacht.retention.records import BackedUpRecord
from achterwacht.use_cases.numbers import Numbers
from cli.past.cast import OF_THE_CANARY
from cli.past.stage import Stage

OF_A_TEST = ("started_at", "run", "code", "texted_at", "heard_at", "pressed_at", "unanswered_since")
BACKED_UP_AT = time(3)
TESTED_BEFORE, A_QUARTER = timedelta(minutes=12), 15
"""How long ago the first test began at least: what became of it is known by now."""


def looks_after_itself(stage: Stage, now: datetime) -> None:
    """Have a daily test from now on, the first of it just past, and a backup of last night."""
    session, ours = stage.session, stage.setting.organisation_id
    if session.scalars(select(CanaryRecord.id).where(CanaryRecord.organisation_id == ours)).one_or_none() is None:
        sung = (now - TESTED_BEFORE).astimezone(stage.setting.zone)
        daily_at = time(sung.hour, sung.minute - sung.minute % A_QUARTER)
        admin = stage.caller("admin").actor()
        set_canary(session, ours, OF_THE_CANARY, daily_at, Numbers().for_a_canary, admin)
    here = now.astimezone(stage.setting.zone)
    night = datetime.combine(here.date(), BACKED_UP_AT, stage.setting.zone)
    night -= timedelta(days=1) if night > here else timedelta()
    known = last_backup(session)
    if is_alone(session, ours) and (known is None or known < night):
        note_backup(session, night.astimezone(UTC))


def forget_what_it_leans_on(session: Session, organisation_id: UUID) -> None:
    """Forget what became of the tests, whose messages go, and the backup that nobody made."""
    theirs = update(CanaryRecord).where(CanaryRecord.organisation_id == organisation_id)
    session.execute(theirs.values(**dict.fromkeys(OF_A_TEST)), execution_options={"synchronize_session": False})
    if is_alone(session, organisation_id):
        session.execute(delete(BackedUpRecord))


def is_alone(session: Session, organisation_id: UUID) -> bool:
    """Whether there is no other organisation in this database."""
    others = select(OrganisationRecord.id).where(OrganisationRecord.id != organisation_id)
    return session.scalars(others).first() is None
