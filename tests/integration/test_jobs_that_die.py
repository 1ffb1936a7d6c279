"""The process is gone just before a commit: what was committed stands, what was not never happened, and the next run
ends it. The chain of the audit, what is let go of, and a link to an account."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from achterwacht.audit.chain import A_BATCH, verify
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.audit.trail import note
from achterwacht.clockwork.chained import chain_up
from achterwacht.clockwork.forgetting.run import forget_what_is_over
from achterwacht.people.account_links import LinkOver, make_link, use_link
from achterwacht.people.records import AccountLinkRecord, LinkReason, PersonRecord
from achterwacht.retention.rules import TERMS, Keeping, length
from documents.store import Store
from foundation.session import Database
from foundation.settings import Settings
from tests.support.app_under_test import SteppingClock, wednesday_morning
from tests.support.dying import death_before
from tests.support.organisations import Organisation, an_organisation

COMMITS = 6
"""More than one of these jobs needs."""


def dying(database: Database, job: Callable[[], object]) -> None:
    """Carry it out over and over, dying before each of its commits in turn; then once undisturbed."""
    for commit in range(1, COMMITS):
        with death_before(database, commit):
            job()
    job()


@pytest.fixture
def written(database: Database) -> Organisation:
    """An organisation of which the audit tells more than fits in a batch."""
    database.clock = SteppingClock(wednesday_morning())
    ours = an_organisation(database, "voorstad")
    with database.write() as session:
        for _ in range(A_BATCH + 20):
            note(session, ours.id, Audited.TEAM_ADDED)
    return ours


def holds(database: Database, ours: Organisation) -> int:
    with database.read() as session:
        found = verify(session, ours.id, database.clock.now(session))
    assert found.broken == []
    return found.links


@pytest.mark.by_turns
def test_a_chain_and_what_is_let_go_of(database: Database, written: Organisation, settings: Settings) -> None:
    dying(database, lambda: chain_up(database))
    assert holds(database, written) >= A_BATCH + 20
    clock = database.clock
    assert isinstance(clock, SteppingClock)
    clock.offset += length(TERMS[Keeping.AUDIT].days + 1)
    dying(database, lambda: forget_what_is_over(database, Store(settings)))
    chain_up(database)
    holds(database, written)
    with database.read() as session:
        mine = select(AuditEventRecord).where(AuditEventRecord.organisation_id == written.id)
        kept = mine.where(AuditEventRecord.kind == Audited.TEAM_ADDED, AuditEventRecord.via != "")
        assert session.scalars(kept).all() == []


@pytest.mark.by_turns
def test_a_link_is_used_or_it_is_not(database: Database, ours: Organisation) -> None:
    with database.write() as session:
        person = session.get_one(PersonRecord, ours.worker2.id)
        before, secret = person.password_hash, make_link(session, person, LinkReason.INVITED)

    def uses() -> None:
        with database.write() as session:
            use_link(session, secret, "another")

    with death_before(database, 1):
        uses()
    with database.read() as session:
        assert session.get_one(PersonRecord, ours.worker2.id).password_hash == before
        mine = select(AccountLinkRecord.used_at).where(AccountLinkRecord.person_id == ours.worker2.id)
        assert session.scalars(mine).all() == [None]
    uses()
    with pytest.raises(LinkOver):
        uses()
