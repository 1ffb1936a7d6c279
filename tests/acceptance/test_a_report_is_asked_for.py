"""An alarm that ended badly is reported: whoever it happened to is asked, then the manager, and nobody is forgotten."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete

from achterwacht.people.records import GrantRecord, PersonRecord
from achterwacht.people.roles import Role
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.records import TaskRecord
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, Json, panic
from tests.acceptance.test_the_thread import takes_note
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.mail_server import MailServer, Taken
from tests.support.organisations import an_employee

REPORT = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde met een mes"}
A_DAY = 24 * 60


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    return app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


def ended(app: AppUnderTest, outcome: str = "incident") -> tuple[Json, Json]:
    """Jan pressed the noodknop on a visit, and Karin closed the alarm so."""
    visit = panic(app)
    alarm = app.karin.alarm()
    app.karin.on_alarm(alarm, "resolve", outcome=outcome)
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    return visit, alarm


def tasks(who: Person, *, mine: bool = True) -> list[Json]:
    """Who is asked for a report. What follows once there is one, the other stories tell."""
    """Those to report: what follows on a report is another story."""
    found: list[Json] = who.asks(f"/v1/tasks?mine={str(mine).lower()}")["tasks"]
    return [one for one in found if one["kind"] == "report"]


def the_task(app: AppUnderTest) -> Json:
    (task,) = tasks(app.karin, mine=False)
    return task


def told(server: MailServer, since: int) -> list[tuple[str, str]]:
    """Who got a mail since, and how it begins."""
    return sorted((mail.to, mail.text.split("\n")[0]) for mail in server.taken[since:])


def local(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone(ZoneInfo("Europe/Amsterdam")).strftime("%a %H:%M")


@pytest.mark.parametrize("outcome", ["incident", "help_given"])
def test_whoever_it_happened_to_has_it_to_do(app: AppUnderTest, outcome: str) -> None:
    visit, alarm = ended(app, outcome)
    (task,) = tasks(app.jan)
    assert (task["kind"], task["title"], task["state"]) == ("report", "Melding maken van wat er gebeurde", "open")
    assert (task["alarmId"], task["visitId"], task["person"]["name"]) == (alarm["id"], visit["id"], "Jan de Wit")
    assert task["because"] == "registration.filled_in_by"
    assert local(task["dueAt"]) == "Thu 17:00", "the next day that the office is open, before it closes"
    assert (task["mine"], task["late"], task["mayDrop"]) == (True, False, False)
    (seen,) = tasks(app.karin, mine=False)
    assert (seen["mine"], seen["mayDrop"]) == (False, True)
    for nobody in (app.ali, app.fatima, app.anne):
        assert tasks(nobody, mine=False) == []


def test_the_page_of_the_alarm_leads_to_its_report_for_who_may_read_it(app: AppUnderTest) -> None:
    visit, alarm = ended(app)
    path = f"/v1/alarms/{alarm['id']}"
    assert app.karin.asks(path)["incidentId"] is None
    report = {**REPORT, "visitId": visit["id"], "alarmId": alarm["id"], "happenedAt": app.now().isoformat()}
    filed = app.jan.posts("/v1/incidents", report, expect=201)
    app.forgets_messages()
    assert app.karin.asks(path)["incidentId"] == filed["id"]
    assert app.fatima.asks(path)["incidentId"] is None


@pytest.mark.parametrize("outcome", ["safe", "false_alarm"])
def test_what_ended_well_asks_for_nothing(app: AppUnderTest, outcome: str) -> None:
    ended(app, outcome)
    assert tasks(app.karin, mine=False) == []


def test_what_was_reported_while_it_lasted_is_not_asked_for(app: AppUnderTest) -> None:
    visit = panic(app)
    app.jan.posts("/v1/incidents", {**REPORT, "visitId": visit["id"]}, expect=201)
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="incident")
    app.forgets_messages()
    assert tasks(app.karin, mine=False) == []


def test_a_drill_asks_for_no_report(app: AppUnderTest) -> None:
    team = str(app.ours.team)
    drill = app.karin.posts("/v1/drills", {"teamId": team, "kind": "panic"}, expect=201)
    app.mohamed.posts(f"/v1/alarms/{drill['id']}/resolve", {"outcome": "incident"})
    app.forgets_messages()
    assert tasks(app.karin, mine=False) == []


@pytest.mark.parametrize("by", ["alarmId", "visitId"])
@pytest.mark.parametrize("who", ["jan", "karin"])
def test_a_report_ends_it(app: AppUnderTest, by: str, who: str) -> None:
    visit, alarm = ended(app)
    task = the_task(app)
    about = {"alarmId": alarm["id"]} if by == "alarmId" else {"visitId": visit["id"]}
    person = {"jan": app.jan, "karin": app.karin}[who]
    person.posts("/v1/incidents", {**REPORT, **about}, expect=201)
    assert tasks(app.jan) == []
    with app.database.read() as session:
        done = session.get_one(TaskRecord, UUID(task["id"]))
        assert (done.state, done.closed_by) == (TaskState.DONE, person.id)
    takes_note(app.ruth)
    app.passes(minutes=14 * A_DAY)
    app.forgets_messages()  # what follows on a report is asked for too
    assert app.invariants_hold()


@pytest.mark.parametrize("who", ["another worker", "reception"])
def test_a_report_of_who_does_not_see_the_visit_is_kept_and_does_not_end_it(app: AppUnderTest, who: str) -> None:
    visit, _ = ended(app)
    stranger = app.ali if who == "another worker" else Person(app, app.ours.reception)
    stranger.posts("/v1/incidents", {**REPORT, "visitId": visit["id"]}, expect=201)
    assert len(tasks(app.jan)) == 1


def test_a_report_of_something_else_does_not_end_it(app: AppUnderTest) -> None:
    ended(app)
    app.jan.posts("/v1/incidents", REPORT, expect=201)
    assert len(tasks(app.jan)) == 1


def test_it_goes_up_step_by_step_by_mail_and_never_at_night(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    ended(app)
    jan, karin, mohamed = app.jan.employee.email, app.karin.employee.email, app.mohamed.employee.email
    steps: list[list[tuple[str, str]]] = []
    for _ in range(14):
        before = len(server.taken)
        app.passes(minutes=A_DAY)
        steps.append([(to, text.partition(":")[0].partition(".")[0]) for to, text in told(server, before)])
    waits, late = "Je hebt een taak in Achterwacht", "Een taak die je in Achterwacht hebt, is te laat"
    lay = "Een taak in Achterwacht bleef liggen"
    assert steps[0] == [(jan, waits)], "Thursday"
    assert steps[1] == [(jan, late)], "Friday"
    assert steps[2:4] == [[], []], "the weekend"
    assert steps[4] == sorted([(karin, lay), (mohamed, lay)]), "Monday: the managers of the team"
    assert steps[5] == [(app.ruth.employee.email, lay)], "Tuesday: who keeps the register"
    assert steps[6] == [(app.anne.employee.email, lay)], "Wednesday: nobody did it, and the administrator hears"
    assert steps[7:13] == [[]] * 6
    assert (app.anne.employee.email, lay) in steps[13], "and again after a week"
    for mail in server.taken:
        assert mail.subject == "Een taak in Achterwacht"
        _tells_a_stranger_nothing(mail)
    assert [one["mine"] for one in tasks(app.anne.signs_in())] == [True]
    app.karin.signs_in()
    app.ruth.signs_in().posts(f"/v1/tasks/{the_task(app)['id']}/drop", {"reason": "Jan werkt hier niet meer"})
    before = len(server.taken)
    app.passes(minutes=20 * A_DAY)
    assert told(server, before) == []
    assert app.invariants_hold()


def _tells_a_stranger_nothing(mail: Taken) -> None:
    for part in (mail.subject, mail.text, mail.page):
        for word in ("Jan", "Karin", "Dorpsstraat", "incident", "melding", "agressie", "alarm", "noodknop"):
            assert word.lower() not in part.lower(), f"{word} in {part}"


def test_where_no_mail_leaves_it_goes_by_sms(app: AppUnderTest) -> None:
    ended(app)
    app.passes(minutes=A_DAY)
    text = app.jan.phone.expects_sms("Je hebt een taak in Achterwacht.").text
    assert text.endswith("Kijk bij Taken.")


def test_somebody_who_left_is_passed_over_at_once(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    ended(app)
    with app.database.write() as session:
        for person in (app.jan, app.karin, app.mohamed):
            found = session.get(PersonRecord, person.id)
            assert found is not None
            found.active = False
    app.passes(minutes=A_DAY)
    assert [mail.to for mail in server.taken] == [app.ruth.employee.email], "no day was lost on nobody"
    app.passes(minutes=5 * A_DAY)
    assert {mail.to for mail in server.taken} == {app.ruth.employee.email, app.anne.employee.email}


def test_handed_over_it_is_somebody_elses(app: AppUnderTest) -> None:
    ended(app)
    task = the_task(app)
    app.karin.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(app.ali.id)}, expect=403)
    handed = app.jan.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(app.ali.id)})
    assert (handed["person"]["name"], handed["mine"]) == ("Ali Demir", False)
    app.ali.phone.expects_sms("Je hebt een taak in Achterwacht.")
    assert [one["id"] for one in tasks(app.ali)] == [task["id"]]
    assert tasks(app.jan) == []
    elders = app.has_neighbours()
    app.ali.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(elders.worker.id)}, expect=400)


def test_who_is_handed_it_hears_so_and_can_file_it(app: AppUnderTest, server: MailServer) -> None:
    """Ali was not there and sees no alarm of Jan's; the reception desk and the board file nothing else of it."""
    app.mails_through(server)
    visit, alarm = ended(app)
    task, holder = the_task(app), app.jan
    reception, board = (Person(app, one) for one in (app.ours.reception, app.ours.board))
    for one, refusal in ((app.ali, 404), (reception, 404), (board, 403)):
        one.posts("/v1/incidents", {**REPORT, "alarmId": alarm["id"]}, expect=refusal)
        before = len(server.taken)
        holder.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(one.id)})
        app.settles()
        assert told(server, before) == [(one.employee.email, told_of(task))]
        holder = one
    filed = board.posts("/v1/incidents", {**REPORT, "visitId": visit["id"], "alarmId": alarm["id"]}, expect=201)
    assert (filed["alarmId"], filed["reportedBy"]["name"]) == (alarm["id"], board.name)
    assert tasks(app.karin, mine=False) == []


