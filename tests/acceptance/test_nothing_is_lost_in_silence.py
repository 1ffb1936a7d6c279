"""A silent alarm takes back what would reach those inside, and nothing more; what was written before it says not to
phone; and whoever gets no text counts as nobody who was told."""

import pytest
from sqlalchemy import select

from achterwacht.notices.in_silence import who_is_silent
from achterwacht.people.records import OrganisationRecord
from achterwacht.roster.ranks import Rank
from achterwacht.watch.duty import DutyBook
from tests.acceptance.silence import DURESS, PIN
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL, marks
from tests.support.app_under_test import AppUnderTest, Person, Role, an_address

HOME = ("[planning]", '[home_safe]\nafter = "6h"\nanswer_within = "30s"\n\n[planning]')


@pytest.fixture
def jan(app: AppUnderTest) -> Person:
    app.lets_calls_ring().runs_on(*WITHOUT_A_CHECK_CALL)
    return app.jan.sets_pin(PIN, DURESS)


def _closes(app: AppUnderTest) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


def test_who_went_along_to_a_visit_that_is_over_is_not_counted_on_in_its_silent_alarm(
    app: AppUnderTest, jan: Person
) -> None:
    """Nothing of an alarm reaches Sven then: whoever is told instead must not wait for him."""
    app.runs_on(*WITHOUT_A_CHECK_CALL, HOME)
    sven = app.also_has("Sven de Boer", Role.WORKER, Role.COLLEAGUE)
    app.puts_on_duty((Rank.FIRST, sven), (Rank.SECOND, app.fatima), (Rank.MANAGER, app.karin))
    visit = jan.checks_in(minutes=10, companions=[{"personId": str(sven.id)}])
    jan.does(visit, "check-out", returnTo="home", pin=PIN)
    jan.does(visit, "ok", pin=DURESS)
    app.forgets_messages()
    with app.database.read() as session:
        organisation = session.scalars(select(OrganisationRecord).where(OrganisationRecord.id == app.ours.id)).one()
        silent = who_is_silent(session, app.ours.id)
        duty = DutyBook(session, app.now()).of(organisation, app.ours.team)
    assert {jan.id, sven.id} <= silent
    assert [one.name for one in (*duty.first, *duty.second) if one.skip is None] == ["Fatima Bakker"]
    other = app.ali.checks_in(minutes=0.4)
    app.passes(seconds=46)
    app.ali.phone.expects_sms("Je afspraak is voorbij")
    app.passes(seconds=20)
    app.fatima.phone.expects_sms("Ali Demir heeft zich niet afgemeld")
    sven.phone.is_silent()
    assert "Sven de Boer overgeslagen: is zelf op bezoek." in app.karin.story(other)
    _closes(app)


def test_a_step_that_reaches_those_inside_not_counts_them_not(app: AppUnderTest) -> None:
    """Else the machine says of itself that a message was lost."""
    app.runs_on("losser").lets_calls_ring()
    jan = app.jan.sets_pin(PIN, DURESS)
    address = an_address(230)
    marks(app, address, "attention")
    jan.plans(starts_in=60, minutes=30, address=address, companions=[{"personId": str(app.ali.id)}])
    here = jan.checks_in(minutes=90)
    jan.does(here, "ok", pin=DURESS)
    app.forgets_messages()
    app.passes(minutes=57)
    app.fatima.phone.expects_sms("Wie meegaat, antwoordt niet: Ali Demir.")
    jan.phone.is_silent()
    assert app.invariants_hold()
    _closes(app)


@pytest.mark.on_both
def test_what_waited_for_people_outside_says_not_to_phone(app: AppUnderTest, jan: Person) -> None:
    strangers = app.has_neighbours()
    visit = jan.checks_in(minutes=10)
    app.ali.checks_in(minutes=10)
    app.forgets_messages()
    app.twilio.weather.down(503)
    jan.phone.sends("hij doet raar")
    app.ali.phone.sends("waar is de sleutel")
    app.passes(seconds=2)
    jan.does(visit, "ok", pin=DURESS)
    app.twilio.weather.up()
    app.passes(seconds=60)
    assert "Bel Jan de Wit NIET: stil alarm." in app.fatima.phone.expects_sms("stuurde: 'hij doet raar'").text
    assert "Bel Ali Demir, 06" in app.fatima.phone.expects_sms("stuurde: 'waar is de sleutel'").text
    assert strangers.manager.phone not in {sms.to for sms in app.twilio.messages}
    _closes(app)


@pytest.mark.on_both
def test_a_false_alarm_that_nobody_heard_of_is_answered_as_on_any_day(app: AppUnderTest, jan: Person) -> None:
    visit = jan.checks_in(minutes=30)
    jan.phone.sends("sorry, foutje")
    calm = jan.phone.expects_sms("Genoteerd.").text
    for other in app.everybody:
        if other.id != jan.id:
            Person(app, other).has_number(None)
    jan.does(visit, "ok", pin=DURESS)
    app.passes(minutes=11)
    jan.phone.sends("sorry, foutje")
    assert jan.phone.expects_sms("Genoteerd.").text == calm
    _closes(app)


def test_a_planned_visit_shows_nobody_that_nobody_was_reminded(app: AppUnderTest, jan: Person) -> None:
    planned = jan.plans(starts_in=1)
    visit = jan.checks_in(minutes=10)
    jan.does(visit, "check-out", pin=DURESS)
    app.forgets_messages()
    app.passes(seconds=61)
    app.fatima.phone.expects_sms("Niet aangemeld en niet afgezegd")
    assert jan.story(planned)[-1] == "Nog niet aangemeld. Herinnerd: Fatima Bakker."
    assert not any("niemand bereikbaar" in line for line in jan.story(planned))
    app.karin.does(planned, "cancel", reason="stil alarm")
    _closes(app)


def test_nobody_reads_that_the_worker_is_phoned(app: AppUnderTest, jan: Person) -> None:
    app.runs_on("demo")
    first = jan.checks_in(minutes=10)
    jan.does(first, "check-out", pin=DURESS)
    second = jan.checks_in(minutes=2)
    app.passes(seconds=60)
    story = " ".join(app.fatima.story(second))
    assert "Geen antwoord op de belafspraak." in story
    assert "De medewerker wordt gebeld" not in story
    _closes(app)
