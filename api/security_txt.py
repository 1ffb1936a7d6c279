"""`/.well-known/security.txt`: where somebody who found a weakness writes to (RFC 9116)."""

from datetime import UTC, datetime, time, timedelta

from fastapi import HTTPException
from fastapi.responses import PlainTextResponse

from api.http.last_step import Router
from api.http.security import SettingsOfApp
from api.monitoring.health import ASKED_WITH
from foundation.settings import Settings

router = Router(include_in_schema=False)

ADDRESS = "/.well-known/security.txt"
HOLDS_FOR = timedelta(days=180)
"""The RFC wants less than a year. A copy that somebody kept is no longer believed after that."""
LANGUAGES = "nl, en"


@router.api_route(ADDRESS, methods=ASKED_WITH)
async def security_txt(settings: SettingsOfApp) -> PlainTextResponse:
    """Returns whom to tell of a weakness; 404 while the installation names nobody. It does not ask the database."""
    if not settings.security_contact:
        raise HTTPException(404)
    return PlainTextResponse(text_of(settings, datetime.now(UTC)))


def text_of(settings: Settings, now: datetime) -> str:
    """Returns the file as it stands at this moment. It is the same all day."""
    expires = datetime.combine(now.astimezone(UTC).date(), time(), UTC) + HOLDS_FOR
    lines = {
        "Contact": settings.security_contact,
        "Expires": expires.isoformat().replace("+00:00", "Z"),
        "Preferred-Languages": LANGUAGES,
        "Canonical": f"{settings.base_url}{ADDRESS}" if settings.public_base_url else "",
        "Policy": settings.security_policy,
    }
    return "".join(f"{name}: {said}\n" for name, said in lines.items() if said)