def told_of(task: Json) -> str:
    due = datetime.fromisoformat(task["dueAt"]).astimezone(ZoneInfo("Europe/Amsterdam"))
    return f"Je hebt een taak in Achterwacht. De laatste dag is {due.day}-{due.month}."


def test_whoever_it_goes_on_to_can_file_it_or_hand_it_on(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    _, alarm = ended(app)
    app.passes(minutes=7 * A_DAY)
    anne, ruth = app.anne.signs_in(), app.ruth.signs_in()
    (task,) = tasks(anne)
    colleagues: Any = anne.asks("/v1/colleagues")
    assert app.ali.name in [one["name"] for one in colleagues], "whom to hand it to"
    ruth.posts("/v1/incidents", {**REPORT, "alarmId": alarm["id"]}, expect=201)
    assert tasks(anne) == []
    with app.database.read() as session:
        assert session.get_one(TaskRecord, UUID(task["id"])).closed_by == ruth.id
    app.jan.signs_in()
    app.karin.signs_in()
    _, another = ended(app)
    app.passes(minutes=7 * A_DAY)
    app.anne.signs_in().posts("/v1/incidents", {**REPORT, "alarmId": another["id"]}, expect=201)
    assert app.invariants_hold()


def test_a_report_of_one_alarm_ends_no_task_about_another_of_the_same_visit(app: AppUnderTest) -> None:
    visit = panic(app, minutes=60)
    first = app.karin.alarm()
    app.karin.on_alarm(first, "resolve", outcome="incident")
    app.forgets_messages()
    app.jan.does(visit, "panic")
    second = app.karin.alarm()
    app.jan.posts("/v1/incidents", {**REPORT, "alarmId": first["id"], "visitId": visit["id"]}, expect=201)
    app.karin.on_alarm(second, "resolve", outcome="incident")
    app.jan.does(visit, "check-out")
    app.forgets_messages()
    assert [one["alarmId"] for one in tasks(app.jan)] == [second["id"]], "what was filed meanwhile was of the first"
    app.jan.posts("/v1/incidents", {**REPORT, "alarmId": first["id"]}, expect=201)
    assert len(tasks(app.jan)) == 1
    app.jan.posts("/v1/incidents", {**REPORT, "alarmId": second["id"]}, expect=201)
    assert tasks(app.jan) == []


def test_who_has_no_role_any_more_is_not_who_hears_of_it(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    ended(app)
    task = the_task(app)
    with app.database.write() as session:
        session.execute(
            delete(GrantRecord).where(
                GrantRecord.organisation_id == app.ours.id, GrantRecord.person_id.in_([app.jan.id, app.ali.id])
            )
        )
    app.passes(minutes=A_DAY)
    assert {mail.to for mail in server.taken} == {app.karin.employee.email, app.mohamed.employee.email}
    app.karin.signs_in().posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(app.ali.id)}, expect=400)


