"""Risk addresses from a file, by command or in the register's own screen.

Which columns there are, and what they may be called, says `columns.py`; days are 2026-12-31 or 31-12-2026. Every row is
judged before anything is written. A bad row is reported with everything that is wrong with it, and so is one in which
anything would have to be guessed (`doubts.py`). Empty rows don't count. `row_files/` turns a file into rows.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.fold import tidy
from achterwacht.addresses.reading import read_address
from achterwacht.kinds import Actor
from achterwacht.people.actions import Action
from achterwacht.people.policy import RIGHTS
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.refused import RuleBroken, Wrong, WrongInput, refuse
from achterwacht.risk_files.columns import ADVICE, CRITERIA, Choice, country_of, words_in
from achterwacht.risk_files.doubts import doubts
from achterwacht.risks import rules
from achterwacht.risks.drafts import Draft
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.service import A_DAY, record_of, zone_of
from achterwacht.row_files.day import day_of
from achterwacht.row_files.rows import Row

AT_ONCE = 200
"""Rows per transaction: on SQLite it occupies the only writer, and a panic must not wait long behind a file."""


class NoApprover(RuleBroken):
    """That person can't approve marks here."""

    code = "no_approver"


@dataclass(frozen=True)
class RefusedRow:
    """A line that can't be used, and why. Pointers name the column: `/postcode`."""

    line: int
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class Judged:
    """What a file holds.

    marks: each once, not in the database yet. known: how many rows say the same as another, or as an existing mark.
    lines: the line of each mark in the file, by its id.
    """

    marks: Sequence[RiskMarkRecord]
    known: int
    refused: tuple[RefusedRow, ...]
    lines: Mapping[UUID, int]


def judge(
    session: Session, by: Actor, rows: Iterable[Row], now: datetime, after_each: Callable[[], None] = lambda: None
) -> Judged:
    """Turn every row into a mark proposed by `by`, or refuse it. Writes nothing.

    A row that an open mark already says is left out, so that a file can be read twice.
    """
    zone = zone_of(session, by.organisation_id)
    today = now.astimezone(zone).date()
    people = _people(session, by.organisation_id)
    refused: list[RefusedRow] = []
    marks: dict[tuple[Any, ...], RiskMarkRecord] = {}
    lines: dict[UUID, int] = {}
    good = 0
    for row in rows:
        try:
            draft = _draft_of(row, people)
            refuse(draft.wrong(today))
        except WrongInput as wrong:
            refused.append(RefusedRow(row.line, wrong.wrong))
        else:
            good += 1
            record = record_of(by, draft, now, zone)
            lines.setdefault(marks.setdefault(_row_of(record), record).id, row.line)
        after_each()
    new = [one for some in batches(marks.values()) for one in not_said(session, by.organisation_id, some, now)]
    return Judged(new, good - len(new), tuple(refused), lines)


def not_said(
    session: Session, organisation_id: UUID, records: Sequence[RiskMarkRecord], now: datetime
) -> list[RiskMarkRecord]:
    """Returns those of these marks that no open mark already says, for as long as they do."""
    zone = zone_of(session, organisation_id)
    still_shown = RiskMarkRecord.proposed_at > now - rules.PROVISIONAL_FOR
    found = session.scalars(
        select(RiskMarkRecord).where(
            RiskMarkRecord.organisation_id == organisation_id,
            RiskMarkRecord.building_key.in_([one.building_key for one in records]),
            RiskMarkRecord.ended_at.is_(None),
            RiskMarkRecord.ends_at > now,
            or_(RiskMarkRecord.approved_at.is_not(None), still_shown),
        )
    )
    said: dict[tuple[Any, ...], list[RiskMarkRecord]] = defaultdict(list)
    for mark in found:
        said[_saying(mark)].append(mark)
    return [one for one in records if not any(_covers(mark, one, now, zone) for mark in said[_saying(one)])]


def approver(session: Session, by: Actor, person_id: UUID) -> Actor:
    """Returns that person as the one who approves what somebody else proposes.

    Raises:
        NoApprover: it is the same person, or they may not approve marks in this organisation.
    """
    found = (
        select(PersonRecord.name)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == by.organisation_id,
            PersonRecord.id == person_id,
            PersonRecord.active,
            GrantRecord.organisation_id == by.organisation_id,
            GrantRecord.role.in_(RIGHTS[Action.APPROVE_MARK].roles),
        )
    )
    name = session.execute(found).scalars().first()
    if name is None or person_id == by.person_id:
        raise NoApprover
    return Actor(by.organisation_id, person_id, name, by.via)


def batches(records: Iterable[RiskMarkRecord]) -> Iterator[list[RiskMarkRecord]]:
    """Yields batches of as many records as are written at once."""
    left = iter(records)
    while batch := list(islice(left, AT_ONCE)):
        yield batch


