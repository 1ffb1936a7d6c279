"""To which addresses a push may go. A browser gives the address, so it could as well be one inside our own network.

Only the push services of the browsers, by name: no list of closed networks is as short, or as sure.
"""

from urllib.parse import urlsplit

from foundation.setting_groups.push import PushEndpoints
from foundation.web_address import NOT_VISIBLE, is_loopback

LONGEST = 2_000
HTTPS = 443
SERVICES = (
    "fcm.googleapis.com",  # Chrome, Edge on Android, Samsung, Opera
    ".push.services.mozilla.com",  # Firefox
    ".push.apple.com",  # Safari, and any browser on iOS
    ".notify.windows.com",  # Edge on Windows
)
"""Names; with a dot before it, also every name under it."""


def may_push_to(endpoint: str, allowed: PushEndpoints) -> bool:
    """Whether this is an address at one of the push services; for tests, at this machine."""
    if len(endpoint) > LONGEST or NOT_VISIBLE.search(endpoint) or not endpoint.isascii():
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or parts.fragment:
        return False
    if allowed is PushEndpoints.LOOPBACK:
        return parts.scheme in ("http", "https") and is_loopback(host)
    ours = any(host.endswith(one) if one.startswith(".") else host == one for one in SERVICES)
    return parts.scheme == "https" and port in (None, HTTPS) and ours
