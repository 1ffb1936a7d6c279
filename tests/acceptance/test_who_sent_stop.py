"""Whoever sent STOP is phoned: also about the roster, the register and the installation, where no visit is at stake.

And what reaches them by no way at all, an administrator hears.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from achterwacht.audit.service import log_lookup
from achterwacht.notices.administrators import tell_clock_jumped, tell_list_not_mailed, tell_second_provider
from achterwacht.notices.service import Note, tell
from achterwacht.people.records import PersonRecord
from achterwacht.priorities import MessagePriority
from achterwacht.risks.volumes import MANY, warn_of_many
from notifications.records import MessageRecord
from notifications.texts.catalogue import catalogue
from notifications.texts.templates import NOTES, NOTES_WITH_A_QUESTION, Template
from notifications.ways import TELEPHONE
from tests.acceptance.rosters import asks_swap, at_six, sets, shift
from tests.acceptance.stories import WITHOUT_A_CHECK_CALL
from tests.acceptance.test_a_mark_changes import approves, proposes
from tests.acceptance.test_canary import sets as sets_canary
from tests.property.test_texts import BY_OTHERS
from tests.support.app_under_test import AppUnderTest, Role, an_address
from tests.support.person import Person
from tests.support.twilio.calls import Call
from tests.support.twilio.exchange import Outcome

STOPPED = 21610
MONDAY = datetime(2027, 1, 11, 7, 0, tzinfo=UTC)
OPENING = "Dit is Achterwacht, met een bericht voor jou. Toets 3 om het te horen."
TEXTS = catalogue("nl")


@pytest.fixture
def app(app: AppUnderTest) -> AppUnderTest:
    """It is a Monday morning, an hour before the gaps are told. Calls wait until the test picks up."""
    app.clock.goes_to(MONDAY)
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    app.twilio.every_call_ends_as(None)
    for person in (app.jan, app.fatima, app.karin, app.mohamed, app.anne, app.ruth):
        person.signs_in()
    return app


def sent_stop(app: AppUnderTest, *people: Person) -> None:
    """The provider refuses them every SMS, and we know it."""
    with app.database.write() as session:
        for one in people:
            app.twilio.weather.refuse_number(one.employee.phone, STOPPED)
            session.get_one(PersonRecord, one.id).sms_refused = True


def sends_stop_unseen(app: AppUnderTest, *people: Person) -> None:
    """The provider refuses them every SMS, and nobody told us."""
    for one in people:
        app.twilio.weather.refuse_number(one.employee.phone, STOPPED)


def hears(person: Person, part: str) -> Call:
    """They pick up, hear no name and no place, press 3, and hear it twice."""
    call = person.phone.expects_call().picks_up()
    assert OPENING in call.says
    assert part not in call.says, "a voicemail may be listening"
    call.presses("3")
    assert call.says.count(part) == 2, call.says
    return call


def _rings(app: AppUnderTest, person: Person) -> bool:
    return any(one.to == person.employee.phone and one.status == "ringing" for one in app.twilio.calls)


def asks_two_to_swap(app: AppUnderTest, sven: Person) -> None:
    one, *_ = sets(app, shift(app.fatima, "08:00", "18:00"))
    asks_swap(app, app.fatima, one, "2027-01-12", sven)


def looks_up_a_lot(app: AppUnderTest) -> None:
    with app.database.write() as session:
        for number in range(MANY + 1):
            key = f"NL|5211AA|{number}|"
            log_lookup(session, app.ours.id, app.jan.id, key, "nieuwsgierig", None, (), False, app.now())
    with app.database.write() as session:
        warn_of_many(session, app.now())


@pytest.mark.parametrize("way", [sent_stop, sends_stop_unseen])
def test_a_swap_is_asked_and_answered_by_telephone(app: AppUnderTest, way: Callable[..., None]) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    way(app, sven, app.fatima)
    asks_two_to_swap(app, sven)
    call = hears(sven, "Fatima Bakker vraagt of jij de achterwacht overneemt, op 12-1, van 08:00 tot 18:00.")
    assert call.says.endswith("Toets 1: ja. Toets 2: nee.")
    call.presses("1")
    assert "Genoteerd: jij bent achterwacht op 12-1, 08:00 tot 18:00." in call.says
    hears(app.fatima, "Sven de Boer neemt de achterwacht van Fatima Bakker over, op 12-1").hangs_up()
    app.forgets_messages()


def test_no_to_a_swap_by_telephone_is_told_by_telephone(app: AppUnderTest) -> None:
    sven = app.also_has("Sven de Boer", Role.COLLEAGUE)
    sent_stop(app, sven, app.fatima)
    asks_two_to_swap(app, sven)
    call = hears(sven, "Fatima Bakker vraagt of jij de achterwacht overneemt")
    call.presses("2")
    assert "Genoteerd. Fatima Bakker krijgt bericht dat je niet kunt." in call.says
    hears(app.fatima, "Sven de Boer kan de achterwacht van Fatima Bakker niet overnemen").hangs_up()


def test_the_watch_is_handed_over_by_telephone(app: AppUnderTest) -> None:
    sven = at_six(app)
    app.twilio.every_call_ends_as(None)
    sent_stop(app, sven, app.fatima)
    visit = app.jan.checks_in(minutes=240)
    app.passes(minutes=1.2)
    call = hears(sven, "Jouw achterwacht begint. Fatima Bakker draagt over: 1 bezoek (Jan de Wit).")
    call.presses("1")
    assert "Dank je. Jij bent nu achterwacht." in call.says
    hears(app.fatima, "Sven de Boer neemt de achterwacht van je over.").hangs_up()
    app.jan.does(visit, "check-out")


@pytest.mark.parametrize("way", [sent_stop, sends_stop_unseen])
def test_a_manager_is_phoned_when_nobody_takes_the_watch(app: AppUnderTest, way: Callable[..., None]) -> None:
    sven = at_six(app)
    app.twilio.every_call_ends_as(None)
    way(app, app.karin)
    visit = app.jan.checks_in(minutes=240)
    app.passes(minutes=1.2)
    asked = sven.phone.expects_sms("Jouw achterwacht begint.")
    asked.then_replies(f"2 {asked.code}")
    sven.phone.expects_sms("Genoteerd: je kunt niet.")
    call = hears(app.karin, "De achterwacht van Inkomen is niet overgenomen. Nog bezig: 1 bezoek")
    call.presses("1")
    assert "Jij bent nu achterwacht." in call.says
    app.jan.does(visit, "check-out")
    app.forgets_messages()


@pytest.mark.parametrize("way", [sent_stop, sends_stop_unseen])
def test_gaps_in_the_roster(app: AppUnderTest, way: Callable[..., None]) -> None:
    way(app, app.karin)
    sets(app, shift(app.fatima, "08:00", "18:00", days=[1, 2, 4, 5]))
    app.passes(minutes=90)
    hears(app.karin, "Er is geen achterwacht in het rooster van Inkomen: wo 13-1 08:30-17:00").hangs_up()
    app.mohamed.phone.expects_sms("Geen achterwacht in het rooster van Inkomen")
    app.forgets_messages()


@pytest.mark.parametrize("way", [sent_stop, sends_stop_unseen])
def test_reviews_and_many_look_ups(app: AppUnderTest, way: Callable[..., None]) -> None:
    day = (app.now() + timedelta(days=10)).date()
    approves(app.karin, proposes(app.ruth, an_address(320), "pairs", reviewDate=day.isoformat()))
    app.forgets_messages()
    way(app, app.ruth)
    looks_up_a_lot(app)
    hears(app.ruth, "Jan de Wit zocht vandaag 61 keer een adres op").hangs_up()
    app.forgets_messages()
    app.passes_until(lambda: _rings(app, app.ruth))
    hears(app.ruth, "Een markering in het register moet opnieuw bekeken worden.").hangs_up()
    app.forgets_messages()


def test_the_administrators_notices(app: AppUnderTest) -> None:
    sent_stop(app, app.anne)
    app.jan.phone.sends("STOP")
    hears(app.anne, "Jan de Wit stuurde STOP en krijgt geen sms meer").hangs_up()
    app.jan.phone.sends("START")
    notices: Sequence[tuple[Callable[..., None], tuple[object, ...], str]] = (
        (tell_clock_jumped, (-90,), "De klok van de server sprong 90 seconden terug."),
        (tell_second_provider, (), "Twilio neemt nu geen sms aan."),
        (tell_list_not_mailed, (app.ours.id, app.ours.team, "Inkomen"), "De lijst wie waar is van Inkomen"),
    )
    for notice, given, part in notices:
        with app.database.write() as session:
            notice(session, *given)
        hears(app.anne, part).hangs_up()
    app.anne.phone.is_silent()


def test_a_canary_that_fell_silent_is_one_call_and_not_two(app: AppUnderTest) -> None:
    sent_stop(app, app.anne)
    soon = app.now() + timedelta(minutes=61)
    sets_canary(app, f"{soon + timedelta(hours=1):%H:%M}")
    app.twilio.weather.refuse_number("+31612340099", 21614)
    app.passes(minutes=75)
    call = app.anne.phone.expects_call().picks_up().presses("3")
    assert "is niet aangekomen" in call.says
    call.hangs_up()
    app.anne.phone.is_silent()
    app.twilio.weather.accept_number("+31612340099")
    app.passes(minutes=60 * 24)
    app.forgets_messages()


def test_every_note_can_be_said_in_a_call(app: AppUnderTest) -> None:
    sent_stop(app, app.fatima)
    for template in sorted(NOTES & BY_OTHERS.keys()):  # the others are about a visit or an alarm: below
        facts = {**BY_OTHERS[template], "code": "4821"}
        with app.database.write() as session:
            tell(session, [session.get_one(PersonRecord, app.fatima.id)], Note(template, facts, MessagePriority.STAFF))
        call = app.fatima.phone.expects_call().picks_up().presses("3")
        assert call.says.count(TEXTS.say("voice", template.value, facts)) == 2, template
        assert call.says.endswith("Toets 2: nee.") is (template in NOTES_WITH_A_QUESTION)
        call.hangs_up()
    assert not [one for one in app.twilio.messages if one.to == app.fatima.employee.phone]


def test_who_is_reached_by_no_way_is_said_to_the_administrators(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(Outcome.NO_ANSWER)
    sends_stop_unseen(app, app.karin)
    sets(app, shift(app.fatima, "08:00", "18:00", days=[1, 2, 4, 5]))
    app.passes(minutes=90)
    app.anne.phone.expects_sms("Karin Smit stuurde STOP")
    told = app.anne.phone.expects_sms("Karin Smit kreeg een bericht van Achterwacht niet")
    assert "gaten in het rooster" in told.text
    assert [one.to for one in app.twilio.calls].count(app.karin.employee.phone) == 1
    app.mohamed.phone.expects_sms("Geen achterwacht")
    app.settles()
    app.anne.phone.is_silent()


def test_an_administrator_who_is_reached_by_no_way_is_said_to_another(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(Outcome.NO_ANSWER)
    other = app.also_has("Tess Visser", Role.ADMINISTRATOR)
    sent_stop(app, app.anne)
    with app.database.write() as session:
        tell_list_not_mailed(session, app.ours.id, app.ours.team, "Inkomen")
    other.phone.expects_sms("De lijst wie waar is van Inkomen kon niet gemaild worden.")
    other.phone.expects_sms("Anne Jansen kreeg een bericht van Achterwacht niet")
    app.settles()
    other.phone.is_silent()
    app.forgets_messages()


def test_when_nobody_is_left_the_log_says_so(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(Outcome.NO_ANSWER)
    sent_stop(app, app.anne)
    app.expects_error("a note reached nobody")
    with app.database.write() as session:
        tell_list_not_mailed(session, app.ours.id, app.ours.team, "Inkomen")
    app.settles()
    app.forgets_messages()


def test_a_first_try_that_failed_for_now_is_no_failure_of_a_note(app: AppUnderTest) -> None:
    """Nobody is in danger: it is tried again, and nobody is phoned about a gap in the roster for a busy provider."""
    app.twilio.weather.fail_next(1, 429, 20429)
    with app.database.write() as session:
        tell_list_not_mailed(session, app.ours.id, app.ours.team, "Inkomen")
    app.passes(seconds=10)
    app.anne.phone.expects_sms("De lijst wie waar is van Inkomen")
    app.anne.phone.is_silent()


def test_a_system_failure_is_one_call_to_who_sent_stop(app: AppUnderTest) -> None:
    sent_stop(app, app.karin)
    facts = BY_OTHERS[Template.SYSTEM_FAILURE] | {"drill": False}
    note = Note(Template.SYSTEM_FAILURE, facts, MessagePriority.PANIC, uuid4(), channels=TELEPHONE)
    with app.database.write() as session:
        tell(session, [session.get_one(PersonRecord, app.karin.id)], note)
    app.karin.phone.expects_call().picks_up().hangs_up()
    with app.database.read() as session:
        assert session.query(MessageRecord).where(MessageRecord.person == app.karin.id).count() == 1


# What the watch itself tells the administrators.


def has_nobody_left(app: AppUnderTest) -> None:
    app.runs_on(*WITHOUT_A_CHECK_CALL)
    app.puts_on_duty()
    for one in (app.fatima, app.karin, app.mohamed):
        one.is_absent()


@pytest.mark.parametrize("way", [sent_stop, sends_stop_unseen])
def test_an_administrator_is_phoned_about_a_visit_that_nobody_watches(
    app: AppUnderTest, way: Callable[..., None]
) -> None:
    way(app, app.anne)
    has_nobody_left(app)
    visit = app.jan.checks_in(minutes=240)
    app.settles()
    call = hears(
        app.anne, "Niemand in het rooster van Inkomen is nu bereikbaar, en Jan de Wit is net op bezoek gegaan."
    )
    assert "Het nummer is: 0, 6, 1, " in call.says
    call.hangs_up()
    assert not [one for one in app.twilio.calls if one.status == "ringing"]
    app.jan.does(visit, "check-out")


@pytest.mark.parametrize("way", [sent_stop, sends_stop_unseen])
def test_an_administrator_is_phoned_about_a_level_without_anybody(app: AppUnderTest, way: Callable[..., None]) -> None:
    for one in (app.fatima, app.karin, app.mohamed):
        one.is_absent()
    app.karin.is_back()
    way(app, app.anne)
    visit = app.jan.checks_in(minutes=240)
    app.jan.does(visit, "panic")
    app.settles()
    call = hears(app.anne, "Niemand van de achterwacht is in het rooster bereikbaar.")
    assert "Er loopt een alarm bij Inkomen." in call.says
    assert "Jan de Wit" not in call.says
    call.hangs_up()
    told = [one for one in app.karin.story(visit) if "Anne Jansen" in one]
    assert ["stuurde STOP" in one for one in told] == ([True] if way is sends_stop_unseen else [])
    app.karin.on_alarm(app.karin.alarm(), "resolve", outcome="safe")
    app.forgets_messages()


def test_who_hears_of_no_watch_by_no_way_is_said_to_another_administrator(app: AppUnderTest) -> None:
    app.twilio.every_call_ends_as(Outcome.NO_ANSWER)
    other = app.also_has("Tess Visser", Role.ADMINISTRATOR)
    sends_stop_unseen(app, app.anne)
    has_nobody_left(app)
    visit = app.jan.checks_in(minutes=240)
    other.phone.expects_sms("Niemand in het rooster voor Inkomen")
    app.settles()
    other.phone.expects_sms("Anne Jansen stuurde STOP")
    told = other.phone.expects_sms("Anne Jansen kreeg een bericht van Achterwacht niet")
    assert "een bezoek zonder bereikbare achterwacht" in told.text
    app.jan.does(visit, "check-out")
