"""The diary behind a private link, as calendars fetch it: without a sign-in, and again and again.

The secret stands in the address, since calendars can't do otherwise. So it is never logged, and only the calendar that
asked may store the answer, and asks each time whether it has changed.
"""

from fastapi import Request, Response

from achterwacht.diary.entries import diary_of
from achterwacht.diary.links import open_link
from achterwacht.diary.writing import write
from api.http.clients import client_of
from api.http.errors import problem
from api.http.last_step import Router
from api.http.limits import RateLimiter
from api.http.security import Read
from api.version import API_VERSION
from foundation.clock import clock_of

router = Router()

PER_LINK = "60/10minutes"
PER_STRANGER = "60/10minutes"


class FeedThrottle:
    """Limits how often a link is opened, and how often somebody tries links that don't exist.

    Somebody with a good link is not stopped because a neighbour on the same network tries bad ones.
    """

    def __init__(self) -> None:
        self.links = RateLimiter(PER_LINK)
        self.strangers = RateLimiter(PER_STRANGER)


@router.api_route("/diary/{secret}.ics", methods=["GET", "HEAD"], include_in_schema=False)
def feed(secret: str, request: Request, session: Read) -> Response:
    """Returns the diary, or 304 if the calendar has it already. A link that was withdrawn or never existed: 404."""
    turning: FeedThrottle = request.app.state.diary_turns
    link = open_link(session, secret)
    if link is None:
        turning.strangers.take(client_of(request))
        return problem(404)
    turning.links.take(str(link.id))
    diary = diary_of(session, link, clock_of(session).now(session))
    tag = f'"{API_VERSION}-{diary.digest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache", "X-Robots-Tag": "noindex"}
    if tag in _known(request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = 'inline; filename="huisbezoeken.ics"'
    return Response(write(diary), headers=headers, media_type="text/calendar; charset=utf-8")


def _known(header: str) -> set[str]:
    return {one.strip().removeprefix("W/") for one in header.split(",")}
