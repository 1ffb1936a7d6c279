"""Handing out codes, and finding what a code is about."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from foundation.among import among
from foundation.bulk import insert_new
from foundation.subject import Subject

REST = timedelta(hours=48)
"""How long a code stays taken after it was made."""
FIRST, LAST = 1000, 9999
LONGER_FIRST, LONGER_LAST = 10_000, 999_999
ROOM = 4000
"""If fewer four-digit codes than this are free, longer ones are given."""


@dataclass(frozen=True)
class CodeFor:
    """A code that is wanted: for this person and this purpose, about this alarm, visit or other subject."""

    person: UUID
    purpose: CodePurpose
    subject: Subject


NONE: Mapping[CodeFor, str] = {}


def hand_out(
    session: Session,
    organisation_id: UUID,
    wanted: Iterable[CodeFor],
    now: datetime,
    known: Mapping[CodeFor, str] = NONE,
) -> dict[CodeFor, str]:
    """Returns a code for each. Somebody who has one for the same purpose and subject keeps it.

    known: codes that were read before.
    """
    wanted = set(wanted)
    if wanted <= known.keys():
        return {one: known[one] for one in wanted}
    people = {one.person for one in wanted}
    mine = select(CodeRecord).where(CodeRecord.organisation_id == organisation_id, among(CodeRecord.person_id, people))
    taken: dict[UUID, set[str]] = {person: set() for person in people}
    given: dict[CodeFor, str] = {}
    for record in session.scalars(mine):
        taken[record.person_id].add(record.code)
        code_for = CodeFor(record.person_id, record.purpose, record.subject)
        if code_for in wanted:
            given[code_for] = record.code
    while missing := [one for one in wanted if one not in given]:
        fresh: list[tuple[CodeFor, str]] = []
        for one in missing:
            code = _free(taken[one.person], longer=one.purpose.spec.by_itself)
            taken[one.person].add(code)
            fresh.append((one, code))
        given |= _keep(session, organisation_id, fresh, now)
    return given


def _free(taken: set[str], *, longer: bool) -> str:
    few = LAST - FIRST - len(taken) < ROOM
    first, last = (LONGER_FIRST, LONGER_LAST) if few or longer else (FIRST, LAST)
    while True:
        code = str(first + secrets.randbelow(last - first + 1))
        if code not in taken:
            return code


def _keep(
    session: Session, organisation_id: UUID, fresh: list[tuple[CodeFor, str]], now: datetime
) -> dict[CodeFor, str]:
    """Store the codes. One that another process just gave to the same person is left out, so that another is drawn."""
    rows = [
        {
            "id": uuid4(),
            "organisation_id": organisation_id,
            "person_id": one.person,
            "code": code,
            "purpose": one.purpose,
            "subject_kind": one.subject.kind,
            "subject_id": one.subject.id,
            "made_at": now,
        }
        for one, code in fresh
    ]
    kept = insert_new(session, CodeRecord, rows, once=("person_id", "code"))
    return {one: code for row, (one, code) in zip(rows, fresh, strict=True) if row["id"] in kept}


def find_code(session: Session, organisation_id: UUID, person_id: UUID, code: str) -> CodeRecord | None:
    """Returns the code record that this code means for this person; None if there is none."""
    return session.scalars(
        select(CodeRecord).where(
            CodeRecord.organisation_id == organisation_id, CodeRecord.person_id == person_id, CodeRecord.code == code
        )
    ).one_or_none()


def recent_codes(session: Session, organisation_id: UUID, person_id: UUID, now: datetime) -> list[CodeRecord]:
    """Returns the codes of a person that may still matter, newest first."""
    return list(
        session.scalars(
            select(CodeRecord)
            .where(
                CodeRecord.organisation_id == organisation_id,
                CodeRecord.person_id == person_id,
                CodeRecord.made_at > now - REST,
            )
            .order_by(CodeRecord.made_at.desc())
        )
    )
