"""The chain of the audit and the timelines, on both databases: whoever changes, removes or adds a line is found out."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.orm import Session

from achterwacht.audit import chain
from achterwacht.audit.chain import (
    A_BATCH,
    FROM_THE_START,
    LET_GO,
    NOBODYS,
    OF_SOURCE,
    Verified,
    digest_of,
    hash_of,
    verify,
)
from achterwacht.audit.chain_records import ChainRecord, LinkRecord
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.audit.trail import note
from achterwacht.clockwork.chained import chain_up
from achterwacht.clockwork.forgetting.run import forget_what_is_over
from achterwacht.retention.rules import TERMS, Keeping, length
from cli.audit import at_one_moment
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings
from tests.support.app_under_test import SteppingClock, wednesday_morning
from tests.support.organisations import Organisation, an_organisation

LINES = 12


@pytest.fixture
def written(database: Database) -> Organisation:
    """An organisation of which the audit tells something."""
    database.clock = SteppingClock(wednesday_morning())
    ours = an_organisation(database, "voorstad")
    with database.write() as session:
        for number in range(LINES - 1):  # and the profile that was loaded
            note(session, ours.id, Audited.ROLES_CHANGED, about=ours.worker.id, facts={"is": ["worker", f"é{number}"]})
        note(session, None, Audited.SIGN_IN_REFUSED)
    assert chain_up(database) == LINES + 1
    return ours


def looked_at(database: Database, organisation_id: UUID, later: timedelta = timedelta()) -> Verified:
    with database.read() as session:
        return verify(session, organisation_id, database.clock.now(session) + later)


def test_it_holds_and_goes_on(database: Database, written: Organisation) -> None:
    first = looked_at(database, written.id)
    assert (first.links, first.forgotten, first.broken) == (LINES, 0, [])
    assert looked_at(database, NOBODYS).links == 1
    assert chain_up(database) == 0
    with database.write() as session:
        note(session, written.id, Audited.TEAM_ADDED)
    assert looked_at(database, written.id).broken == []
    assert looked_at(database, written.id, timedelta(hours=1)).broken == ["1 lines are in no chain"]
    assert chain_up(database) == 1
    after = looked_at(database, written.id, timedelta(hours=1))
    assert after.broken == []
    assert first.hash in after.hashes


T = datetime(2026, 11, 28, tzinfo=UTC)


def an_older_line(ours: UUID, via: str = "api") -> AuditEventRecord:
    return AuditEventRecord(
        organisation_id=ours, at=wednesday_morning() - timedelta(days=1), kind=Audited.ROLES_CHANGED, via=via, facts={}
    )


def writes_a_line_and_its_link_anew(session: Session, ours: UUID) -> None:
    """As whoever knows how a link is closed would do it: only the next one tells."""
    before, link = session.scalars(
        select(LinkRecord)
        .where(LinkRecord.organisation_id == ours, LinkRecord.place.in_((4, 5)))
        .order_by(LinkRecord.place)
    )
    line = session.scalars(
        select(AuditEventRecord).where(AuditEventRecord.organisation_id == ours, AuditEventRecord.id == link.row_id)
    ).one()
    line.facts = {"is": ["administrator"]}
    session.flush()
    assert link.salt
    link.digest = digest_of(line, link.salt)
    link.hash = hash_of(before.hash, ours, link.place, link.source, link.row_id, link.digest)


CHANGES: dict[str, Callable[[Session, UUID], object]] = {
    "another word": lambda session, ours: session.execute(
        update(AuditEventRecord).where(AuditEventRecord.organisation_id == ours).values(facts={"is": ["administrator"]})
    ),
    "somebody else": lambda session, ours: session.execute(
        update(AuditEventRecord).where(AuditEventRecord.organisation_id == ours).values(about_id=UUID(int=7))
    ),
    "gone": lambda session, ours: session.execute(
        delete(AuditEventRecord).where(AuditEventRecord.organisation_id == ours)
    ),
    "a link gone": lambda session, ours: session.execute(
        delete(LinkRecord).where(LinkRecord.organisation_id == ours, LinkRecord.place == 5)
    ),
    "the last link gone": lambda session, ours: session.execute(
        delete(LinkRecord).where(LinkRecord.organisation_id == ours, LinkRecord.place == LINES)
    ),
    "let go of, it seems, and changed": lambda session, ours: (
        session.execute(update(LinkRecord).where(LinkRecord.organisation_id == ours).values(salt=None, forgotten_at=T)),
        session.execute(update(AuditEventRecord).where(AuditEventRecord.organisation_id == ours).values(via="cli")),
    ),
    "the end gone": lambda session, ours: session.execute(
        delete(ChainRecord).where(ChainRecord.organisation_id == ours)
    ),
    "put in later": lambda session, ours: session.add(an_older_line(ours)),
    "put in as one that was let go of": lambda session, ours: session.add(an_older_line(ours, via=LET_GO)),
    "a line and its link written anew": writes_a_line_and_its_link_anew,
    "a digest made anew": lambda session, ours: session.execute(
        update(LinkRecord).where(LinkRecord.organisation_id == ours, LinkRecord.place == 5).values(digest="0" * 64)
    ),
}


@pytest.mark.by_turns
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_found(database: Database, written: Organisation, change: str) -> None:
    """Also when the job came by meanwhile."""
    with database.write() as session:
        CHANGES[change](session, written.id)
        note(session, written.id, Audited.TEAM_ADDED)
    chain_up(database)
    assert looked_at(database, written.id).broken != []
    assert looked_at(database, NOBODYS).broken == []


def test_what_was_seen_before_is_not_told_again(database: Database, written: Organisation) -> None:
    """A clock that was set back is told once: the hash that was printed with it says that somebody saw it."""
    assert isinstance(database.clock, SteppingClock)
    database.clock.offset -= timedelta(hours=1)
    with database.write() as session:
        note(session, written.id, Audited.TEAM_ADDED)
    chain_up(database)
    first = looked_at(database, written.id)
    assert len(first.broken) == 1
    with database.read() as session:
        assert verify(session, written.id, database.clock.now(session), [first.hash]).broken == []


def test_the_job_looks_back_an_hour_and_who_verifies_at_all(database: Database, written: Organisation) -> None:
    """However many years there are. A clock that was wrong for less than a minute is told once by whoever verifies."""
    with database.write() as session:
        session.add(an_older_line(written.id))
    assert chain_up(database) == 0
    assert len(looked_at(database, written.id).broken) == 1
    assert chain_up(database, of_all=True) == 1
    first = looked_at(database, written.id)
    assert len(first.broken) == 1
    with database.read() as session:
        assert verify(session, written.id, database.clock.now(session), [first.hash]).broken == []


@pytest.mark.parametrize("wrong", [timedelta(days=400), -timedelta(days=400)])
def test_a_clock_that_was_wrong_leaves_no_line_out(database: Database, written: Organisation, wrong: timedelta) -> None:
    clock = database.clock
    assert isinstance(clock, SteppingClock)
    for step in (wrong, -wrong, timedelta(minutes=1)):
        clock.offset += step
        with database.write() as session:
            note(session, written.id, Audited.TEAM_ADDED)
        assert chain_up(database) == 1


def test_a_column_that_is_added_later_breaks_no_chain() -> None:
    for source, record in OF_SOURCE.items():
        its = {column.key: column.columns[0].nullable for column in record.__mapper__.column_attrs}
        assert FROM_THE_START[source] <= set(its)
        added = its.keys() - FROM_THE_START[source]
        assert all(its[one] for one in added), "in older lines it is empty"


def test_it_holds_when_lines_were_let_go_of(database: Database, written: Organisation, settings: Settings) -> None:
    """Of the timelines: tests/acceptance/test_retention.py."""
    clock = database.clock
    assert isinstance(clock, SteppingClock)
    clock.offset += length(TERMS[Keeping.AUDIT].days + 1)
    assert forget_what_is_over(database, Store(settings))[written.id]["audit"] == LINES
    chain_up(database)
    found = looked_at(database, written.id, timedelta(hours=1))
    assert (found.broken, found.forgotten) == ([], LINES)
    with database.read() as session:
        ours = LinkRecord.organisation_id == written.id
        salted = select(LinkRecord.place).where(ours, LinkRecord.salt.is_not(None))
        assert session.scalars(salted).all() == [LINES + 1], "nobody can try out what was said"
    with database.write() as session:
        session.execute(delete(LinkRecord).where(LinkRecord.organisation_id == written.id, LinkRecord.place == 5))
    assert looked_at(database, written.id).broken != [], "also the link of what was let go of stays"


def test_several_clocks_add_each_line_once(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        for _ in range(A_BATCH):
            note(session, ours.id, Audited.TEAM_ADDED)
    with ThreadPoolExecutor(4) as pool:
        runs = [pool.submit(chain_up, database) for _ in range(4)]
    for run in runs:
        run.exception()  # the first end of a chain is made by one of them; the others may find it there
    chain_up(database)
    found = looked_at(database, ours.id, timedelta(hours=1))
    assert (found.links, found.broken) == (A_BATCH + 1, []), "and the profile that was loaded"


@pytest.mark.parametrize("kind", ["postgresql"], indirect=True)
def test_nobody_waits_for_a_chain(database: Database, written: Organisation) -> None:
    """While a clock has the end of the chain, a line is written all the same, and another clock leaves it alone."""
    with database.write() as clock:
        clock.scalars(select(ChainRecord).where(ChainRecord.organisation_id == written.id).with_for_update()).one()
        with database.write() as session:
            session.execute(text("SET LOCAL lock_timeout = '1ms'"))
            note(session, written.id, Audited.TEAM_ADDED)
        assert chain_up(database) == 0
    assert chain_up(database) == 1


def test_a_clock_that_goes_on_meanwhile_is_nobody_who_tampers(
    database: Database, written: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = chain._batches

    def and_then(session: Session, organisation_id: UUID) -> Iterator[Sequence[LinkRecord]]:
        yield from batches(session, organisation_id)
        with database.write() as other:
            note(other, written.id, Audited.TEAM_ADDED)
        assert chain_up(database) == 1

    with database.read() as session:
        at_one_moment(session)
        now = database.clock.now(session)
        monkeypatch.setattr(chain, "_batches", and_then)
        assert verify(session, written.id, now).broken == []
