"""Whether this process lives, and the numbers for Prometheus. `ready.py` says whether it is of any use."""

from datetime import timedelta

from fastapi import Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from achterwacht.monitoring import health
from achterwacht.monitoring.health import Health
from api.http.last_step import Router
from api.http.security import SettingsOfApp
from api.http.transaction import DoorsOfApp
from api.monitoring import metrics
from foundation.away import is_away
from foundation.clock import clock_of

router = Router(include_in_schema=False)
ASKED_WITH = ["GET", "HEAD"]
"""Several monitors ask with HEAD, and would call a 405 an outage."""


@router.api_route("/health/live", methods=ASKED_WITH)
async def live() -> dict[str, str]:
    """Answer that this process lives. It does not ask the database, which a restart would not mend."""
    return {"status": "live"}


@router.api_route("/metrics", methods=ASKED_WITH)
async def numbers(doors: DoorsOfApp, settings: SettingsOfApp) -> Response:
    """Returns the numbers for Prometheus: of this process, and of the watch as the database knows it."""
    tick = timedelta(seconds=settings.tick_seconds)
    try:
        async with doors.session(False, lambda session: health.look(session, clock_of(session).now(session), tick)) as (
            _,
            looked,
        ):
            found: Health | None = looked
    except SQLAlchemyError as error:
        if not is_away(error):
            raise
        found = None
    watch = metrics.of_the_watch(found, knocks=bool(settings.heartbeat_url))
    return Response(generate_latest() + generate_latest(watch), media_type=CONTENT_TYPE_LATEST)
