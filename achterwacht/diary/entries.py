"""The visits that a diary shows, and what it says about each. Neutral by default: others may see it."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from achterwacht.addresses.described import place_of
from achterwacht.events.records import EventRecord
from achterwacht.kinds import EventKind
from achterwacht.people.names import names_of
from achterwacht.people.records import DiaryLinkRecord, OrganisationRecord, TeamRecord
from achterwacht.protocols.beforehand import DiaryField
from achterwacht.protocols.service import profile_version
from achterwacht.visits.facts import VisitState
from achterwacht.visits.records import CompanionRecord, VisitRecord
from foundation.among import among
from notifications.texts.catalogue import Catalogue, catalogue

BACK = timedelta(days=30)
AHEAD = timedelta(days=366)
CANCELLED_SHOWN = timedelta(days=30)
"""As long as a calendar may take to notice."""
REVISIONS = tuple(kind for kind in EventKind if kind.spec.revises)
"""The events that may change a visit's times. A duress PIN is not among them: it leaves no trace here."""


@dataclass(frozen=True)
class Entry:
    """One visit as it stands in a diary. revision: how often its times changed. changed_at: when they last did.

    place is None, and details are empty, unless the maker of the link wanted them.
    """

    id: UUID
    title: str
    starts: datetime
    ends: datetime
    cancelled: bool
    revision: int
    changed_at: datetime
    place: str | None = None
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class Diary:
    name: str
    time_zone: str
    entries: Sequence[Entry]

    def digest(self) -> str:
        """Returns a digest of the diary, far cheaper than writing it: most calendars have the diary already."""
        return hashlib.sha256(repr(self).encode()).hexdigest()


def diary_of(session: Session, link: DiaryLinkRecord, now: datetime) -> Diary:
    """Returns the diary behind a link, from a month back to a year ahead."""
    organisation = session.get_one(OrganisationRecord, link.organisation_id)
    texts = catalogue(organisation.language)
    found = _visits(session, link, now)
    titles = _titles(session, link, [visit for visit, _, _ in found], texts)
    entries = [
        _entry(session, link, visit, revision, changed_at or visit.created_at, titles[visit.id], texts)
        for visit, revision, changed_at in found
    ]
    heard = [one for one in entries if not one.cancelled or one.changed_at > now - CANCELLED_SHOWN]
    return Diary(_name(session, link, texts), organisation.time_zone, heard)


Row = tuple[VisitRecord, int, datetime | None]


def _visits(session: Session, link: DiaryLinkRecord, now: datetime) -> list[Row]:
    if link.team_id is not None:
        return _where(session, link.organisation_id, now, VisitRecord.team_id == link.team_id)
    along = select(CompanionRecord.visit_id).where(
        CompanionRecord.organisation_id == link.organisation_id,
        CompanionRecord.person_id == link.person_id,
        CompanionRecord.declined_at.is_(None),
    )
    # Two queries: with an OR, SQLite reads every visit there is.
    rows = [
        *_where(session, link.organisation_id, now, VisitRecord.worker_id == link.person_id),
        *_where(session, link.organisation_id, now, VisitRecord.id.in_(along)),
    ]
    return sorted(rows, key=lambda row: (row[0].planned_start, row[0].id))


def _where(session: Session, organisation_id: UUID, now: datetime, whose: ColumnElement[bool]) -> list[Row]:
    of_visit = (
        EventRecord.visit_id == VisitRecord.id,
        EventRecord.organisation_id == VisitRecord.organisation_id,
        EventRecord.kind.in_(REVISIONS),
    )
    revision = select(func.count()).select_from(EventRecord).where(*of_visit).scalar_subquery()
    changed_at = select(func.max(EventRecord.at)).where(*of_visit).scalar_subquery()
    statement = (
        select(VisitRecord, revision, changed_at)
        .where(
            VisitRecord.organisation_id == organisation_id,
            VisitRecord.planned_start > now - BACK,
            VisitRecord.planned_start < now + AHEAD,
            whose,
        )
        .order_by(VisitRecord.planned_start, VisitRecord.id)
    )
    return [(visit, times, at) for visit, times, at in session.execute(statement)]


def _titles(
    session: Session, link: DiaryLinkRecord, visits: Iterable[VisitRecord], texts: Catalogue
) -> Mapping[UUID, str]:
    """Returns the titles. A team's diary names which of its own people go."""
    listed = list(visits)
    if link.team_id is None:
        return {visit.id: texts.say("diary", "visit", {"visit_kind": visit.kind.value}) for visit in listed}
    names = names_of(session, link.organisation_id, (visit.worker_id for visit in listed))
    along: dict[UUID, list[str]] = {}
    colleagues = select(CompanionRecord.visit_id, CompanionRecord.name).where(
        CompanionRecord.organisation_id == link.organisation_id,
        among(CompanionRecord.visit_id, [visit.id for visit in listed]),
        CompanionRecord.person_id.is_not(None),
        CompanionRecord.declined_at.is_(None),
    )
    for visit_id, name in session.execute(colleagues.order_by(CompanionRecord.name)):
        along.setdefault(visit_id, []).append(name)
    return {
        visit.id: texts.say(
            "diary",
            "visit_of",
            {"names": [names[visit.worker_id], *along.get(visit.id, [])], "visit_kind": visit.kind.value},
        )
        for visit in listed
    }


def _entry(
    session: Session,
    link: DiaryLinkRecord,
    visit: VisitRecord,
    revision: int,
    changed_at: datetime,
    title: str,
    texts: Catalogue,
) -> Entry:
    # The plan, and not what became of it: people with a link need not know who began late or left early.
    starts = visit.planned_start
    if visit.started_at is not None and visit.expected_end <= starts:
        starts = visit.started_at
    return Entry(
        id=visit.id,
        title=title,
        starts=starts,
        ends=visit.expected_end,
        cancelled=visit.state is VisitState.CANCELLED,
        revision=revision,
        changed_at=changed_at,
        place=place_of(visit.address).line if link.with_address else None,
        details=_details(session, visit, texts) if link.with_details else (),
    )


def _details(session: Session, visit: VisitRecord, texts: Catalogue) -> tuple[str, ...]:
    """Returns what the protocol's diary asks about the resident, as far as known. The address has its own switch."""
    known = {
        DiaryField.CLIENT_NAME: visit.client_name,
        DiaryField.CLIENT_REFERENCE: visit.client_reference,
        DiaryField.CLIENT_PHONE: visit.client_phone,
    }
    asked = profile_version(session, visit.organisation_id, visit.protocol_id).preparation.diary
    return tuple(
        texts.say("diary", field.value, {"value": known[field]})
        for field in (asked.fields if asked else ())
        if known.get(field)
    )


def _name(session: Session, link: DiaryLinkRecord, texts: Catalogue) -> str:
    if link.team_id is None:
        return texts.say("diary", "name")
    team = session.get_one(TeamRecord, link.team_id)
    return texts.say("diary", "name_of", {"team": team.name})
