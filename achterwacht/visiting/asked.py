"""What the protocol asks before this visit, by what the register and the plan say of it."""

from collections.abc import Collection
from datetime import datetime

from achterwacht.beforehand.rules import Beforehand
from achterwacht.protocols.profile import Profile
from achterwacht.visits.facts import Fraud, VisitKind
from achterwacht.visits.records import CompanionRecord, VisitRecord


def beforehand_of(
    visit: VisitRecord,
    companions: Collection[CompanionRecord],
    start: datetime,
    end: datetime,
    *,
    at_once: bool = False,
    promised: Profile | None = None,
) -> Beforehand:
    """Returns the state of a visit before its start. `promised`: the profile it was planned by, if another runs now."""
    return Beforehand(
        start=start,
        end=end,
        advice=visit.risk.get("advice"),
        somebody_there=any(one.there_at is not None for one in companions),
        alone_allowed=visit.alone_allowed_by is not None,
        back_up_accepted=visit.back_up_accepted_at is not None,
        named=bool(companions),
        at_once=at_once,
        occasion=visit.occasion,
        trouble=visit.expects_trouble is not None,
        police_wanted=bool(visit.police_wanted),
        undecided=visit.fraud is Fraud.ASKED,
        observation=visit.kind is VisitKind.OBSERVATION,
        promised=promised,
    )
