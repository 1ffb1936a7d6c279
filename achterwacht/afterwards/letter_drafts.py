"""The drafts of a case follow what is decided on it: each is told anew when a restriction is decided, ends or is not
advised any more, and when somebody goes to the police, was there, or lets it be.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.letter_police import police_in
from achterwacht.afterwards.letter_restrictions import restricted_in
from achterwacht.afterwards.letter_tasks import ask_to_rewrite, ask_to_sign
from achterwacht.incidents.records import IncidentRecord
from achterwacht.letters.facts import LetterState
from achterwacht.letters.following import FOLLOWING, Decided, Restricted, ToThePolice
from achterwacht.letters.records import LetterRecord
from achterwacht.letters.retelling import retell
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.letters import Element

OF_THE_POLICE = frozenset({Element.POLICE_NOTIFIED, Element.POLICE_REPORTED})


def drafts_of(session: Session, incident: IncidentRecord) -> Sequence[LetterRecord]:
    """Returns the drafts of a case, locked."""
    return session.scalars(
        select(LetterRecord)
        .where(
            LetterRecord.organisation_id == incident.organisation_id,
            LetterRecord.incident_id == incident.id,
            LetterRecord.state == LetterState.DRAFT,
        )
        .order_by(LetterRecord.id)
        .with_for_update()
    ).all()


def tell_drafts(session: Session, incident: IncidentRecord, now: datetime, *, written: UUID | None = None) -> None:
    """Let the drafts of a case say what is decided now; who signed one is asked anew.

    written: the letter whose text somebody wrote just now.
    """
    drafts = drafts_of(session, incident)
    telling = [one for one in drafts if _follows(one)]
    if not telling:
        return
    organisation = session.get_one(OrganisationRecord, incident.organisation_id)
    decided = _decided_on(session, incident, frozenset[Element]().union(*(_follows(one) for one in telling)))
    for letter in telling:
        fallen = retell(session, letter, decided, organisation.language, written=letter.id == written)
        ask_to_sign(session, organisation, letter, [one.function for one in fallen], now)
        ask_to_rewrite(session, organisation, letter, now)


def _follows(letter: LetterRecord) -> frozenset[Element]:
    """Returns the sentences of a letter that say what was decided elsewhere."""
    return frozenset(one for one in FOLLOWING if one in letter.spec.get("contents", ()))


def _decided_on(session: Session, incident: IncidentRecord, asked: frozenset[Element]) -> Decided:
    restricted = restricted_in(session, incident) if Element.BOTH_RESTRICTED in asked else Restricted()
    police, days = police_in(session, incident) if asked & OF_THE_POLICE else (ToThePolice.UNASKED, ())
    return Decided(restricted, police, days)
