"""Where a page of a log begins: behind the moment and the id of the last line of the page before."""

from datetime import datetime
from uuid import UUID

from achterwacht.audit.trail import Place
from achterwacht.refused import Wrong, WrongInput
from foundation.moments import is_reckoned


def page_behind(at: datetime, line: UUID) -> str:
    """Returns what names the page behind this line."""
    return f"{at.isoformat()}_{line}"


def place_of_page(behind: str) -> Place | None:
    """Returns the last line of the page before; None for the first page.

    Raises:
        WrongInput: it names no place.
    """
    if not behind:
        return None
    at, _, line = behind.rpartition("_")
    try:
        moment = datetime.fromisoformat(at.replace(" ", "+"))  # an unescaped plus comes in as a space
        place = Place(moment, UUID(line))
    except ValueError as error:
        raise WrongInput(Wrong("/behind", "invalid")) from error
    if moment.tzinfo is None or not is_reckoned(moment):
        raise WrongInput(Wrong("/behind", "invalid"))
    return place
