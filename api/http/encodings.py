"""In which compression a browser wants an answer."""

import re
from collections.abc import Iterable

NEVER = re.compile(r"q=0(\.0*)?")


def best_of(ways: Iterable[str], accepted: str) -> str | None:
    """Returns the first of these that the client says it can unpack.

    ways: names of content codings, best first. accepted: the request's `Accept-Encoding`.
    """
    said = {name.strip(): how.replace(" ", "") for name, _, how in (one.partition(";") for one in accepted.split(","))}
    return next((way for way in ways if way in said and not NEVER.fullmatch(said[way])), None)
