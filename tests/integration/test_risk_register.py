"""The risk register on both databases: marks, look-ups, their log, and reading a file."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, event, select, text
from sqlalchemy.exc import IntegrityError

from achterwacht.addresses.address import Address, DutchAddress
from achterwacht.addresses.likeness import is_near
from achterwacht.addresses.reading import read_address
from achterwacht.audit.records import LookupRecord
from achterwacht.audit.service import was_about
from achterwacht.creation import IdTaken
from achterwacht.kinds import Actor
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.running import manager_word
from achterwacht.refused import NotFound, WrongInput
from achterwacht.risks import service
from achterwacht.risks.drafts import Draft
from achterwacht.risks.look_up import NOT_CHECKED, LookUp
from achterwacht.risks.records import RiskMarkRecord
from achterwacht.risks.rules import Advice, OwnProposal
from foundation.session import Database
from tests.support.organisations import Employee, Organisation
from tests.support.postcodes import says_postcode

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)


def address(addition: str = "A") -> Address:
    return read_address({"country": "NL", "postcode": "5211 AA", "houseNumber": 12, "addition": addition})


def draft(addition: str = "A", **fields: Any) -> Draft:
    known: dict[str, Any] = {"advice": (Advice.PAIRS,), "reason": "Bedreiging in mei", "review_date": date(2027, 5, 1)}
    return Draft(address=address(addition), **known | fields)


def actor(ours: Organisation, who: Employee) -> Actor:
    return Actor(ours.id, who.id, who.name)


def caller(ours: Organisation, who: Employee) -> Caller:
    return Caller(who.id, ours.id, who.name, frozenset())


def propose(database: Database, ours: Organisation, proposal: Draft, who: Employee | None = None) -> UUID:
    with database.write() as session:
        return service.propose(session, caller(ours, who or ours.manager), proposal, NOW).id


def look_up(database: Database, ours: Organisation, where: Address, now: datetime = LATER) -> LookUp:
    with database.write() as session:
        return service.look_up(session, ours.id, ours.worker.id, where, "intake", None, now)


def test_a_look_up_answers_what_to_do_and_is_logged(database: Database, ours: Organisation) -> None:
    mark_id = propose(database, ours, draft(instruction="Er is een hond."))
    found = look_up(database, ours, address(" a"))
    assert found == LookUp(True, LATER, (Advice.PAIRS,), ("Ga met z'n tweeën.", "Er is een hond."), True)
    assert found.to_dict() == {
        "checked": True,
        "checkedAt": "2026-11-21T09:31:00Z",
        "advice": ["pairs"],
        "instructions": ["Ga met z'n tweeën.", "Er is een hond."],
        "provisional": True,
        "sameBuilding": False,
        "noAddress": False,
    }
    with database.read() as session:
        line = session.scalars(select(LookupRecord).where(LookupRecord.organisation_id == ours.id)).one()
        assert (line.person_id, line.at, line.purpose, line.mark_ids) == (
            ours.worker.id,
            LATER,
            "intake",
            [str(mark_id)],
        )
        assert was_about(line, address("A").key)
        assert not was_about(line, address("B").key)
        assert not says_postcode(
            str({name: getattr(line, name) for name in ("purpose", "address_digest", "salt", "mark_ids")})
        )


def test_only_the_exact_address_in_the_own_organisation(
    database: Database, ours: Organisation, strangers: Organisation
) -> None:
    propose(database, ours, draft())
    for where, app in ((address("B"), ours), (address(""), ours), (address("A"), strangers)):
        found = look_up(database, app, where)
        assert (found.checked, found.advice, found.instructions) == (True, (), ())


PLACES = st.builds(
    DutchAddress,
    postcode=st.sampled_from(["5211AA", "5212BB"]),
    house_number=st.sampled_from([12, 13]),
    addition=st.sampled_from([None, "A", "B"]),
    register_id=st.sampled_from([None, "0796200000000001", "0796200000000002"]),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PLACES, max_size=4), PLACES)
def test_what_is_found_is_what_shares_a_key(
    database: Database, ours: Organisation, marked: list[Address], asked: Address
) -> None:
    """The database finds the same marks as the rule says, whoever chose from a register and whoever typed."""
    with database.write() as session:
        session.execute(delete(RiskMarkRecord).where(RiskMarkRecord.organisation_id == ours.id))
        for number, place in enumerate(marked):
            proposal = Draft(place, (Advice.PAIRS,), "Bedreiging", date(2027, 5, 1), instruction=f"Mark {number}")
            service.propose(session, caller(ours, ours.manager), proposal, NOW)
    here = {f"Mark {number}" for number, place in enumerate(marked) if set(place.keys) & set(asked.keys)}
    beside = [place for place in marked if is_near(asked, place) and not set(place.keys) & set(asked.keys)]
    found = look_up(database, ours, asked)
    assert set(found.instructions) - {"Ga met z'n tweeën."} == here
    assert found.advice == ((Advice.PAIRS,) if here else ())
    assert found.same_building is bool(beside)


def test_a_flemish_address_written_otherwise_is_hinted_at(database: Database, ours: Organisation) -> None:
    def at(**written: str) -> Address:
        return read_address({"country": "BE", "postcode": "9000", "city": "Gent", **written})

    propose(
        database, ours, Draft(at(street="Kon. Astridlaan", houseNumber="12-14"), (Advice.PAIRS,), "B", date(2027, 5, 1))
    )
    for near in (
        {"street": "Koningin Astridlaan", "houseNumber": "12"},
        {"street": "Koningin Astridlaan", "houseNumber": "14/2"},
        {"street": "Kon. Astridlaan", "houseNumber": "13A", "registerId": "36416228"},
    ):
        found = look_up(database, ours, at(**near))
        assert (found.advice, found.same_building) == ((), True), near
    for elsewhere in (
        {"street": "Koningin Astridlaan", "houseNumber": "16"},
        {"street": "Veldstraat", "houseNumber": "12"},
    ):
        assert not look_up(database, ours, at(**elsewhere)).same_building, elsewhere


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_each_key_has_its_index(database: Database, ours: Organisation) -> None:
    """A look-up must not read all marks of an organisation."""
    asked: list[tuple[str, Any]] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_c: Any, _cu: Any, statement: str, parameters: Any, *_: Any) -> None:
        asked.append((statement, parameters))

    look_up(database, ours, DutchAddress("5211AA", 12, "A", register_id="0796200000000001"))
    ((statement, parameters),) = [one for one in asked if "FROM risk_mark" in one[0]]
    with database.engine.connect() as connection:
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
    assert [line.partition("INDEX ")[2] for line in plan if "risk_mark" in line] == [
        "ix_risk_mark_building (organisation_id=? AND building_key=?)",
        "ix_risk_mark_register (organisation_id=? AND register_key=?)",
    ]


def test_another_number_in_the_building_only_while_its_mark_is_in_force(database: Database, ours: Organisation) -> None:
    mark_id = propose(database, ours, draft("A"))
    assert look_up(database, ours, address("B")).same_building
    with database.read() as session:
        line = session.scalars(select(LookupRecord).where(LookupRecord.organisation_id == ours.id)).one()
        assert (line.mark_ids, line.same_building) == ([], True)
    assert not look_up(database, ours, address("A")).same_building
    assert not look_up(database, ours, address("B"), NOW + timedelta(days=8)).same_building
    with database.write() as session:
        service.end(session, actor(ours, ours.registrar), mark_id, "Verhuisd", LATER)
    assert not look_up(database, ours, address("B")).same_building


def test_approval_by_another_and_the_end(database: Database, ours: Organisation, strangers: Organisation) -> None:
    mark_id = propose(database, ours, draft())
    with database.write() as session, pytest.raises(OwnProposal):
        service.approve(session, actor(ours, ours.manager), mark_id, LATER)
    with database.write() as session, pytest.raises(NotFound):
        service.approve(session, actor(strangers, strangers.registrar), mark_id, LATER)
    with database.write() as session:
        service.approve(session, actor(ours, ours.registrar), mark_id, LATER)
    assert not look_up(database, ours, address()).provisional
    with database.write() as session:
        service.end(session, actor(ours, ours.registrar), mark_id, "Verhuisd", LATER)
    assert look_up(database, ours, address()).advice == ()
    with database.read() as session:
        assert [mark.end_reason for mark in service.list_marks(session, ours.id)] == ["Verhuisd"]
        assert not service.list_marks(session, strangers.id)


def test_the_database_itself_wants_four_eyes(database: Database, ours: Organisation) -> None:
    mark_id = propose(database, ours, draft())
    with database.write() as session:
        mark = session.get_one(RiskMarkRecord, (mark_id, ours.id))
        mark.approved_by, mark.approved_at = ours.manager.id, LATER
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()


def test_the_same_id_with_the_same_proposal_is_the_same_mark(
    database: Database, ours: Organisation, strangers: Organisation
) -> None:
    chosen = uuid4()
    assert {propose(database, ours, draft(id=chosen)) for _ in range(2)} == {chosen}
    assert propose(database, ours, draft("-a", id=chosen)) == chosen
    for app, who, other in (
        (ours, ours.manager, draft(id=chosen, reason="Anders")),
        (ours, ours.manager2, draft(id=chosen)),
    ):
        with pytest.raises(IdTaken):
            propose(database, app, other, who)
    assert propose(database, strangers, draft(id=chosen), strangers.manager) == chosen, "theirs is another one"


def test_every_wrong_field_of_a_proposal(database: Database, ours: Organisation) -> None:
    with pytest.raises(WrongInput) as refused:
        propose(database, ours, draft(advice=(), reason=" ", review_date=date(2026, 11, 20), instruction="x" * 501))
    assert [(one.pointer, one.code) for one in refused.value.wrong] == [
        ("/advice", "too_few"),
        ("/reason", "missing"),
        ("/instruction", "longer_than"),
        ("/reviewDate", "review_in_past"),
    ]


def test_a_look_up_for_a_visit_costs_two_statements_and_its_guard(
    database: Database, ours: Organisation, kind: str
) -> None:
    propose(database, ours, draft())
    said: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *heard: said.append(heard[2].split()[0]))
    with database.write() as session:
        # As in a request: who asks was read with their organisation, and the process knows its protocol.
        organisation = session.get_one(OrganisationRecord, ours.id)
        manager_word(session, organisation.id)
        said.clear()
        found = service.look_up_for_visit(session, ours.id, ours.worker.id, address(), uuid4(), LATER, ())
        guarded = ["SAVEPOINT"] if kind == "postgresql" else []
        assert [one for one in said if one != "BEGIN"] == [*guarded, "SELECT", "INSERT"], (
            "the marks with the measures in force there, and the line in the log"
        )
    assert found["advice"] == ["pairs"]


def test_a_register_that_fails_later_takes_nothing_back(database: Database, ours: Organisation) -> None:
    """A changed mark asks for several visits in one transaction."""
    propose(database, ours, draft())
    with database.write() as session:
        first = service.look_up_for_visit(session, ours.id, ours.worker.id, address(), uuid4(), LATER, ())
        session.execute(text("ALTER TABLE risk_mark RENAME TO elsewhere"))
        second = service.look_up_for_visit(session, ours.id, ours.worker.id, address(), uuid4(), LATER, ())
        session.execute(text("ALTER TABLE elsewhere RENAME TO risk_mark"))
    assert (first["advice"], second) == (["pairs"], NOT_CHECKED.to_dict())
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM lookup")).scalar_one() == 1


@pytest.mark.parametrize(
    "broken", ["ALTER TABLE risk_mark RENAME TO elsewhere", "ALTER TABLE lookup RENAME TO elsewhere"]
)
def test_a_register_that_fails_stops_nobody(
    database: Database, ours: Organisation, broken: str, caplog: pytest.LogCaptureFixture
) -> None:
    propose(database, ours, draft())
    with database.write() as session:
        session.execute(text(broken))
    with database.write() as session:
        found = service.look_up_for_visit(session, ours.id, ours.worker.id, address(), uuid4(), LATER, ())
        assert found == NOT_CHECKED.to_dict()
        assert (found["checked"], found["advice"]) == (False, None)
        assert session.execute(text("SELECT count(*) FROM person")).scalar_one() > 0
    told = caplog.text
    assert "risk register" in told
    assert not says_postcode(told)
