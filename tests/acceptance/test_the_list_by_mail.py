"""The list of a team reaches its desk at the times it chose: once, and somebody hears when it does not."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from achterwacht.clockwork import desk_mail
from achterwacht.deadlines.records import DeadlineRecord
from achterwacht.people.records import TeamRecord
from achterwacht.visits.records import VisitRecord
from notifications.records import AttemptRecord, MessageRecord, MessageState
from notifications.texts.templates import Template
from scheduler.jobs import Jobs
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, local_time, not_ok
from tests.support.app_under_test import AppUnderTest
from tests.support.mail_server import TAKEN, Gate, MailServer

DESK = "balie@voorbeeld.test"
ACROSS = {"across_organisations": True}
NOT_MAILED = "De lijst wie waar is van Inkomen kon niet gemaild worden."


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def wall(app: AppUnderTest, minutes: int) -> str:
    """The time on the wall so many minutes from now; the next whole minute at least."""
    moment = app.now() + timedelta(minutes=minutes + 1)
    return moment.astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%H:%M")


def chooses(
    app: AppUnderTest, *minutes: int, to: tuple[str, ...] = (DESK,), team: Any = None, expect: int = 200
) -> Json:
    """The administrator lets the list be mailed so many minutes from now, every day."""
    body = {"addresses": to, "days": [1, 2, 3, 4, 5, 6, 7], "times": [wall(app, one) for one in minutes]}
    path = f"/v1/teams/{team or app.ours.team}/desk-mail"
    answer = app.http.put(path, json=body, headers=app.anne.employee.headers)
    assert answer.status_code == expect, answer.text
    found: Json = answer.json()
    return found


def setting(app: AppUnderTest) -> Json:
    return app.anne.asks(f"/v1/teams/{app.ours.team}/desk-mail")


def test_who_is_where_until_when_with_numbers(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    ali = str(app.ali.id)
    with_ali = [{"personId": ali}, {"name": "Tolk Noor", "phone": "0612345699"}]
    visit = app.jan.checks_in(minutes=60, companions=with_ali, purpose="heronderzoek", clientReference="Z-1")
    later = app.ali.plans(starts_in=120, minutes=30)
    chosen = chooses(app, 5, 10)
    assert (chosen["addresses"], chosen["last"]) == ([DESK], None)
    app.passes(minutes=7)
    (mail,) = server.taken
    assert mail.to == DESK
    assert mail.subject.startswith("Wie is waar: Inkomen, ")
    assert not any(name in mail.subject for name in ("Jan", "Dorpsstraat", "Vries"))
    jan, number = app.jan.employee, f"06 {app.jan.employee.phone[4:]}"
    for text in (mail.text, mail.page):
        assert jan.name in text
        assert number in text
        assert f"Dorpsstraat {visit['address']['houseNumber']}, Den Bosch" in text
        assert f"Dorpsstraat {later['address']['houseNumber']}, Den Bosch" in text
        assert local_time(visit["startedAt"]) in text
        assert f"Bel om {local_time(visit['expectedEnd'])}" in text
        assert f"06 {app.ali.employee.phone[4:]}" in text, "who comes along, with the number they have with us"
        assert "Tolk Noor" in text
        assert "0612345699" in text, "as it was typed"
        assert "Fatima Bakker" in text
        assert "Karin Smit" in text
        assert "112" in text
        assert f"De volgende lijst komt {_day(app)} om {chosen['times'][1]}." in text
        for unneeded in ("J. de Vries", "heronderzoek", "Z-1"):
            assert unneeded not in text, "what a desk doesn't need stays inside"
    assert setting(app)["last"]["state"] == "sent"
    app.jan.does(visit, "check-out")
    app.ali.does(later, "cancel")
    app.forgets_messages()


def test_when_nobody_is_out_it_says_so(app: AppUnderTest, server: MailServer) -> None:
    """Silence must mean trouble."""
    app.mails_through(server)
    chooses(app, 5, 10)
    app.passes(minutes=12)
    assert [("Niemand op pad." in mail.text, "Niemand op pad." in mail.page) for mail in server.taken] == [
        (True, True)
    ] * 2
    app.passes(minutes=24 * 60)
    assert len(server.taken) == 4, "and tomorrow again"


def test_teams_choose_for_themselves(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    other = app.anne.posts("/v1/teams", {"name": "Wijken"}, expect=201)["id"]
    visit = app.jan.checks_in(minutes=60)
    chooses(app, 5, to=(DESK, " Nacht@Voorbeeld.test "))
    chooses(app, 8, to=("wijken@voorbeeld.test",), team=other)
    app.passes(minutes=7)
    assert sorted(mail.to for mail in server.taken) == [DESK, "nacht@voorbeeld.test"]
    app.passes(minutes=3)
    (mail,) = server.to("wijken@voorbeeld.test")
    assert "Jan de Wit" not in mail.text
    assert "Wijken" in mail.subject
    app.jan.does(visit, "check-out")
    app.forgets_messages()


NO_MAIL: dict[str, list[str]] = {"addresses": [], "days": [], "times": []}


@pytest.mark.on_both
def test_without_a_choice_nothing_is_mailed_and_a_choice_ends(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    off = {**NO_MAIL, "canMail": True, "nextAt": None, "last": None}
    assert setting(app) == off, "off until somebody wants it"
    assert chooses(app, 5)["nextAt"] is not None
    assert (
        app.http.put(f"/v1/teams/{app.ours.team}/desk-mail", json=NO_MAIL, headers=app.anne.employee.headers).json()
        == off
    )
    app.passes(minutes=24 * 60)
    assert server.taken == []


@pytest.mark.on_both
def test_an_alarm_is_named_and_a_silent_one_is_not(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    visit = not_ok(app, minutes=60)
    app.ali.sets_pin("1234", duress="9999")
    forced = app.ali.checks_in(minutes=60)
    app.ali.does(forced, "check-out", pin="9999")
    chooses(app, 1)
    app.passes(minutes=3)
    (mail,) = server.taken
    assert f"Alarm sinds {local_time(app.jan.visit(visit)['alarm']['openedAt'])}. Bel nu" in mail.text
    silent = mail.text[mail.text.index("Ali Demir") :]
    assert silent.index("Bel deze collega niet zelf. Bel eerst de teammanager.") < silent.index("Achterwacht nu")
    assert "stil" not in mail.text.lower()
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="safe")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


@pytest.mark.on_both
def test_a_drill_is_marked(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    visit = app.jan.checks_in(minutes=60)
    with app.database.write() as session:
        for record in session.scalars(select(VisitRecord), execution_options=ACROSS):
            record.drill = True
    chooses(app, 1)
    app.passes(minutes=3)
    assert "OEFENING Jan de Wit" in server.taken[0].text
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.on_both
def test_several_clocks_mail_it_once(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    chooses(app, 1, to=(DESK, "nacht@voorbeeld.test"))
    app.clock.offset += timedelta(minutes=3)
    clocks = [Jobs(app.database, app.settings, f"clock {number}") for number in range(3)]
    together = Barrier(len(clocks))

    def goes(jobs: Jobs) -> None:
        together.wait()
        for _ in range(3):
            jobs.tick()
            jobs.post()

    threads = [Thread(target=goes, args=(one,)) for one in clocks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    for one in clocks:
        one.close()
    assert sorted(mail.to for mail in server.taken) == [DESK, "nacht@voorbeeld.test"]
    with app.database.read() as session:
        deadlines = select(func.count()).select_from(DeadlineRecord).where(DeadlineRecord.kind == "whereabouts")
        assert session.scalar(deadlines, execution_options=ACROSS) == 2, "the one that fired, and tomorrow's"


def test_after_a_stop_it_is_mailed_once_and_as_it_is_now(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    visit = app.jan.checks_in(minutes=240)
    chooses(app, 5, 10, 15)
    app.clock.offset += timedelta(minutes=12)
    app.jan.does(visit, "check-out")
    app.jobs.tick()
    app.jobs.post()
    (mail,) = server.taken
    assert "Niemand op pad." in mail.text
    app.passes(minutes=5)
    assert len(server.taken) == 2
    app.forgets_messages()


def test_a_server_that_is_away_is_tried_again_and_the_administrators_hear_it_once(app: AppUnderTest) -> None:
    with MailServer() as server:
        app.mails_through(server)
    visit = app.jan.checks_in(minutes=20)
    chooses(app, 1, 6)
    app.passes(minutes=3)
    app.anne.phone.is_silent()
    assert setting(app)["last"]["code"] == "connection"
    assert app.invariants_hold(), "the watch is well: nobody may be called out of bed for a mail server"
    app.jan.does(visit, "check-out")
    app.passes(minutes=4)
    assert app.anne.phone.expects_sms().text.startswith(NOT_MAILED)
    with server:
        app.passes(minutes=1)
        (mail,) = server.taken
        assert "Niemand op pad." in mail.text, "the older list, which was no longer true, was not sent"
    app.forgets_messages()


def test_an_address_that_does_not_exist_is_told_at_once(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    server.answers = ["550 no such user", TAKEN]
    chooses(app, 1, to=(DESK, "nacht@voorbeeld.test"))
    app.passes(minutes=3)
    assert len(server.taken) == 1
    assert app.anne.phone.expects_sms().text.startswith(NOT_MAILED)
    last = setting(app)["last"]
    assert (last["state"], last["code"]) == ("failed", "smtp_550")


def test_a_busy_server_gets_it_a_moment_later(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    server.answers = ["451 try later", "451 try later"]
    chooses(app, 1)
    app.passes(minutes=3)
    assert len(server.taken) == 1
    app.anne.phone.is_silent()


def test_a_goodbye_that_goes_wrong_sends_nothing_twice(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    server.goodbye = "421 tired"
    chooses(app, 1)
    app.passes(minutes=3)
    assert len(server.taken) == 1


def test_a_server_that_hangs_holds_no_alarm_up(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    gate = Gate()
    server.holds = gate
    chooses(app, 1)
    app.clock.offset += timedelta(minutes=3)
    app.jobs.tick()
    posting = Thread(target=app.jobs.post)
    posting.start()
    assert gate.reached.wait(30)
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "panic")
    app.jobs.tick()
    app.jobs.dispatch()
    assert posting.is_alive()
    assert [sms.to for sms in app.twilio.messages if sms.text.startswith("NOOD")], "while the mail still hangs"
    gate.opens()
    posting.join(60)
    assert len(server.taken) == 1
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.jan.does(visit, "check-out")
    app.forgets_messages()


def test_without_a_mail_server_it_can_not_be_chosen_and_does_not_fall_silent(
    app: AppUnderTest, server: MailServer
) -> None:
    problem = chooses(app, 1, expect=400)
    assert problem["errors"][0] | {"detail": ""} == {"pointer": "/addresses", "code": "no_mail_server", "detail": ""}
    before = app.settings
    app.mails_through(server)
    chooses(app, 1)
    app.settings = before
    app.jobs = Jobs(app.database, before, "clock")
    app.passes(minutes=3)
    assert app.anne.phone.expects_sms().text.startswith(NOT_MAILED)
    assert setting(app)["last"]["code"] == "no_mail_server"


def test_a_list_that_can_not_be_made_is_told(
    app: AppUnderTest, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("a mistake")

    app.mails_through(server)
    app.expects_error("deadline could not be decided")
    visit = app.jan.checks_in(minutes=5)
    chooses(app, 1)
    with monkeypatch.context() as patch:
        patch.setattr(desk_mail, "whereabouts", broken)
        app.clock.offset += timedelta(minutes=3)
        for _ in range(3):
            app.jobs.tick()
    app.settles()
    assert app.anne.phone.expects_sms().text.startswith(NOT_MAILED)
    app.jan.does(visit, "check-out")
    app.passes(minutes=6)
    assert len(server.taken) == 1, "and it is tried again"
    app.forgets_messages()


@pytest.mark.on_both
def test_lists_are_thrown_away_after_three_days(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    server.answers = ["451 try later"]
    chooses(app, 1)
    app.passes(minutes=3)
    app.jobs.forget()
    assert len(server.taken) == 1
    assert _rows(app) == (1, 1), "the mail, and the try that failed"
    app.clock.offset += timedelta(days=3)
    app.jobs.forget()
    assert _rows(app) == (0, 0)
    app.passes(minutes=1)


@pytest.mark.on_both
def test_a_list_that_still_waits_outlives_a_clock_that_leaps(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    chooses(app, 1)
    app.clock.offset += timedelta(minutes=3)
    app.jobs.tick()
    app.clock.offset += timedelta(days=3)
    app.jobs.forget()
    with app.database.read() as session:
        states = session.scalars(select(MessageRecord.state).where(MessageRecord.template == Template.WHEREABOUTS))
        assert list(states) == [MessageState.PENDING]
    app.settles()
    app.forgets_messages()


def test_everything_wrong_is_said_at_once(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    path = f"/v1/teams/{app.ours.team}/desk-mail"
    body = {"addresses": ["balie", "Naam <a@b.test>", "a@b.test\nBcc: c@d.test"], "days": [], "times": []}
    answer = app.http.put(path, json=body, headers=app.anne.employee.headers)
    assert {one["pointer"]: one["code"] for one in answer.json()["errors"]} == {
        "/addresses/0": "email_invalid",
        "/addresses/1": "email_invalid",
        "/addresses/2": "email_invalid",
        "/days": "too_few",
        "/times": "too_few",
    }
    shape = {"addresses": [DESK], "days": [8], "times": ["24:00"]}
    assert app.http.put(path, json=shape, headers=app.anne.employee.headers).status_code == 400


def _day(app: AppUnderTest) -> str:
    return app.now().astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%d-%m-%Y")


def _rows(app: AppUnderTest) -> tuple[int, int]:
    with app.database.read() as session:
        mails = select(MessageRecord.id).where(MessageRecord.subject.in_(select(TeamRecord.id)))
        found = session.scalars(mails, execution_options=ACROSS).all()
        return len(found), len(session.scalars(select(AttemptRecord.id), execution_options=ACROSS).all())
