"""In which browser somebody signs in, as it says itself: enough to know one's own phone from somebody else's."""

from fastapi import Request

LONGEST_AGENT = 500
LONGEST_PART = 36


def browser_of(request: Request) -> str:
    """Returns the browser, the system and the device: `Chrome Mobile · Android · Pixel 8`. Empty: it does not say."""
    said = request.headers.get("user-agent", "")[:LONGEST_AGENT]
    return named(said)


def named(agent: str) -> str:
    """Returns what a `User-Agent` names, in that order; what it does not name is left out."""
    # Hundreds of patterns, only needed by somebody who signs in.
    import ua_parser

    found = ua_parser.parse(agent)
    parts = (part.family for part in (found.user_agent, found.os, found.device) if part is not None)
    readable = ("".join(one for one in part if one.isprintable()).strip()[:LONGEST_PART] for part in parts)
    return " · ".join(dict.fromkeys(one for one in readable if one and one != "Other"))
