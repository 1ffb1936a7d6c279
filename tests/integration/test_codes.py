"""watch-rules.md, "Codes and words in SMS": what a code is, on both databases."""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from achterwacht.clockwork.codes import forget_old_codes
from achterwacht.code_purposes import CodePurpose
from achterwacht.codes import service
from achterwacht.codes.records import CodeRecord
from achterwacht.codes.service import CodeFor, find_code, hand_out
from achterwacht.roots import alarm as about
from achterwacht.roots import visit
from achterwacht.use_cases import panic
from tests.support.engine import Engine, by

LADDER, POLICE, CHECK_CALL = CodePurpose.LADDER, CodePurpose.POLICE, CodePurpose.CHECK_CALL
TWO_DAYS = timedelta(hours=48).total_seconds()


def give(engine: Engine, wanted: Iterable[CodeFor]) -> dict[CodeFor, str]:
    with engine.database.write() as session:
        return hand_out(session, engine.ours.id, wanted, engine.clock.now(session))


def forget(engine: Engine) -> None:
    with engine.database.write() as session:
        forget_old_codes(session, engine.clock.now(session))


def test_a_code_belongs_to_one_purpose_and_one_recipient(engine: Engine) -> None:
    alarm, karin, fatima = uuid4(), engine.ours.manager.id, engine.ours.colleague.id
    wanted = [CodeFor(person, purpose, about(alarm)) for person in (karin, fatima) for purpose in (LADDER, POLICE)]
    given = give(engine, wanted)
    assert given.keys() == set(wanted)
    assert all(code.isdecimal() and len(code) == 4 for code in given.values())
    assert given[wanted[0]] != given[wanted[1]], "a code says what 1 and 2 mean"
    with engine.database.read() as session:
        found = find_code(session, engine.ours.id, karin, given[wanted[1]])
        assert found is not None
        assert (found.purpose, found.subject) == (POLICE, about(alarm))
        elsewhere = find_code(session, engine.ours.id, engine.ours.manager2.id, given[wanted[1]])
    assert elsewhere is None


def test_who_has_a_code_for_the_same_thing_keeps_it(engine: Engine) -> None:
    wanted = [CodeFor(engine.ours.manager.id, LADDER, about(uuid4()))]
    assert give(engine, wanted) == give(engine, wanted)


def test_a_recipients_codes_are_all_different_and_longer_when_four_digits_do_not_suffice(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "ROOM", 9000 - 40)
    karin = engine.ours.manager.id
    first, then = (
        list(give(engine, [CodeFor(karin, LADDER, about(uuid4())) for _ in range(40)]).values()) for _ in range(2)
    )
    assert len({*first, *then}) == 80
    assert {len(code) for code in first} == {4}
    assert {len(code) for code in then} <= {5, 6}


def test_a_code_drawn_twice_is_drawn_again_as_short(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "ROOM", 9000 - 2)
    draws = iter((7, 7, 7, 8))
    monkeypatch.setattr(secrets, "randbelow", lambda _: next(draws))
    wanted = [CodeFor(engine.ours.manager.id, LADDER, about(uuid4())) for _ in range(2)]
    assert sorted(give(engine, wanted).values()) == ["1007", "1008"], "what was not kept takes no room"


@pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
def test_a_code_rests_for_48_hours_and_as_long_as_its_alarm_is_open(engine: Engine) -> None:
    with engine.database.write() as session:
        panic.raise_panic(session, by(engine.ours.worker, engine.ours))
    open_codes = {one.code for one in codes(engine)}
    assert open_codes
    give(engine, [CodeFor(engine.ours.manager.id, CHECK_CALL, visit(uuid4()))])
    engine.clock.forward(TWO_DAYS - 60)
    forget(engine)
    assert len(codes(engine)) == len(open_codes) + 1
    engine.clock.forward(120)
    forget(engine)
    assert {one.code for one in codes(engine)} == open_codes


def codes(engine: Engine) -> list[CodeRecord]:
    with engine.database.read() as session:
        found = session.scalars(select(CodeRecord), execution_options={"across_organisations": True}).all()
        session.expunge_all()
        return list(found)
