"""Lets go of what was kept long enough: in small transactions, so that nobody at a door ever waits for it.

Which day it is, is not believed at once: a clock in another year would take all of that year (`retention/rules.py`).

What is let go of is looked at twice: without a lock, and again once its root is locked, since somebody may have opened
the case again in between. The audit says how much went, and never what.
"""

import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import note
from achterwacht.clockwork.forgetting import people, records, reports, visits
from achterwacht.clockwork.forgetting.steps import Over, Step
from achterwacht.kinds import Actor
from achterwacht.people.organisations import every_organisation
from achterwacht.retention.rules import length
from achterwacht.retention.service import move_on, terms_of
from documents.store import Store, StoreAway
from foundation.away import is_away
from foundation.session import Database

STEPS: tuple[Step, ...] = (*reports.STEPS, *visits.STEPS, *records.STEPS, *people.STEPS)
"""In this order: a report holds its alarm and visit, an alarm its visit."""
A_RUN = timedelta(minutes=2)
"""What is not done by then waits for the next run."""

log = structlog.get_logger(__name__)


def forget_what_is_over(database: Database, store: Store, lasts: timedelta = A_RUN) -> Mapping[UUID, Counter[str]]:
    """Let go of everything whose term is over, and returns for each organisation how much of what."""
    with database.write() as session:
        moment = move_on(session)
    give_up = time.monotonic() + lasts.total_seconds()
    found: dict[UUID, Counter[str]] = {}
    for organisation_id in _organisations(database):
        gone: Counter[str] = Counter()
        for step in STEPS:
            try:
                while time.monotonic() < give_up and (some := _some(database, store, organisation_id, step, moment)):
                    gone[step.what] += some
            except Exception as error:
                if is_away(error):
                    raise
                # What can't go holds up nothing else; it is tried again in the next run.
                log.exception("something could not be forgotten", what=step.what)
        if gone:
            found[organisation_id] = gone
            _say(database, organisation_id, gone)
    return found


def count_what_is_over(session: Session, organisation_id: UUID, now: datetime) -> Mapping[str, int]:
    """Returns how much a run would let go of now. What a report or an alarm still holds is not counted with it."""
    counts = {}
    for step in STEPS:
        due = step.due(_over(session, organisation_id, step, now)).subquery()
        counts[step.what] = session.scalars(select(func.count()).select_from(due)).one()
    return counts


def _organisations(database: Database) -> list[UUID]:
    with database.read() as session:
        return every_organisation(session)


def _some(database: Database, store: Store, organisation_id: UUID, step: Step, moment: datetime) -> int:
    """Let go of some, in one short transaction. Returns how many."""
    with database.write() as session:
        over = _over(session, organisation_id, step, moment)
        due = step.due(over)
        locked = session.scalars(due.limit(step.at_once).with_for_update(skip_locked=True, key_share=step.stays)).all()
        if not locked:
            return 0
        key = due.selected_columns[0]
        still = session.scalars(due.where(key.in_(locked))).all()
        files = list(step.forget(session, over, still)) if still else []
    _drop(store, files)
    return len(still)


def _over(session: Session, organisation_id: UUID, step: Step, now: datetime) -> Over:
    days = terms_of(session, organisation_id)[step.keeping]
    return Over(organisation_id, now - length(days), now)


def _drop(store: Store, files: Iterable[str]) -> None:
    """Their rows are gone. What can't be deleted now belongs to nothing, and is swept later (`kept_files.py`)."""
    try:
        for key in files:
            store.delete(key)
    except StoreAway as error:
        log.warning("the store of files is away; files are deleted later", error=str(error))


def _say(database: Database, organisation_id: UUID, gone: Mapping[str, int]) -> None:
    log.info("let go of what was kept long enough", **{what.replace(" ", "_"): many for what, many in gone.items()})
    with database.write() as session:
        clock = Actor(organisation_id, None, via="clock")
        note(session, organisation_id, Audited.FORGOTTEN, clock, facts=dict(gone))
