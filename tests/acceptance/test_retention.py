"""Years pass: what was kept long enough goes, an open case stays whole, and the watch notices nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from achterwacht.addresses.described import NOWHERE
from achterwacht.alarms.first_taken import first_taken, first_taker
from achterwacht.alarms.records import AlarmRecord
from achterwacht.audit.chain import Verified, verify
from achterwacht.audit.records import Audited, AuditEventRecord
from achterwacht.clockwork.forgetting.people import SOMEBODY
from achterwacht.clockwork.forgetting.run import count_what_is_over
from achterwacht.events.records import EventRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.people.records import PersonRecord
from achterwacht.retention.records import ReachedRecord
from achterwacht.retention.rules import Keeping
from achterwacht.retention.service import set_term
from achterwacht.visits.records import VisitRecord
from documents.store import Store
from tests.acceptance.stories import panic
from tests.acceptance.threads import Thread
from tests.support.app_under_test import AppUnderTest
from tests.unit.test_pictures import a_photo

pytestmark = pytest.mark.on_both

A_HALF = timedelta(days=184)
THREE_YEARS, OVER_FIVE_YEARS = 6, 11


@pytest.mark.usefixtures("mail_leaves")
def test_years_later(app: AppUnderTest) -> None:
    """The organisation keeps reports for a year, as it chose; its closed one goes, its open one does not."""
    of_others = _letters(app)
    story = Thread(app, "woonmaatschappij", trusted_person=app.ali, prevention=app.ali)
    filed = story.begins("verbal")
    photo = {"file": ("foto.jpg", a_photo(), "image/jpeg")}
    app.jan.uploads(f"{story.path}/attachments", photo, expect=201, method="POST")
    story.completes()
    story.letter("warning", measureId=story.takes("warning")["id"])
    story.weeks_pass()
    assert _letters(app) - of_others, "its letter is in the store"
    story.closes("threatening", "warning")
    quiet = app.jan.checks_in(minutes=1, clientName="Mevrouw Pieters", background="Woont alleen")
    app.jan.does(quiet, "check-out")
    alarmed = panic(app)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="false_alarm")
    app.jan.does(alarmed, "check-out")
    body = {"kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij dreigde weer."}
    still_open = app.jan.posts("/v1/incidents", body, expect=201)
    app.jan.uploads(f"/v1/incidents/{still_open['id']}/attachments", photo, expect=201)
    stories = set(_events(app))
    planned = app.jan.plans(starts_in=60 * 24 * 365 * 6, minutes=60)
    with app.database.write() as session:
        set_term(session, app.ours.id, Keeping.REPORT, 365)
        left = select(PersonRecord).where(PersonRecord.organisation_id == app.ours.id)
        mohamed = session.scalars(left.where(PersonRecord.id == app.mohamed.id)).one()
        mohamed.active = False
    assert _over(app)["reports"] == 0
    before = len(list(Store(app.settings).keys("attachments")))
    for half in range(OVER_FIVE_YEARS):
        if half == THREE_YEARS:
            assert set(_reports(app)) == {filed["id"], still_open["id"]}, "the Belgian register keeps it for five years"
            assert _named_visits(app) == 2, "the planned visit, and the one of the report"
        app.clock.offset += A_HALF
        app.jobs.tick()
        app.forgets_messages()
        app.jobs.chain()
        _hours_pass(app)
        app.jobs.let_go()
        assert app.jobs.let_go() == 0, "a second run finds nothing"
        assert app.invariants_hold()
    assert _chain(app).forgotten > len(stories)
    assert _named_visits(app) == 1, "only the planned one has an address"
    assert not stories & set(_events(app)), "nobody's story is left"
    assert _reports(app) == [still_open["id"]]
    assert not _letters(app) - of_others
    assert len(list(Store(app.settings).keys("attachments"))) == before - 1
    assert app.karin.signs_in().asks(f"/v1/incidents/{still_open['id']}")["description"] == "Hij dreigde weer."
    assert app.jan.signs_in().visit(planned)["state"] == "planned"
    assert filed["id"] not in _reports(app)
    assert _over(app) == dict.fromkeys(_over(app), 0)
    with app.database.read() as session:
        name = select(PersonRecord.name).where(PersonRecord.organisation_id == app.ours.id)
        assert session.scalars(name.where(PersonRecord.id == app.mohamed.id)).one() == SOMEBODY
        old = select(AuditEventRecord).where(
            AuditEventRecord.organisation_id == app.ours.id, AuditEventRecord.at < app.now() - timedelta(days=731)
        )
        assert all((one.facts, one.by_id, one.about_id) == ({}, None, None) for one in session.scalars(old))
        told = select(AuditEventRecord.facts).where(
            AuditEventRecord.organisation_id == app.ours.id, AuditEventRecord.kind == Audited.FORGOTTEN
        )
        assert any(one.get("audit") for one in session.scalars(told)), "the audit says how much went"


def _hours_pass(app: AppUnderTest) -> None:
    """So many that what is over was counted until today: a day further each hour."""
    with app.database.write() as session:
        moments = {"at": app.now(), "moved_at": app.now()}
        session.execute(update(ReachedRecord).values(moments))


@pytest.mark.by_turns
def test_a_clock_in_another_year_takes_a_day_and_not_a_year(app: AppUnderTest) -> None:
    """It stood ten years ahead for some hours, and started over and over; then it was put right."""
    app.jobs.let_go()
    visit = app.jan.checks_in(minutes=1)
    app.jan.does(visit, "check-out")
    app.clock.offset += timedelta(days=25)
    _hours_pass(app)
    for leap in (timedelta(days=3650), timedelta(days=-4000), timedelta(days=800)):
        app.clock.offset += leap
        for _ in range(5):
            app.clock.offset += timedelta(minutes=5)
            app.jobs.let_go()
            app.jobs.forget()
        app.clock.offset -= leap
        assert _named_visits(app) == 1
    assert app.jan.asks("/v1/me")["name"] == app.jan.name, "no sign-in was forgotten"
    app.clock.offset += timedelta(days=28)
    _hours_pass(app)
    app.jobs.let_go()
    assert _named_visits(app) == 0, "it goes when it should"


@pytest.mark.by_turns
def test_who_begins_next_month_is_nobody_who_left(app: AppUnderTest) -> None:
    els = {"name": "Els Mulder", "email": "els@voorstad.test", "active": False}
    path = f"/v1/people/{app.anne.posts('/v1/people', els, expect=201)['id']}"
    app.clock.offset += timedelta(days=1)
    assert _over(app)["people who left"] == 0
    assert app.anne.signs_in().patches(path, {"active": True})["name"] == "Els Mulder"


@pytest.mark.by_turns
def test_who_left_keeps_their_name_for_its_term_where_the_audit_is_kept_shorter(app: AppUnderTest) -> None:
    """The day on which they left stands in the audit alone."""
    with app.database.write() as session:
        set_term(session, app.ours.id, Keeping.AUDIT, 365)
        set_term(session, app.ours.id, Keeping.PERSON, 730)
    path = f"/v1/people/{app.ali.id}"
    app.anne.patches(path, {"active": False})

    def named_after(days: int) -> bool:
        app.clock.offset += timedelta(days=days)
        _hours_pass(app)
        app.jobs.let_go()
        with app.database.read() as session:
            return session.get_one(PersonRecord, app.ali.id).name == app.ali.name

    assert named_after(400), "the audit of that day is over, and their account is not"
    assert named_after(320)
    assert not named_after(20)
    named_after(1)
    with app.database.read() as session:
        about = select(func.count()).select_from(AuditEventRecord).where(AuditEventRecord.about_id == app.ali.id)
        assert session.scalars(about.where(AuditEventRecord.kind == Audited.PERSON_LEFT)).one() == 0, "and goes then"


def _letters(app: AppUnderTest) -> set[str]:
    """The letters in the store, which the stories that were told before share with this one."""
    return {one.key for one in Store(app.settings).keys("letters")}


def _over(app: AppUnderTest) -> dict[str, int]:
    with app.database.read() as session:
        return dict(count_what_is_over(session, app.ours.id, app.now()))


def _chain(app: AppUnderTest) -> Verified:
    with app.database.read() as session:
        return verify(session, app.ours.id, app.now())


def _events(app: AppUnderTest) -> list[Any]:
    with app.database.read() as session:
        return list(session.scalars(select(EventRecord.id).where(EventRecord.organisation_id == app.ours.id)))


def _named_visits(app: AppUnderTest) -> int:
    with app.database.read() as session:
        mine = select(func.count()).select_from(VisitRecord).where(VisitRecord.organisation_id == app.ours.id)
        return session.scalars(mine.where(VisitRecord.address_key != NOWHERE.key)).one()


def _reports(app: AppUnderTest) -> list[str]:
    with app.database.read() as session:
        found = session.scalars(select(IncidentRecord.id).where(IncidentRecord.organisation_id == app.ours.id))
        return [str(one) for one in found]


@pytest.mark.by_turns
def test_who_first_took_an_alarm_outlasts_its_story(app: AppUnderTest) -> None:
    """The figures count how soon somebody came, for longer than the story is kept."""
    alarmed = panic(app)
    alarm = app.fatima.alarm()
    app.clock.offset += timedelta(seconds=20)
    app.fatima.on_alarm(alarm, "acknowledge")
    app.passes(minutes=10)
    app.karin.on_alarm(alarm, "acknowledge")
    app.karin.on_alarm(alarm, "resolve", outcome="false_alarm")
    app.jan.does(alarmed, "check-out")
    app.forgets_messages()

    def first_taken_by() -> tuple[Any, ...]:
        with app.database.read() as session:
            return tuple(session.execute(select(first_taker(), first_taken()).select_from(AlarmRecord)).one())

    taken, stories = first_taken_by(), set(_events(app))
    assert taken[0] == app.fatima.id
    app.clock.offset += timedelta(days=420)
    app.jobs.let_go()
    _hours_pass(app)
    app.jobs.let_go()
    assert not stories & set(_events(app))
    assert first_taken_by() == taken
