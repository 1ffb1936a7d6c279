"""Who is told when the watch is handed over, and what is going on meanwhile, in words."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.service import CodeFor, hand_out
from achterwacht.kinds import Actor, RootKind
from achterwacht.notices.service import Note, tell
from achterwacht.notices.staff import by_id
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.sign_in import awaited
from achterwacht.priorities import MessagePriority
from achterwacht.roster.records import RosterRecord
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import VisitRecord
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.locking import load
from achterwacht.watch.reliefs import relief_of
from achterwacht.watch.statements import open_without_a_visit
from foundation.subject import Subject
from notifications.texts.catalogue import catalogue
from notifications.texts.formats import listed
from notifications.texts.templates import Template

MOST_NAMED = 3
"""An SMS names the first ones; the board shows all."""


@dataclass(frozen=True)
class Handing:
    """A locked roster, whose watch changes hands.

    out: everything of its team that is going on now. origin: the deadline or answer behind it; the same one tells
    nobody twice.
    """

    session: Session
    organisation: OrganisationRecord
    roster: RosterRecord
    out: Sequence[Aggregate]
    by: Actor
    now: datetime
    origin: UUID

    @property
    def team_id(self) -> UUID:
        return self.roster.team_id

    def names(self, people: Collection[UUID]) -> Mapping[UUID, str]:
        """Returns the names of these people by id."""
        known = select(PersonRecord.id, PersonRecord.name).where(
            PersonRecord.organisation_id == self.organisation.id, PersonRecord.id.in_(people)
        )
        return {row.id: row.name for row in self.session.execute(known)}

    def tell(self, people: Iterable[UUID], template: Template, facts: Mapping[str, Any]) -> None:
        """Send each of these people a note that asks nothing."""
        about = Subject(RootKind.ROSTER, self.team_id)
        self._tell(people, Note(template, {**facts, "code": ""}, MessagePriority.RELIEF, self.origin, about))

    def ask(self, people: Iterable[UUID], template: Template, facts: Mapping[str, Any]) -> None:
        """Send each of these people a note with a code, valid while the watch is being handed over."""
        relief = relief_of(self.roster)
        if relief is None:
            self.tell(people, template, facts)
            return
        wanted = {person: CodeFor(person, CodePurpose.RELIEF, relief) for person in people}
        codes = hand_out(self.session, self.organisation.id, wanted.values(), self.now)
        note = Note(
            template,
            facts,
            MessagePriority.RELIEF,
            self.origin,
            subject=relief,
            own=lambda person: {"code": codes[wanted[person]]},
        )
        self._tell(wanted, note)

    def _tell(self, people: Iterable[UUID], note: Note) -> None:
        tell(self.session, by_id(self.session, self.organisation.id, list(people)), note)


def out_now(session: Session, organisation_id: UUID, team_id: UUID) -> list[Aggregate]:
    """Returns all of the team that is going on now: visits, ways back, and alarms without a visit.

    They are not locked, since they only get a line in their timeline.
    """
    visits = session.scalars(
        select(VisitRecord)
        .where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.team_id == team_id,
            or_(VisitRecord.state == VisitState.UNDER_WAY, awaited()),
        )
        .order_by(VisitRecord.started_at)
    ).all()
    alone = session.scalars(open_without_a_visit(organisation_id, team_id)).all()
    return load(session, organisation_id, visits, alone)


def in_words(out: Sequence[Aggregate], language: str) -> str:
    """Returns what is going on as a text shows it: `2 bezoeken, 1 alarm (Jan de Wit en Ali Yilmaz)`."""
    counted = {
        "visits": sum(root.visit is not None for root in out),
        "alarms": sum(root.alarm is not None for root in out),
    }
    texts = catalogue(language)
    counts = [texts.say("said", what, {"n": number}) for what, number in counted.items() if number]
    names = list(dict.fromkeys(root.worker_name for root in out))[:MOST_NAMED]
    return f"{', '.join(counts)} ({listed(names, language)})"
