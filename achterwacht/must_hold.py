"""What a noun says must always be true of it. `monitoring/invariants.py` collects this and checks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True)
class MustHold:
    """Something that must always be true of the database.

    broken: SQL that counts the rows for which it is not. It may use the moments `:now`, `:late` (a tick and some grace
    ago), `:recent` (two days ago), the day `:yesterday`, and those in `ago`, each so long before now.
    """

    name: str
    broken: str
    ago: Mapping[str, timedelta] = field(default_factory=dict)