def _draft_of(row: Row, people: Mapping[str, UUID]) -> Draft:
    """Returns the proposal in a row.

    Raises:
        WrongInput: with what would have to be guessed, and everything else that is wrong.
    """
    doubtful = doubts(row)
    if any(one.pointer == "" for one in doubtful):
        raise WrongInput(*doubtful)
    try:
        draft = _draft(row.fields, people)
    except WrongInput as wrong:
        said = {one.pointer for one in doubtful}
        raise WrongInput(*doubtful, *(one for one in wrong.wrong if one.pointer not in said)) from None
    refuse(doubtful)
    return draft


def _draft(fields: Mapping[str, str], people: Mapping[str, UUID]) -> Draft:
    wrong: list[Wrong] = []
    address = None
    try:
        address = read_address({**fields, "country": country_of(fields["country"])})
    except WrongInput as refused:
        wrong += refused.wrong
    advice = _words(fields, "advice", ADVICE, wrong)
    if not _split(fields["advice"]):
        wrong.append(Wrong("/advice", "missing"))
    criteria = _words(fields, "criteria", CRITERIA, wrong)
    named = [one.lower() for one in _split(fields.get("notFor", ""))]
    wrong += [Wrong("/notFor", "unknown_colleague")] if any(one not in people for one in named) else []
    review_date = _date(fields, "reviewDate", wrong)
    if not fields["reviewDate"].strip():
        wrong.append(Wrong("/reviewDate", "missing"))
    valid_from, ends_on = _date(fields, "validFrom", wrong), _date(fields, "endsOn", wrong)
    reason = tidy(fields["reason"])
    for name, longest in (("personName", 200), ("measure", 300)):
        if len(fields.get(name, "")) > longest:
            wrong.append(Wrong(f"/{name}", "longer_than", {"longest": longest}))
    if address is None or review_date is None or wrong:
        wrong += [] if reason else [Wrong("/reason", "missing")]
        raise WrongInput(*wrong)
    return Draft(
        address=address,
        advice=advice,
        instruction=tidy(fields.get("instruction", "")) or None,
        reason=reason,
        review_date=review_date,
        person_name=tidy(fields.get("personName", "")) or None,
        criteria=criteria,
        not_for=tuple(dict.fromkeys(people[one] for one in named)),
        measure=tidy(fields.get("measure", "")) or None,
        valid_from=valid_from,
        ends_on=ends_on,
    )


def _split(text: str) -> list[str]:
    return [word for word in re.split(r"[;,|\s]+", text) if word]


def _words(
    fields: Mapping[str, str], column: str, words: Mapping[Choice, Sequence[str]], wrong: list[Wrong]
) -> tuple[Choice, ...]:
    found, whole = words_in(fields.get(column, ""), words)
    if not whole:
        wrong.append(Wrong(f"/{column}", "not_a_choice", {"choices": [also[0] for also in words.values()]}))
    return tuple(found)


def _date(fields: Mapping[str, str], column: str, wrong: list[Wrong]) -> date | None:
    text = fields.get(column, "").strip()
    day = day_of(text)
    if text and day is None:
        wrong.append(Wrong(f"/{column}", "not_a_date"))
    return day


def _saying(record: RiskMarkRecord) -> tuple[Any, ...]:
    """Returns what a mark says, to visitors and to the register, but not its review date, which may have changed, and
    not its first and last day: `_covers`."""
    told = record.address_key, tuple(record.advice), record.instruction, record.person_name, tuple(record.not_for)
    return *told, record.reason, record.measure, tuple(record.criteria)


def _covers(mark: RiskMarkRecord, row: RiskMarkRecord, now: datetime, zone: ZoneInfo) -> bool:
    """Whether a mark is in force on every day that a row asks for: it begins no later, and doesn't end before it.

    An end that only follows from the review is not asked for, and moves along with a review.
    """
    ends = mark.ends_at >= row.ends_at or (_ends_by_review(mark, zone) and _ends_by_review(row, zone))
    return ends and mark.valid_from <= max(row.valid_from, now)


def _ends_by_review(record: RiskMarkRecord, zone: ZoneInfo) -> bool:
    return record.ends_at == rules.begin_of(record.review_date + rules.ENDS_AFTER_REVIEW + A_DAY, zone)


def _row_of(record: RiskMarkRecord) -> tuple[Any, ...]:
    """Returns all that a row says: two rows of a file only count as one if nothing in them differs."""
    begins = max(record.valid_from, record.proposed_at)
    return *_saying(record), record.review_date, begins, record.ends_at


def _people(session: Session, organisation_id: UUID) -> dict[str, UUID]:
    """Returns the people who work here, by e-mail address."""
    found = select(PersonRecord.email, PersonRecord.id).where(
        PersonRecord.organisation_id == organisation_id, PersonRecord.active
    )
    return {row.email: row.id for row in session.execute(found)}
