"""Whether this installation does what it is for: the clock ticks, and every invariant holds."""

from datetime import timedelta

from fastapi import Response

from achterwacht.monitoring import health
from api.http.last_step import Router
from api.http.security import SettingsOfApp
from api.http.transaction import Read
from api.monitoring.health import ASKED_WITH
from foundation.clock import clock_of

router = Router(include_in_schema=False)


@router.api_route("/health/ready", methods=ASKED_WITH)
def ready(session: Read, settings: SettingsOfApp, response: Response) -> dict[str, object]:
    """503 when the last committed tick is over 30 s old, or an invariant is broken. Names no person and no visit."""
    found = health.look(session, clock_of(session).now(session), timedelta(seconds=settings.tick_seconds))
    if not found.well:
        response.status_code = 503
    return {
        "status": "ready" if found.well else "not ready",
        "clockLate": found.clock_late,
        "broken": [one.name for one in found.broken],
    }
