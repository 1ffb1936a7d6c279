"""Who comes along on a visit, as a condition in a statement."""

from typing import Any

from sqlalchemy import ColumnElement

from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.there_is import there_is


def comes_along(person_id: Any, *visit: ColumnElement[bool], about: tuple[Any, ...]) -> ColumnElement[bool]:
    """Whether this person comes along, and did not decline, on a visit of which all of `visit` holds.

    about: the tables outside that `person_id` and `visit` speak of, as of `there_is`.
    """
    on_it = there_is(
        VisitRecord.id == CompanionRecord.visit_id,
        VisitRecord.organisation_id == CompanionRecord.organisation_id,
        *visit,
        about=(CompanionRecord, *about),
    )
    return there_is(CompanionRecord.person_id == person_id, CompanionRecord.declined_at.is_(None), on_it, about=about)
