"""Risk addresses from a file: `achterwacht import risk-addresses FILE.csv --organisation SLUG`.

Columns: country, postcode, houseNumber, addition, street, city, box, advice (words with a semicolon between),
instruction, reason, reviewDate (2026-12-31 or 31-12-2026). Semicolons or commas between them, UTF-8, BOM or none.
Every row is judged; a bad one is reported with everything that is wrong with it. Empty rows don't count.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.addresses.fold import tidy
from achterwacht.addresses.reading import read_address
from achterwacht.decision import Actor, RuleBroken
from achterwacht.people.policy import RIGHTS, Action
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.refused import Wrong, WrongInput, refuse
from achterwacht.risks import rules
from achterwacht.risks.drafts import Draft
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice
from achterwacht.risks.service import record_of, settle, zone_of

NEEDED = ("country", "postcode", "houseNumber", "advice", "reason", "reviewDate")
COLUMNS = (*NEEDED, "addition", "street", "city", "box", "instruction")


class UnreadableFile(RuleBroken):
    """It is no CSV in UTF-8."""

    code = "file_unreadable"


class WrongColumns(UnreadableFile):
    """`facts["missing"]`: the columns it lacks; `facts["unknown"]`: the ones nobody knows."""

    code = "file_columns"


class NoApprover(RuleBroken):
    """That person can't approve marks here."""

    code = "no_approver"


@dataclass(frozen=True)
class Row:
    """A line of the file: its number, and what stands in it by column."""

    line: int
    fields: Mapping[str, str]


@dataclass(frozen=True)
class RefusedRow:
    """A line that can't be used, and why. Pointers name the column: `/postcode`."""

    line: int
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True)
class Report:
    """kept: new marks. known: rows that say what an open mark says already. Nothing is kept where `kept` is 0."""

    kept: int
    known: int
    refused: tuple[RefusedRow, ...]


def read_rows(content: bytes) -> list[Row]:
    """The rows of a file.

    Raises:
        UnreadableFile: it is not UTF-8.
        WrongColumns: its first line lacks a column, or has one that nobody knows.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile from None
    head = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if head.count(";") >= head.count(",") else ",")
    names = [name.strip() for name in reader.fieldnames or ()]
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown:
        raise WrongColumns(missing=missing, unknown=unknown)
    reader.fieldnames = names
    try:
        # What a row has more than its head comes under None; `_draft` says so.
        rows = [Row(reader.line_num, {name or "": value or "" for name, value in fields.items()}) for fields in reader]
    except csv.Error:
        raise UnreadableFile from None
    return [row for row in rows if any(row.fields.values())]


def import_marks(
    session: Session,
    organisation_id: UUID,
    rows: Iterable[Row],
    by: UUID,
    now: datetime,
    *,
    approved_by: UUID | None = None,
    keep_good: bool = False,
    after_each: Callable[[], None] = lambda: None,
) -> Report:
    """Propose a mark for each row, in the name of `by`; approved at once when another person is named for it.

    With a bad row among them nothing is kept, unless `keep_good`. A row that an open mark says already is left out, so
    that a file can be read twice.

    Raises:
        NoApprover: `approved_by` is `by`, or may not approve marks in this organisation.
    """
    if approved_by is not None and (approved_by == by or not _may_approve(session, organisation_id, approved_by)):
        raise NoApprover
    actor = Actor(organisation_id, by, via="import")
    zone = zone_of(session, organisation_id)
    today = now.astimezone(zone).date()
    said = _said_already(session, organisation_id, now)
    refused: list[RefusedRow] = []
    records: list[RiskMarkRecord] = []
    known = 0
    for row in rows:
        try:
            draft = _draft(row.fields)
            refuse(draft.wrong(today))
            record = record_of(actor, draft, now, zone)
        except WrongInput as wrong:
            refused.append(RefusedRow(row.line, wrong.wrong))
        else:
            if _saying(record) in said:
                known += 1
            else:
                said.add(_saying(record))
                records.append(record)
        after_each()
    if refused and not keep_good:
        return Report(0, known, tuple(refused))
    if approved_by is not None:
        approver = replace(actor, person=approved_by)
        for record in records:
            settle(record, rules.approve(record.facts(), approver, now))
    session.add_all(records)
    session.flush()
    return Report(len(records), known, tuple(refused))


def _draft(fields: Mapping[str, str]) -> Draft:
    wrong = [Wrong("", "columns")] if "" in fields else []
    address = None
    try:
        address = read_address({**fields, "country": fields["country"].strip().upper()})
    except WrongInput as refused:
        wrong += refused.wrong
    advice = _advice(fields["advice"], wrong)
    review_date = _date(fields["reviewDate"].strip(), wrong)
    instruction = tidy(fields.get("instruction", "")) or None
    reason = tidy(fields["reason"])
    if address is None or review_date is None or wrong:
        wrong += [] if reason else [Wrong("/reason", "missing")]
        raise WrongInput(*wrong)
    return Draft(address=address, advice=advice, instruction=instruction, reason=reason, review_date=review_date)


def _advice(text: str, wrong: list[Wrong]) -> tuple[Advice, ...]:
    words = [word for word in re.split(r"[;,|\s]+", text.lower()) if word]
    choices = {advice.value for advice in Advice}
    if not words:
        wrong.append(Wrong("/advice", "missing"))
    elif not choices.issuperset(words):
        wrong.append(Wrong("/advice", "not_a_choice", {"choices": [advice.value for advice in Advice]}))
    return tuple(Advice(word) for word in words if word in choices)


def _date(text: str, wrong: list[Wrong]) -> date | None:
    dutch = re.fullmatch(r"(\d{1,2})[-/](\d{1,2})[-/](\d{4})", text)
    try:
        return date(int(dutch[3]), int(dutch[2]), int(dutch[1])) if dutch else date.fromisoformat(text)
    except ValueError:
        wrong.append(Wrong("/reviewDate", "not_a_date" if text else "missing"))
        return None


Saying = tuple[str, tuple[str, ...], str | None]


def _saying(record: RiskMarkRecord) -> Saying:
    return record.address_key, tuple(record.advice), record.instruction


def _said_already(session: Session, organisation_id: UUID, now: datetime) -> set[Saying]:
    still_shown = RiskMarkRecord.proposed_at > now - rules.PROVISIONAL_FOR
    found = select(RiskMarkRecord.address_key, RiskMarkRecord.advice, RiskMarkRecord.instruction).where(
        RiskMarkRecord.organisation_id == organisation_id,
        RiskMarkRecord.ended_at.is_(None),
        or_(RiskMarkRecord.approved_at.is_not(None), still_shown),
    )
    return {(row.address_key, tuple(row.advice), row.instruction) for row in session.execute(found)}


def _may_approve(session: Session, organisation_id: UUID, person_id: UUID) -> bool:
    found = (
        select(PersonRecord.id)
        .join(GrantRecord, GrantRecord.person_id == PersonRecord.id)
        .where(
            PersonRecord.organisation_id == organisation_id,
            PersonRecord.id == person_id,
            PersonRecord.active,
            GrantRecord.organisation_id == organisation_id,
            GrantRecord.role.in_(RIGHTS[Action.APPROVE_MARK].roles),
        )
    )
    return session.execute(found).first() is not None
