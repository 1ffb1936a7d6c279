"""Nobody of the watch is in the roster: an alarm begins with the managers, and that is said before it matters."""

from tests.acceptance.stories import LATE_CHECK_CALL
from tests.support.app_under_test import AppUnderTest, Rank

ONLY_MANAGERS = "Niemand heeft nu achterwacht. Een alarm gaat meteen naar de teammanager."
HINT = "Niemand heeft dan achterwacht. Een alarm gaat meteen naar de teammanager. Zet iemand in het rooster."


def test_who_plans_and_who_watches_read_that_no_colleague_has_the_watch(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL).lets_calls_ring().puts_on_duty((Rank.MANAGER, app.karin))
    planned = app.jan.plans(starts_in=30, minutes=10)
    assert planned["beforehand"]["unwatched"]
    assert planned["beforehand"]["hints"] == [HINT]
    (row,) = app.karin.asks("/v1/board")["planned"]
    assert row["waits"]["unwatched"]
    visit = app.jan.does(planned, "check-in")
    assert app.jan.story(visit)[-1] == ONLY_MANAGERS
    assert (visit["watch"]["nobodyOnDuty"], visit["beforehand"]["hints"]) == (False, [])
    (row,) = app.karin.asks("/v1/board")["visits"]
    assert (row["managersOnly"], row["onDuty"]) == (True, ["Karin Smit"])
    app.jan.does(visit, "check-out")


def test_a_manager_of_the_roster_who_is_away_is_not_the_only_one(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL).lets_calls_ring()
    app.puts_on_duty((Rank.FIRST, app.fatima), (Rank.MANAGER, app.karin))
    app.karin.is_absent()
    visit = app.jan.checks_in(minutes=10)
    app.jan.does(visit, "panic")
    app.fatima.phone.expects_sms("NOOD")
    app.mohamed.phone.expects_sms("NOOD")
    app.mohamed.on_alarm(app.fatima.alarm(), "resolve", outcome="false_alarm")
    app.forgets_messages()
    app.jan.does(visit, "check-out")


def test_with_a_colleague_on_duty_nothing_is_said(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL)
    planned = app.jan.plans(starts_in=30, minutes=10)
    assert (planned["beforehand"]["unwatched"], planned["beforehand"]["hints"]) == (False, [])
    visit = app.jan.does(planned, "check-in")
    assert ONLY_MANAGERS not in app.jan.story(visit)
    (row,) = app.karin.asks("/v1/board")["visits"]
    assert not row["managersOnly"]
    app.jan.does(visit, "check-out")


def test_who_goes_along_has_no_watch_over_it(app: AppUnderTest) -> None:
    app.runs_on("demo", LATE_CHECK_CALL)
    planned = app.jan.plans(starts_in=30, minutes=10, companions=[{"personId": str(app.fatima.id)}])
    assert planned["beforehand"]["unwatched"]
    app.jan.does(planned, "cancel")
    app.forgets_messages()


def test_who_hears_of_expected_trouble_reads_that_they_are_the_only_one(app: AppUnderTest) -> None:
    app.runs_on("woonmaatschappij").puts_on_duty((Rank.MANAGER, app.karin))
    planned = app.jan.plans(starts_in=600, expectsTrouble="Hij dreigde")
    assert "Niemand heeft dan achterwacht." in app.karin.phone.expects_sms("verwacht problemen op bezoek").text
    assert app.jan.story(planned)[-1] == (
        "Jan de Wit verwacht problemen: Hij dreigde. Ingelicht: Karin Smit. Niemand heeft dan achterwacht."
    )
    app.jan.does(planned, "cancel")
    app.forgets_messages()
