"""Whose a number may be already, other than a colleague's. Asked wherever a number is typed."""

from collections.abc import Callable
from uuid import UUID

from sqlalchemy.orm import Session

from achterwacht.people.records import OrganisationRecord

Elsewhere = Callable[[Session, OrganisationRecord, str, UUID | None], str | None]
"""Returns why this number (E.164) can't be given in this organisation, as a code of `api/problems.toml`; None: it can.
The last argument is the person who gets it, where that is somebody who is known already.
The rooms below know only their own numbers; `use_cases/numbers.py` knows them all."""
