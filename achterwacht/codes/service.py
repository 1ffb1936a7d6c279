"""Handing out codes, and finding what a code is about."""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.records import CodeRecord
from foundation.among import among
from foundation.bulk import insert_new
from foundation.subject import Subject
from foundation.together import Together

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
_THEIR_OWN = (CodeRecord.organisation_id == bindparam("organisation"), among(CodeRecord.person_id, "people"))
THEIRS = Together(
    taken=select(CodeRecord.person_id, func.count().label("codes")).where(*_THEIR_OWN).group_by(CodeRecord.person_id),
    had=select(
        CodeRecord.person_id, CodeRecord.purpose, CodeRecord.subject_kind, CodeRecord.subject_id, CodeRecord.code
    ).where(
        *_THEIR_OWN,
        among(CodeRecord.subject_id, "subjects"),
        CodeRecord.subject_kind.in_(bindparam("kinds", expanding=True)),
    ),
)
"""How many codes these people have, and which of them are about these subjects."""


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
    people, subjects = {one.person for one in wanted}, {one.subject for one in wanted}
    about = {"subjects": [one.id for one in subjects], "kinds": sorted({one.kind for one in subjects})}
    found = THEIRS.read(session, {"organisation": organisation_id, "people": people, **about})
    taken = Counter({one.person_id: one.codes for one in found["taken"]})
    had = {CodeFor(one.person_id, one.purpose, Subject(one.subject_kind, one.subject_id)): one for one in found["had"]}
    given = {one: had[one].code for one in wanted & had.keys()}
    while missing := [one for one in wanted if one not in given]:
        fresh: dict[tuple[UUID, str], CodeFor] = {}
        for one in missing:
            few = LAST - FIRST - taken[one.person] < ROOM
            fresh[one.person, _drawn(longer=few or one.purpose.spec.by_itself)] = one
        kept = _keep(session, organisation_id, [(one, code) for (_, code), one in fresh.items()], now)
        taken.update(one.person for one in kept)
        given |= kept
    return given


def _drawn(*, longer: bool) -> str:
    first, last = (LONGER_FIRST, LONGER_LAST) if longer else (FIRST, LAST)
    return str(first + secrets.randbelow(last - first + 1))


def _keep(
    session: Session, organisation_id: UUID, fresh: list[tuple[CodeFor, str]], now: datetime
) -> dict[CodeFor, str]:
    """Store the codes. One that the same person has already is left out, so that another is drawn: nothing else knows
    which they have, for at the end of a day with many alarms those are hundreds."""
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
