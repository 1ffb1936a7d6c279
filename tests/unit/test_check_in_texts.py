"""What people text to check in: the place is read exactly, or said in their words, or asked for again."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from achterwacht.addresses.described import DescribedPlace
from achterwacht.inbound.where_texted import Texted, read_check_in
from notifications.clock_times import ClockTime
from notifications.intents import Intent
from notifications.replies import read_sms
from notifications.texts.catalogue import catalogue


def said(text: str, country: str) -> Texted | None:
    reply = read_sms(text)
    assert reply.intent is Intent.CHECK_IN
    return read_check_in(reply.note, country)


def line(text: str, country: str) -> tuple[str, int | None]:
    """The place as people read it, and the minutes."""
    read = said(text, country)
    assert read is not None
    assert read.where is not None
    assert not isinstance(read.where, DescribedPlace)
    return read.where.line, read.minutes


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("IN 5211AA 12 30", ("5211 AA 12", 30)),
        ("in 5211 aa 12-A 45 min", ("5211 AA 12-A", 45)),
        ("In 52 11 aa 12, 30.", ("5211 AA 12", 30)),
        ("In. 5211AA. 12. 30.", ("5211 AA 12", 30)),
        ("in 5211 AA nummer 12 30 minuten", ("5211 AA 12", 30)),
        ("in vijf twee een een a a twaalf dertig", ("5211 AA 12", 30)),
        ("IN 5211AA 12 ca 30 min", ("5211 AA 12", 30)),
        ("IN 5211AA 12 nu 30", ("5211 AA 12", 30)),
        ("IN 5211AA 12 nu", ("5211 AA 12", None)),
        ("IN 5211AA 12-30", ("5211 AA 12-30", None)),
        ("IN 5211AA 12 - 30", ("5211 AA 12", 30)),
        ("IN 5211AA 12 + 30", ("5211 AA 12", 30)),
        ("IN 5211AA 12 1u30", ("5211 AA 12", 90)),
        ("IN 5211AA 12 3u30", ("5211 AA 12", 210)),
        ("IN 5211AA12 30", ("5211 AA 12", 30)),
        ("IN5211AA 12 30", ("5211 AA 12", 30)),
        ("in 5211AA 12 30 👍🏽", ("5211 AA 12", 30)),
        ("Aanmelden 5211AA 12A", ("5211 AA 12-A", None)),
        ("meld me aan: 5211AA 12 half uur, groetjes Jan", ("5211 AA 12", 30)),
        ("IN Dorpsstraat 12, 5211 AA Den Bosch, een uur", ("Dorpsstraat 12, 5211 AA Den Bosch", 60)),
    ],
)
def test_a_dutch_address(text: str, where: tuple[str, int | None]) -> None:
    assert line(text, "NL") == where


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("IN Kerkstraat 5 9000 Gent 30", ("Kerkstraat 5, 9000 Gent", 30)),
        ("in kerkstraat 5, 9000 Gent, 30", ("kerkstraat 5, 9000 Gent", 30)),
        ("in kerkstraat vijf 9000 gent dertig", ("Kerkstraat 5, 9000 Gent", 30)),
        ("IN 9000 Kerkstraat 5", ("Kerkstraat 5, 9000", None)),
        ("IN Kerkstraat 5 9000", ("Kerkstraat 5, 9000", None)),
        ("IN 9000 Gent, Kerkstraat 5 bus 3 30", ("Kerkstraat 5 bus 3, 9000 Gent", 30)),
        ("IN 9000 Sint Pietersstraat 5", ("Sint Pietersstraat 5, 9000", None)),
        ("IN Jan Van Eyckstraat 5 9000 Gent 30", ("Jan Van Eyckstraat 5, 9000 Gent", 30)),
        ("IN Kerkstraat 12 te 9000 Gent 45", ("Kerkstraat 12, 9000 Gent", 45)),
        ("IN Kerkstraat 12 à 9000 Gent 45", ("Kerkstraat 12, 9000 Gent", 45)),
        ("IN 9000 Kerkstraat 5-30", ("Kerkstraat 5-30, 9000", None)),
    ],
)
def test_a_flemish_address(text: str, where: tuple[str, int | None]) -> None:
    assert line(text, "BE") == where


@pytest.mark.parametrize("country", ["NL", "BE"])
@pytest.mark.parametrize("text", ["IN achterom bij de molen 45", "aanmelden achterom bij de molen 45 min"])
def test_a_place_that_is_no_address_is_kept_in_their_words(text: str, country: str) -> None:
    assert said(text, country) == Texted(DescribedPlace("achterom bij de molen", ""), minutes=45)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("IN", Texted()),
        ("in 45", Texted(minutes=45)),
        ("in tot 15:30", ClockTime(15, 30)),
        ("IN 5211AA 12 tot 15:30", ClockTime(15, 30)),
        ("IN 5211AA 12 30 8642", "8642"),
    ],
)
def test_what_stands_beside_the_place(text: str, read: object) -> None:
    found = said(text, "NL")
    assert found is not None
    assert read in (found, found.until, found.pin)


@pytest.mark.parametrize(
    ("now", "clock", "coming"),
    [
        ("2026-10-25T00:10", ClockTime(2, 30), "2026-10-25T00:30"),  # at 02:10, for the first time
        ("2026-10-25T00:40", ClockTime(2, 30), "2026-10-25T01:30"),  # at 02:40, for the first time
        ("2026-10-25T01:10", ClockTime(2, 30), "2026-10-25T01:30"),  # at 02:10, for the second time
        ("2026-10-25T01:40", ClockTime(2, 30), None),
        ("2026-10-25T01:10", ClockTime(2, 30, twelve=True), "2026-10-25T01:30"),
        ("2027-03-28T00:50", ClockTime(2, 30), "2027-03-28T01:30"),  # at 01:50; there is no half past two
        ("2026-12-31T22:50", ClockTime(0, 20), "2026-12-31T23:20"),
    ],
)
def test_a_time_in_the_night_that_the_clock_changes(now: str, clock: ClockTime, coming: str | None) -> None:
    then = clock.after(datetime.fromisoformat(f"{now}+00:00"), ZoneInfo("Europe/Amsterdam"))
    assert then == (coming and datetime.fromisoformat(f"{coming}+00:00"))


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("IN 5211AA 12 met Piet 30", "NL"),
        ("IN 5211AA 12 2", "NL"),
        ("IN 4321", "NL"),
        ("in gesprek, bel je om 3", "NL"),
        ("in 5 min klaar", "NL"),
        ("In 10 min", "NL"),
        ("in een kwartier", "NL"),
        ("IN 5211AA 12 te", "NL"),
        ("IN 5211AA 12 om 4u30", "NL"),
        ("IN 5211AA 12 5u30", "NL"),
        ("IN 5211AA 12 9u30", "NL"),
        ("IN 5211AA 12 5 u 30", "NL"),
        ("IN 5211AA 12 5 uur 30 min", "NL"),
        ("IN Kerkstraat 5 9000 Gent 5u30", "BE"),
        ("IN 9000 Kerkstraat 5 5u30", "BE"),
        ("IN Kerkstraat 5 9000 Gent 5 u 30", "BE"),
        ("IN bij de molen 5u30", "NL"),
        ("IN 5211AA 12 in 10 min", "NL"),
        ("IN Dorpsstraat 12, 5211 AA Den Bosch in 10 min", "NL"),
        ("IN Kerkstraat 5 9000 Gent in 10 min", "BE"),
        ("IN 9000 Kerkstraat 5 in 10 min", "BE"),
        ("IN bij de molen in 10 min", "NL"),
        ("IN 5211AA 12 30 👎", "NL"),
        ("in 20 min ben ik er niet", "NL"),
        ("in de trein nog 40 min", "NL"),
        ("aanmelden lukt niet", "NL"),
        ("IN 9000 Kerkstraat 5", "NL"),
        ("IN Kerkstraat 5 9000 Gent met Piet 30", "BE"),
        ("IN 9000 Gent Kerkstraat 5", "BE"),
        ("IN 5211AA 12 30 " + "x" * 300, "NL"),
    ],
)
def test_what_may_mean_something_else_is_asked_about(text: str, country: str) -> None:
    assert said(text, country) is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("in de auto", Intent.CHECK_OUT),
        ("in orde", Intent.OK),
        ("in gesprek", Intent.UNKNOWN),
        ("aangemeld?", Intent.UNKNOWN),
        ("ingang Volkspark 30", Intent.UNKNOWN),
        ("IN 5211AA 12 30 help", Intent.PANIC),
        ("ik meld me af", Intent.CHECK_OUT),
        ("uit kantoor", Intent.UNKNOWN),
        ("ben uit bureau", Intent.UNKNOWN),
        ("out back", Intent.UNKNOWN),
        ("uit, kantoor", Intent.BACK),
        ("UIT - kantoor", Intent.BACK),
        ("uit terug op kantoor", Intent.BACK),
        ("UIT TERUG", Intent.BACK),
        ("klaar en kantoor", Intent.BACK),
    ],
)
def test_other_sentences_mean_what_they_meant(text: str, intent: Intent) -> None:
    assert read_sms(text).intent is intent


PLACES = (
    "IN 5211AA 12 {} 30",
    "IN {} 5211AA 12 30",
    "in 5211 aa 12, {}",
    "IN Kerkstraat 5 9000 Gent {} 30",
    "IN {} 30",
)
APART = ["POLITIE", "GEVAAR", "MES", "BEL ME", "GAAT NIET GOED", "AGRESSIEF"]


@pytest.mark.parametrize("said", ["hij slaat me", "kom\u00a0nu", "hij heeft een mes", "BEL ME NIET", *APART])
def test_words_of_distress_are_heard_in_it(said: str) -> None:
    for place in PLACES:
        for typed in (said, f"{said}!!", said.title()):
            assert read_sms(place.format(typed)).distress, place


@pytest.mark.parametrize(
    "text",
    [
        "IN Kerkstraat 112 9000 Gent 30", "IN 5211AA 101 30", "IN Kerkstraat 5 3545 Halen 30", "in bij de brandweer 45",
        "IN Brandstraat 5 9000 Gent 30", "IN Kerkstraat 5, 3545 Halen", "IN Halenstraat 12 3545 Halen, een uur",
        "IN 9000 Kerkstraat no 5 30", "IN 9000 Kerkstraat no. 5", "Aanmelden Kerkstraat no 5, 9000 Gent",
        "IN 9000 5 Rue de la Police", "IN 9000 Gent 5 rue du Mal",
    ],
)  # fmt: skip
def test_a_house_and_a_town_tell_of_no_distress(text: str) -> None:
    reply = read_sms(text)
    assert (reply.intent, reply.distress) == (Intent.CHECK_IN, False)


def test_no_word_of_the_catalogue_is_lost_in_a_check_in() -> None:
    """For help in any case; for distress wherever it stands apart, as a phone types it too."""
    texts = catalogue("nl")
    lost = [
        text
        for word in (*texts.words("help"), *texts.words("distress"), *texts.words("distress_alone"))
        if not word.isdigit() and word != "NO"  # before a number it is that of a house
        for around in PLACES
        for typed in (word.lower(), word.replace(" ", "\u00a0").replace("'", "\u2019"))
        if (reply := read_sms(text := around.format(typed))).intent is Intent.CHECK_IN and not reply.distress
    ]
    assert lost == []