def test_a_clock_that_slept_for_a_week_asks_first_and_not_at_night(app: AppUnderTest, server: MailServer) -> None:
    app.mails_through(server)
    ended(app)
    asleep_until_night(app)
    app.settles()
    assert server.taken == [], "nobody is told anything at night"
    app.passes(minutes=A_DAY / 2)
    assert [(mail.to, mail.text.split(".")[0]) for mail in server.taken] == [
        (app.jan.employee.email, "Je hebt een taak in Achterwacht")
    ], "asked once, and not late in one breath"
    (task,) = tasks(app.jan.signs_in())
    assert task["late"] is False
    app.passes(minutes=4 * A_DAY)
    assert [mail.text.split(",")[0] for mail in server.taken[1:]] == ["Een taak die je in Achterwacht hebt"]
    assert app.invariants_hold()


def test_nothing_is_asked_of_who_is_in_a_silent_alarm(app: AppUnderTest, server: MailServer) -> None:
    """Decision 0065: a mail that asks for something is a question too. They hear of it the day after."""
    app.mails_through(server)
    ended(app)
    here = app.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    app.clock.goes_to((here + timedelta(days=1)).replace(hour=8, minute=20))
    app.jan.signs_in().sets_pin("2468", "8642")
    visit = app.jan.checks_in(minutes=60)
    app.jan.does(visit, "check-out", pin="8642")
    app.passes(minutes=15)
    assert server.taken == []
    app.karin.signs_in()
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()
    app.passes(minutes=A_DAY)
    assert [mail.to for mail in server.taken] == [app.jan.employee.email]
    app.forgets_messages()


