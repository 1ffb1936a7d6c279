"""What is asked before a visit, as it is shown to who goes and who watches."""

from datetime import datetime

from achterwacht.views.readiness import readiness
from achterwacht.views.shown_visit import VisitView
from achterwacht.views.visits import Reading
from achterwacht.visits.facts import (
    Fraud,
    PreparationStep,
)
from api.http.schemas import Named, Schema
from api.timeline import maybe_named


class PairOut(Schema):
    """Whether nobody may go alone there, whether somebody is there, and who let the worker go alone.

    `aloneAsked`: the worker asked a manager for that, and waits for the answer.
    """

    needed: bool
    there: bool
    alone_asked: bool
    alone_allowed_by: Named | None


class BackUpOut(Schema):
    """Whether a colleague must accept to be back-up (outside office hours), and who was asked."""

    needed: bool
    person: Named | None
    accepted_at: datetime | None


class PoliceFirstOut(Schema):
    """A human tells the police beforehand: whom to call and what to read out, line by line. Open until `toldAt`."""

    needed: bool
    told_at: datetime | None
    whom: str
    say: list[str]


class StepOut(Schema):
    """A thing to look up before the visit (`text` says what), and who did so. It stops nobody."""

    step: PreparationStep
    text: str
    done_by: Named | None
    done_at: datetime | None


class FraudOut(Schema):
    """Whether by this protocol a manager decides who goes after a fraud investigation.

    It also says whether that was asked, and what was decided: the same employee, or a colleague instead.
    """

    manager_decides: bool
    state: Fraud | None
    decided_by: Named | None


class BeforehandOut(Schema):
    """What must be so before the visit can start, and what is better done otherwise (`hints`, in words).

    `missing`: what the diary or the colleague who watches still needs, in sentences; perhaps empty. `unwatched`: by the
    roster no colleague has the watch at its start (of a planned visit; `hints` says so in words).
    """

    may_start: bool
    pair: PairOut
    back_up: BackUpOut
    police: PoliceFirstOut
    missing: str
    hints: list[str]
    unwatched: bool
    steps: list[StepOut]
    fraud: FraudOut


def _beforehand(view: VisitView, reading: Reading) -> BeforehandOut:
    record, ready = view.record, readiness(view, reading)
    alone, accepted = record.alone_allowed_by, record.back_up_accepted_at
    return BeforehandOut(
        may_start=ready.may_start,
        pair=PairOut(
            needed=ready.pair_needed,
            there=ready.somebody_there,
            alone_asked=record.alone_asked is not None,
            alone_allowed_by=maybe_named(alone, reading),
        ),
        back_up=BackUpOut(
            needed=ready.back_up_needed, person=maybe_named(record.back_up, reading), accepted_at=accepted
        ),
        police=PoliceFirstOut(
            needed=ready.police_first, told_at=record.police_told_at, whom=ready.whom, say=list(ready.say_to_police)
        ),
        missing=ready.missing,
        hints=list(ready.hints),
        unwatched=ready.unwatched,
        fraud=FraudOut(
            manager_decides=ready.asks_after_fraud,
            state=record.fraud,
            decided_by=maybe_named(record.fraud_decided_by, reading),
        ),
        steps=[
            StepOut(step=one.step, text=one.text, done_by=maybe_named(one.done_by, reading), done_at=one.done_at)
            for one in ready.steps
        ],
    )
