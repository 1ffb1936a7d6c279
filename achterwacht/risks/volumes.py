"""Warns those who keep the register when somebody looks up far more addresses than a working day needs.

It counts from the log, so it doesn't matter how they looked: by hand, or by planning visits.
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
"""Look-ups a day. A full day has twelve visits, each looked up three or four times: while the address is typed, when
the visit is planned, when it begins. Anybody who does more than this is reading the register."""


def warn_of_many(session: Session, now: datetime) -> None:
    """Tell the registrars about everybody who looked up too much today, once a day per person.

    Days are counted in UTC: they end at night in the Netherlands and Belgium, when nobody works.
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
