"""Whether a provider sent what looks like a webhook: decided before it takes a place, a thread or a session.

Anybody may send one. An unsigned request costs no more than a look at its headers, and a forged signature no more than
computing the right one. The route checks again, since it needs the form and may not depend on who checks here.
"""

import re
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Receive

from achterwacht.refused import NotAllowed
from api.http.security import settings_of
from api.webhooks.cm import knows_the_secret
from api.webhooks.twilio import signed_form

TWILIO = "/v1/webhooks/twilio/"
CM = re.compile("/v1/webhooks/cm/status/([^/]+)")


async def is_proven(scope: Any, receive: Receive) -> bool:
    """Whether it is signed, or holds our secret."""
    request = Request(scope, receive)
    settings = settings_of(request)
    try:
        if scope["path"].startswith(TWILIO):
            await signed_form(request, settings)
            return True
        found = CM.fullmatch(scope["path"])
        if found is not None:
            knows_the_secret(found[1], settings)
        return found is not None
    except (NotAllowed, HTTPException):
        return False
