"""Whether this installation does what it is for: the clock ticks, and every invariant holds."""

from datetime import timedelta

from fastapi import APIRouter, Response

from achterwacht.deadlines.service import last_tick
from achterwacht.watch import invariants
from api.security import SettingsOfApp
from api.transaction import Read
from foundation.clock import clock_of

router = APIRouter(include_in_schema=False)
CLOCK_LATE = timedelta(seconds=30)


@router.get("/health/ready")
def ready(session: Read, settings: SettingsOfApp, response: Response) -> dict[str, object]:
    """503 when the last committed tick is over 30 s old, or an invariant is broken. Names no person and no visit."""
    now = clock_of(session).now(session)
    ticked = last_tick(session)
    late = ticked is None or now - ticked > CLOCK_LATE
    broken = [one.name for one in invariants.broken(session, now, timedelta(seconds=settings.tick_seconds))]
    if late or broken:
        response.status_code = 503
    return {"status": "not ready" if late or broken else "ready", "clockLate": late, "broken": broken}
