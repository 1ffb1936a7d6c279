"""Who looks up far more addresses than a working day asks for: those who keep the register hear of it.

Counted from the log, so whichever way somebody looked: by hand, or by planning visits.
"""

from datetime import datetime
from uuid import uuid5

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import LookupRecord
from achterwacht.people.records import PersonRecord
from achterwacht.risks.look_up import CHANGED
from achterwacht.risks.reviews import tell_keepers
from notifications.texts.templates import Template

MANY = 60
"""A day. Twelve visits are a full one, and each is looked up three or four times: while the address is typed, when the
visit is planned, when it begins. Above it somebody reads the register."""


def warn_of_many(session: Session, now: datetime) -> None:
    """Tell the registrars of everybody who looked up too much today, once a day for each of them.

    The day is that of UTC: it ends at night in the Netherlands and Belgium, when nobody works.
    """
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    counted = (
        select(LookupRecord.organisation_id, PersonRecord.id, PersonRecord.name, func.count().label("count"))
        .join(PersonRecord, PersonRecord.id == LookupRecord.person_id)
        .where(LookupRecord.at >= midnight, LookupRecord.purpose != CHANGED)
        .group_by(LookupRecord.organisation_id, PersonRecord.id, PersonRecord.name)
        .having(func.count() > MANY)
    )
    for one in session.execute(counted, execution_options={"across_organisations": True}):
        facts = {"name": one.name, "count": one.count}
        origin = uuid5(one.id, f"many look-ups {midnight:%Y-%m-%d}")
        tell_keepers(session, one.organisation_id, Template.MANY_LOOK_UPS, facts, origin, but=one.id)
