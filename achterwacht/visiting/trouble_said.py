"""Who said of a visit that they expect trouble, read from its timeline, and what happens to it when others go."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.beforehand.who_said_so import SAID, Line, SoFar, passed_on, so_far
from achterwacht.decision import Decision
from achterwacht.events.records import EventRecord
from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.watch.held import Held
from achterwacht.watch.ledger import Ledger
from achterwacht.watch.persons import WATCHING


def others_go(held: Held, ledger: Ledger) -> None:
    """Adapt what was said when other people go: what somebody expected who does not go any more is no longer theirs."""
    facts = held.root.visit_facts()
    if facts.expects_trouble is None:
        return
    now_so = passed_on(facts, said_so_far(held))
    if now_so != facts:
        ledger.record(held.root, Decision(visit=now_so))


def said_so_far(held: Held) -> SoFar:
    """Returns who said what about trouble on this visit until now."""
    root, session = held.root, held.session
    visit = root.visit
    assert visit is not None
    found = select(EventRecord.kind, EventRecord.by_id, EventRecord.at, EventRecord.facts).where(
        EventRecord.organisation_id == root.organisation.id,
        EventRecord.visit_id == visit.id,
        EventRecord.kind.in_(SAID),
    )
    rows = session.execute(found.order_by(EventRecord.at, EventRecord.place)).all()
    inside = {visit.worker_id, *(one.person_id for one in root.companions if one.person_id is not None)}
    others = {row.by_id for row in rows if row.by_id is not None} | {visit.trouble_said_by} - {None}
    able = inside | {
        one
        for one in others - inside
        if one is not None and watcher(session, root.organisation.id, root.team_id, one) is not None
    }
    return so_far((Line(*row) for row in rows), visit.trouble_said_by, able, held.now)


def watcher(session: Session, organisation_id: UUID, team_id: UUID, person_id: UUID) -> PersonRecord | None:
    """Returns that person if they can act on an alarm of this team, else None."""
    person = session.get(PersonRecord, person_id)
    if person is None or person.organisation_id != organisation_id or not person.active:
        return None
    grants = select(GrantRecord).where(
        GrantRecord.organisation_id == organisation_id, GrantRecord.person_id == person_id
    )
    acts = any(one.role in WATCHING and one.team_id in (None, team_id) for one in session.scalars(grants))
    return person if acts else None
