"""One visit begun twice: by SMS or a call, and by the app, whose check-in came through later.

What the app says is proven by a sign-in, and its own screen knows only its own visit. So that one goes on, and the
other ends: two watches at one door would miss somebody who is long home.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, exists, select, text
from sqlalchemy.orm import aliased

from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import Onward, VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.held import Held
from foundation.among import one_of

WITHOUT_AN_APP = ("sms", "call")
"""The doors through which somebody checks in without the app (`Actor.via`)."""
SOON = timedelta(hours=1)
"""How long a phone goes on trying: what it sends later is another visit."""


def begun_without_an_app(worker: ColumnElement[Any], address_key: ColumnElement[Any]) -> ScalarSelect[UUID]:
    """Returns a query for the visit under way that this worker began at this address by SMS or by a call."""
    other = aliased(VisitRecord, name="begun")
    told = exists().where(
        EventRecord.organisation_id == other.organisation_id,
        EventRecord.visit_id == other.id,
        EventRecord.kind == EventKind.CHECKED_IN,
        one_of(EventRecord.via, WITHOUT_AN_APP),
    )
    found = select(other.id).where(
        # Word for word the condition of the partial index, so that it is used.
        text("begun.state IN ('planned', 'under_way')"),
        other.worker_id == worker,
        other.state == VisitState.UNDER_WAY,
        other.address_key == address_key,
        told,
    )
    return found.order_by(other.id).limit(1).scalar_subquery()


def taken_over(held: Held) -> None:
    """End a visit that goes on as another one, begun in the app. Not one with an alarm, or of longer ago."""
    facts = held.root.visit_facts()
    begun = facts.started_at
    if held.by.via != "app" or facts.open_alarm is not None or begun is None or held.now - begun > SOON:
        return
    held.write(visits.check_out(facts, held.press(), "", None, held.context(), Onward(elsewhere=True)))
