"""The rules of the Belgian register of acts by third parties: what stands in it, how long, with whose name. Pure.

A report is entered when whoever the protocol asks says that it belongs there. The register holds facts and dates; the
employee's name only if that employee said so, who may take it back at any time.
"""

from datetime import date

from achterwacht.protocols.functions import File, Function
from achterwacht.protocols.profile import Profile
from achterwacht.refused import NotAllowed

YEARS = 5
"""How long an entry is kept. Belgian law: five years from the day on which it was entered."""
READERS = (Function.PREVENTION,)
"""Who reads the register."""


class NotTheirName(NotAllowed):
    """Only the employee says whether their name stands in the register."""

    code = "not_your_name"


class NotTheirRegister(NotAllowed):
    """Only who keeps it reads the register."""

    code = "not_your_register"


def keeps_register(profile: Profile | None) -> bool:
    """Whether this protocol has the register."""
    return bool(_routes(profile))


def enters(profile: Profile | None, because: str) -> bool:
    """Whether doing the task of this rule enters a report in the register."""
    return because in _routes(profile)


def kept_until(entered: date) -> date:
    """Returns the last day of an entry. What was entered on the 29th of February is kept until the 28th."""
    try:
        return entered.replace(year=entered.year + YEARS)
    except ValueError:
        return entered.replace(year=entered.year + YEARS, day=28)


def _routes(profile: Profile | None) -> tuple[str, ...]:
    routes = () if profile is None or profile.registration is None else profile.registration.routes
    return tuple(
        f"registration.routes[{place}]" for place, one in enumerate(routes) if one.file is File.THIRD_PARTY_ACTS
    )