def asleep_until_night(app: AppUnderTest) -> None:
    """The watch stood still until 02:00, eight nights on."""
    here = app.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    night = (here + timedelta(days=8)).replace(hour=2, minute=0)
    app.clock.goes_to(night)


def test_who_was_to_do_it_does_not_say_that_it_need_not_be_done(app: AppUnderTest) -> None:
    ended(app)
    path = f"/v1/tasks/{the_task(app)['id']}/drop"
    app.jan.posts(path, {"reason": "Viel mee"}, expect=403)
    app.karin.posts(path, {"reason": ""}, expect=400)
    dropped = app.karin.posts(path, {"reason": "Er was niets gebeurd"})
    assert (dropped["state"], dropped["note"]) == ("dropped", "Er was niets gebeurd")
    app.karin.posts(path, {"reason": "Nog eens"}, expect=409)
    app.jan.posts(path.replace("drop", "hand-over"), {"personId": str(app.ali.id)}, expect=409)
    app.passes(minutes=9 * A_DAY)
    assert app.invariants_hold()


def test_a_manager_who_pressed_themselves_is_asked_and_another_looks(app: AppUnderTest, server: MailServer) -> None:
    """Nobody keeps what happened to themselves: it goes on to the other managers, not back to them."""
    app.mails_through(server)
    with app.database.write() as session:
        session.add(
            GrantRecord(organisation_id=app.ours.id, person_id=app.karin.id, role=Role.WORKER, team_id=app.ours.team)
        )
    app.karin.posts("/v1/alarms", {}, expect=201)
    (alarm,) = app.mohamed.asks("/v1/alarms?open=true")["alarms"]
    app.mohamed.on_alarm(alarm, "resolve", outcome="incident")
    app.forgets_messages()
    (task,) = tasks(app.karin)
    assert (task["person"]["name"], task["mayDrop"]) == ("Karin Smit", False)
    app.karin.posts(f"/v1/tasks/{task['id']}/drop", {"reason": "Viel mee"}, expect=403)
    handed = app.karin.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(app.ali.id)})
    assert handed["mayDrop"] is False, "nor by giving it away first"
    app.karin.posts(f"/v1/tasks/{task['id']}/drop", {"reason": "Viel mee"}, expect=403)
    app.ali.posts(f"/v1/tasks/{task['id']}/hand-over", {"personId": str(app.karin.id)})
    app.settles()
    app.passes(minutes=2 * A_DAY)
    before = len(server.taken)
    app.passes(minutes=3 * A_DAY)
    assert [mail.to for mail in server.taken[before:]] == [app.mohamed.employee.email]


def test_nobody_elsewhere_sees_it(app: AppUnderTest) -> None:
    ended(app)
    task = the_task(app)
    elders = app.has_neighbours()
    with app.database.write() as session:
        mighty = an_employee(session, elders.id, elders.slug, "Alles Mag", [(role, None) for role in Role])
    stranger = Person(app, mighty)
    assert stranger.asks("/v1/tasks")["tasks"] == []
    for action, body in (("drop", {"reason": "x"}), ("hand-over", {"personId": str(mighty.id)})):
        stranger.posts(f"/v1/tasks/{task['id']}/{action}", body, expect=404)


def test_late_ones_stand_first(app: AppUnderTest) -> None:
    ended(app)
    app.passes(minutes=2 * A_DAY)
    app.forgets_messages()
    for person in (app.jan, app.karin):
        person.signs_in()
    ended(app)
    assert [one["late"] for one in tasks(app.jan)] == [True, False]
    assert len(app.jan.asks("/v1/tasks?overdue=true")["tasks"]) == 1
    assert timedelta() < datetime.fromisoformat(tasks(app.jan)[1]["dueAt"]) - app.now() < timedelta(days=4)
