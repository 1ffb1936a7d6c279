"""Looks up an address in the register: exact, one at a time, for a purpose, and always logged (architecture.md 6).

The answer says what to do, never why. "There is no mark" (`advice` is empty) and "it could not be looked up" (`advice`
is None, `checked` is False) are different answers: the second must never be read as "no risk".
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    String,
    Uuid,
    bindparam,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from achterwacht.addresses.address import Address, DutchAddress, address_of
from achterwacht.addresses.described import DescribedPlace, WhereTo
from achterwacht.addresses.likeness import is_near, near_key, near_keys
from achterwacht.audit.service import log_lookup
from achterwacht.measures.at_address import IN_FORCE, holding, instructions_of
from achterwacht.measures.records import MeasureRecord
from achterwacht.protocols.running import manager_word
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice, Mark, advise, in_force, told_to
from foundation.away import is_lost
from foundation.plain_rows import connection_of, run
from foundation.together import Together
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

FOR_A_VISIT = "huisbezoek"
"""The purpose that is logged when a visit is planned or begins."""
CHANGED = "gewijzigde markering"
"""The purpose that is logged when a mark changes while somebody is there or is planned to go."""

log = structlog.get_logger(__name__)

_mark_columns = (
    RiskMarkRecord.address_key, RiskMarkRecord.register_key, RiskMarkRecord.id, RiskMarkRecord.advice,
    RiskMarkRecord.instruction, RiskMarkRecord.review_date, RiskMarkRecord.proposed_by, RiskMarkRecord.proposed_at,
    RiskMarkRecord.approved_by, RiskMarkRecord.approved_at, RiskMarkRecord.valid_from, RiskMarkRecord.ends_at,
    RiskMarkRecord.not_for, RiskMarkRecord.address,
)  # fmt: skip
_standing = select(*_mark_columns).where(
    # The type is given, since the organisation's table may not be loaded yet when this module is.
    RiskMarkRecord.organisation_id == bindparam("organisation", type_=Uuid()),
    RiskMarkRecord.ended_at.is_(None),
)


def _at(*, dutch: bool, known: bool) -> Together:
    """Returns the statement for an address: its marks and those of its building, and the measures that may hold there.

    In Belgium a range of numbers may begin before this number, so several keys may be meant. known: with the register's
    id. Each key uses its own index; with one condition with an OR, SQLite would read all marks of the organisation.
    """

    def here(key: InstrumentedAttribute[Any]) -> ColumnElement[bool]:
        return key == bindparam("nearby") if dutch else key.in_(bindparam("nearby", expanding=True))

    marks = _standing.where(here(RiskMarkRecord.building_key))
    if not known:
        return Together(marks=marks, measures=IN_FORCE.where(here(MeasureRecord.near_key)))
    by_id = bindparam("register", type_=String())
    return Together(
        marks=marks,
        elsewhere=_standing.where(RiskMarkRecord.register_key == by_id, ~here(RiskMarkRecord.building_key)),
        measures=IN_FORCE.where(or_(here(MeasureRecord.near_key), MeasureRecord.register_key == by_id)),
    )


AT = {(dutch, known): _at(dutch=dutch, known=known) for dutch in (True, False) for known in (True, False)}
"""Made once: every check-in asks it, and to put it together took longer than the answer."""


@dataclass(frozen=True)
class LookUp:
    """What the register says about one address.

    advice: words, most serious first; empty: no mark; None: not looked up.
    instructions: Dutch sentences for whoever goes there. provisional: some of it still waits for approval.
    same_building: there is a mark, or a measure, on this number with another addition or box, or on an address that may
        be this one written differently; nothing more is told about it.
    no_address: there is no house number, so nothing could be looked up. That says nothing about the place.
    """

    checked: bool
    checked_at: datetime | None
    advice: tuple[Advice, ...] | None
    instructions: tuple[str, ...]
    provisional: bool
    same_building: bool = False
    no_address: bool = False

    def to_dict(self) -> dict[str, Any]:
        """As in the API (`risk` of a visit) and in a JSON column."""
        return {
            "checked": self.checked,
            "checkedAt": None if self.checked_at is None else _written(self.checked_at),
            "advice": None if self.advice is None else [word.value for word in self.advice],
            "instructions": list(self.instructions),
            "provisional": self.provisional,
            "sameBuilding": self.same_building,
            "noAddress": self.no_address,
        }


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


NOT_CHECKED = LookUp(checked=False, checked_at=None, advice=None, instructions=(), provisional=False)
NO_ADDRESS = LookUp(checked=False, checked_at=None, advice=None, instructions=(), provisional=False, no_address=True)


def look_up(
    session: Session,
    organisation_id: UUID,
    by: UUID | None,
    address: Address,
    purpose: str,
    visit_id: UUID | None,
    now: datetime,
    going: Collection[UUID] = (),
    *,
    there: tuple[datetime, datetime] | None = None,
) -> LookUp:
    """Returns what to do at this address, without anybody's story. Two statements: what holds there, and the log's.

    going: who goes there; by default whoever asks. there: for a visit from then until then, with what holds
    because of measures in force.

    A mark belongs to this address when a key matches: the register's id, or what is written (addresses/address.py). The
    log names the marks that were told; of a mark elsewhere in the building it only says that there is one.

    It does not flush the session, so that it can be called in the middle of another use case.
    """
    here: list[Mark] = []
    beside: list[Mark] = []
    found = _found(session, organisation_id, address)
    for row in (*found["marks"], *found.get("elsewhere", ())):
        if not {row.address_key, row.register_key}.isdisjoint(address.keys):
            here.append(_mark(row))
        elif is_near(address, address_of(row.address)):
            beside.append(_mark(row))
    people = going or ({by} if by is not None else ())
    advised = advise(here, now, people)
    same_building = any(in_force(one, now) and told_to(one, people) for one in beside)
    measures = () if there is None else holding(session, organisation_id, found["measures"], *there)
    same_building |= any(_beside(row, address) for row in measures)
    log_lookup(session, organisation_id, by, address.key, purpose, visit_id, advised.marks, same_building, now)
    texts = catalogue(FIRST_LANGUAGE, manager_word(session, organisation_id) if advised.advice else "")
    sentences = (*(texts.say("advice", word.value) for word in advised.advice), *advised.own)
    if there is not None:
        sentences += tuple(instructions_of(session, organisation_id, measures, address))
    return LookUp(True, now, advised.advice, sentences, advised.provisional, same_building)


def _beside(measure: Row[Any], address: Address) -> bool:
    there = address_of(measure.address)
    return set(there.keys).isdisjoint(address.keys) and is_near(address, there)


def _found(session: Session, organisation_id: UUID, address: Address) -> dict[str, list[Row[Any]]]:
    """Returns the marks (`marks`, `elsewhere`) and `measures` that may concern this address, in one statement."""
    dutch = isinstance(address, DutchAddress)
    given = {"organisation": organisation_id, "nearby": near_key(address) if dutch else near_keys(address)}
    if address.register_key is not None:
        given["register"] = address.register_key
    return AT[dutch, address.register_key is not None].read(session, given)


def _mark(row: Any) -> Mark:
    return Mark(
        id=row.id,
        advice=tuple(Advice(word) for word in row.advice),
        instruction=row.instruction,
        review_date=row.review_date,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        valid_from=row.valid_from,
        ends_at=row.ends_at,
        not_for=frozenset(UUID(person) for person in row.not_for),
        approved_by=row.approved_by,
        approved_at=row.approved_at,
    )


def look_up_or_not_checked(
    session: Session,
    organisation_id: UUID,
    by: UUID | None,
    address: Address,
    purpose: str,
    visit_id: UUID | None,
    now: datetime,
    going: Collection[UUID] = (),
    *,
    there: tuple[datetime, datetime] | None = None,
) -> LookUp:
    """Does `look_up`, or returns `NOT_CHECKED` when the register can't be read, so that the caller can go on.

    On PostgreSQL a failed statement would end the whole transaction, hence a savepoint there: a third statement. An
    answer that could not be logged is not given.

    there: as in `look_up`.
    """
    try:
        with _unharmed(connection_of(session)):
            return look_up(session, organisation_id, by, address, purpose, visit_id, now, going, there=there)
    except Exception as error:
        if is_lost(error):
            raise  # no further statement of this transaction can succeed: the caller must know, and try again
        # Log only its kind: the text of a database error holds the parameters, and so the address.
        log.error("the risk register could not be read", reason=type(error).__name__)
        return NOT_CHECKED


def look_up_for_visit(
    session: Session,
    organisation_id: UUID,
    by: UUID | None,
    address: WhereTo,
    visit_id: UUID,
    now: datetime,
    going: Collection[UUID],
    purpose: str = FOR_A_VISIT,
    *,
    start: datetime | None = None,
    until: datetime | None = None,
) -> dict[str, Any]:
    """Returns the look-up for a visit that is planned or begins, as its column stores it. Never raises.

    start, until: when it is planned to begin, if it has not, and to end. A measure that begins on a later day, or is
    over by then, is not told.

    A place without a house number is not looked up: a street would give away whose door in it has a mark.
    """
    if isinstance(address, DescribedPlace):
        return NO_ADDRESS.to_dict()
    there = (max(now, start or now), max(now, until or now))
    found = look_up_or_not_checked(session, organisation_id, by, address, purpose, visit_id, now, going, there=there)
    return found.to_dict()


@contextmanager
def _unharmed(connection: Connection) -> Iterator[None]:
    """Keep the transaction usable when the block fails. SQLite undoes a failed statement by itself."""
    if connection.dialect.name == "sqlite":
        yield
    else:
        # No RELEASE, which would be another statement: the savepoint goes at the end of the transaction.
        run(connection, "SAVEPOINT register", None)
        try:
            yield
        except Exception as error:
            if not is_lost(error):
                run(connection, "ROLLBACK TO SAVEPOINT register", None)
            raise
