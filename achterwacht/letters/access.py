"""Who may see, write and sign a letter, and the letter with its signatures."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from achterwacht.functions.own_case import functions_in_case
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.facts import LetterState, Signature, Writing
from achterwacht.letters.records import LetterRecord, LetterSignatureRecord
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.protocols.functions import Function
from achterwacht.refused import NotAllowed, NotFound


def find(session: Session, caller: Caller, letter_id: UUID, *, lock: bool = False) -> LetterRecord:
    """Returns one letter.

    Raises:
        NotFound: there is none in this organisation, or it is not the caller's to see.
    """
    wanted = select(LetterRecord).where(
        LetterRecord.organisation_id == caller.organisation_id, LetterRecord.id == letter_id
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    record = session.scalars(wanted).one_or_none()
    if record is None or not sees(session, caller, record):
        raise NotFound("letter")
    return record


def of_incident(session: Session, organisation_id: UUID, incident_id: UUID) -> Sequence[LetterRecord]:
    """Returns the letters about an incident, the oldest first, without those that were put away."""
    return session.scalars(
        select(LetterRecord)
        .where(
            LetterRecord.organisation_id == organisation_id,
            LetterRecord.incident_id == incident_id,
            LetterRecord.state != LetterState.WITHDRAWN,
        )
        .order_by(LetterRecord.created_at, LetterRecord.id)
    ).all()


def sees(session: Session, caller: Caller, record: LetterRecord) -> bool:
    """Whether they see it: by a role in its team, or because they sign it."""
    if may(caller, Action.SEE_LETTERS, record):
        return True
    return bool(held_by(session, caller, record, signers_of(session, record)))


def require(caller: Caller, action: Action, record: LetterRecord) -> None:
    """Refuse somebody who sees the letter, and may not do this with it.

    Raises:
        NotAllowed: they may not.
    """
    if not may(caller, action, record):
        raise NotAllowed(action)


def may(caller: Caller, action: Action, case: LetterRecord | IncidentRecord) -> bool:
    """Whether a role gives this right in the team of the case. Without a team it must be a role for the whole
    organisation. In their own case nobody has a role (docs/decisions/0090)."""
    if caller.id == case.employee_id:
        return False
    return caller.teams_for(action) is None if case.team_id is None else caller.can(action, case.team_id)


def held_by(
    session: Session, caller: Caller, record: LetterRecord, functions: Sequence[Function]
) -> frozenset[Function]:
    """Returns which of these functions the caller fills for this letter: whom it happened to is the employee, and
    nobody else in their own case."""
    if not caller.grants:
        return frozenset()
    if caller.id == record.employee_id:
        return frozenset({Function.EMPLOYEE} & set(functions))
    return functions_in_case(session, caller, record.team_id, record.employee_id) & frozenset(functions)


def signers_of(session: Session, record: LetterRecord) -> tuple[Function, ...]:
    return record.facts_with(()).signers


def signatures_of(
    session: Session, organisation_id: UUID, letters: Sequence[UUID]
) -> dict[UUID, list[LetterSignatureRecord]]:
    """Returns the signatures by letter, in the order they were set."""
    found: dict[UUID, list[LetterSignatureRecord]] = {one: [] for one in letters}
    rows = session.scalars(
        select(LetterSignatureRecord)
        .where(
            LetterSignatureRecord.organisation_id == organisation_id, LetterSignatureRecord.letter_id.in_(list(found))
        )
        .order_by(LetterSignatureRecord.at, LetterSignatureRecord.id)
    )
    for row in rows:
        found[row.letter_id].append(row)
    return found


def read(session: Session, record: LetterRecord) -> Writing:
    """Returns the letter with its signatures, as the rules see it."""
    rows = signatures_of(session, record.organisation_id, [record.id])[record.id]
    return record.facts_with(tuple(Signature(one.function, one.person_id, one.at) for one in rows))


def drop_signatures(session: Session, record: LetterRecord) -> None:
    """Let every signature on a draft fall: it is not what was signed any more."""
    session.execute(
        delete(LetterSignatureRecord).where(
            LetterSignatureRecord.organisation_id == record.organisation_id,
            LetterSignatureRecord.letter_id == record.id,
        )
    )
    session.flush()
