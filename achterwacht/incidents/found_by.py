"""By what a report is found that may be about the same person (`aggressors/`): keys beside what was told."""

import re

from achterwacht.addresses import fold
from achterwacht.addresses.likeness import near_key
from achterwacht.incidents.facts import AggressorTold

LONGEST_KEY = 60
_SIGNS = re.compile(r"[^\W_]+")


def reference_key(reference: str | None) -> str | None:
    """Returns a client reference to compare: `2024/0012-b` -> `20240012B`. None where there is none."""
    return "".join(_SIGNS.findall(fold.fold(reference or "")))[:LONGEST_KEY] or None


def keys_of(told: AggressorTold) -> dict[str, str | None]:
    """Returns the keys of a row of who did it, by the names of its columns."""
    address = told.address
    return {
        "reference_key": reference_key(told.client_reference),
        "near_key": None if address is None else near_key(address),
        "register_key": None if address is None else address.register_key,
    }
