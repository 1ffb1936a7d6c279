"""Who is asked to sign a letter, to deliver it and to give copies, in the words of their task."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_facts import profile_of_letter
from achterwacht.letters.access import read
from achterwacht.letters.records import LetterRecord
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.functions import Function, Recipient
from achterwacht.protocols.words import word_for
from achterwacht.tasks.ending import settle
from achterwacht.tasks.facts import Due, TaskKind, TaskState
from achterwacht.tasks.laying import Laid, lay
from achterwacht.tasks.records import TaskRecord
from notifications.texts.catalogue import FIRST_LANGUAGE, catalogue

WHO_WRITES = (Function.DIRECT_MANAGER, Function.REGISTRAR)
AS_IT_SAYS = "contents"
"""The key of the profile's letter that names what it says."""
WHOM_FOR = "addressee"
"""No key of the profile: the name and the address, which a letter has from the report."""
ON_WHICH_DAY = "days"
"""No key of the profile either: the days that a letter has from the report or the measure."""


def copy_for(session: Session, organisation: OrganisationRecord, letter: LetterRecord, copy: Recipient) -> str:
    """Returns whom a copy is for, and on which condition, in the words of the protocol."""
    record = profile_of_letter(session, letter)
    said = catalogue(organisation.language)
    whom = word_for(copy.to, record, organisation.language) if copy.to else said.say("letter_files", str(copy.file))
    condition = copy.when or (said.say("letters", "possibly") if copy.possibly else "")
    return f"{whom} ({condition})" if condition else whom


def lay_about(
    session: Session, organisation: OrganisationRecord, letter: LetterRecord, kind: TaskKind,
    chain: tuple[Function, ...], because: str, now: datetime, *, person: UUID | None = None,
    facts: dict[str, str] | None = None, due: Due | None = None,
) -> None:  # fmt: skip
    task = Laid(
        kind, letter.team_id, person, chain, f"{letter.because}.{because}",
        incident_id=letter.incident_id, about=letter.id, facts={"letter": letter.spec["name"], **(facts or {})},
        due=due,
    )  # fmt: skip
    lay(session, organisation, task, now)


def ask_to_sign(
    session: Session, organisation: OrganisationRecord, letter: LetterRecord, functions: Collection[Function],
    now: datetime,
) -> None:  # fmt: skip
    for place, function in enumerate(letter.facts_with(()).signers):
        if function in functions:
            person = letter.employee_id if function is Function.EMPLOYEE else None
            because = f"signed_by[{place}]"
            lay_about(session, organisation, letter, TaskKind.SIGN_LETTER, (function,), because, now, person=person)


def ask_to_rewrite(session: Session, organisation: OrganisationRecord, letter: LetterRecord, now: datetime) -> None:
    """Ask whoever wrote a draft to write it again, once, where its words are behind what was decided since."""
    if not read(session, letter).behind:
        rewritten(session, letter, None, dropped=_said("follows", {}))
    else:
        ask_to_rewrite_for(session, organisation, letter, AS_IT_SAYS, now)


def ask_to_rewrite_for(
    session: Session, organisation: OrganisationRecord, letter: LetterRecord, what: str, now: datetime
) -> None:
    """Ask whoever wrote a draft to look at this part of it, once."""
    if _is_asked(session, letter, what):
        return
    facts = {"what": _said("behind", {"letter": letter.spec["name"]})}
    lay_about(
        session, organisation, letter, TaskKind.MEASURE_STEP, WHO_WRITES, what, now,
        person=letter.created_by, facts=facts,
    )  # fmt: skip


def rewritten(
    session: Session, letter: LetterRecord, by: UUID | None, *, what: str = AS_IT_SAYS, dropped: str = ""
) -> None:
    """Nobody need write it again any more."""
    because = f"{letter.because}.{what}"
    settle(
        session, letter.organisation_id, letter.incident_id, TaskKind.MEASURE_STEP, because, by, about=letter.id,
        dropped=dropped,
    )  # fmt: skip


def _is_asked(session: Session, letter: LetterRecord, what: str) -> bool:
    asked = select(TaskRecord.id).where(
        TaskRecord.organisation_id == letter.organisation_id,
        TaskRecord.about_id == letter.id,
        TaskRecord.kind == TaskKind.MEASURE_STEP,
        TaskRecord.because == f"{letter.because}.{what}",
        TaskRecord.state == TaskState.OPEN,
    )
    return session.scalar(asked.limit(1)) is not None


def _said(key: str, facts: dict[str, str]) -> str:
    return catalogue(FIRST_LANGUAGE).say("measure_steps", key, facts)


def settle_about(
    session: Session, letter: LetterRecord, kind: TaskKind, by: Caller, *, because: str = "", dropped: str = ""
) -> None:
    settle(
        session,
        letter.organisation_id,
        letter.incident_id,
        kind,
        f"{letter.because}.{because}" if because else None,
        by.id,
        about=letter.id,
        dropped=dropped,
    )
