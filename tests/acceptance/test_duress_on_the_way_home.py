"""After a check-out with the duress PIN the screen goes on as after any: whole answers of two visits are compared, step
by step, until the worker is home or back. Profile by profile, and by both ways back.

Two workers, so that each has only one visit: Ali ends his with the right PIN and Jan with the duress PIN.
"""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from achterwacht.protocols.service import shipped
from tests.acceptance.silence import DURESS, MOMENT, PIN
from tests.acceptance.stories import LATE_CHECK_CALL, Json, on_a_monday_at
from tests.support.app_under_test import AppUnderTest, Person, Role, an_address

OWN = frozenset({"id", "address", "phone"})
A_MOMENT, NAMES = re.compile(r"\d{4}-\d\d-\d\dT.*"), re.compile("Ali Demir|Jan de Wit")
TO_THE_OFFICE = ("[planning]", '[signing_off]\nback_after = "8m"\n\n[planning]')
TO_HOME = ("[planning]", '[home_safe]\nafter = "8m"\nanswer_within = "2m"\n\n[planning]')
LATER_ON = ("heusden-zolder", "demo")
HOME, OFFICE = {"returnTo": "home"}, {"returnTo": "office"}
ENDS: dict[str, list[tuple[str, Json, bool]]] = {
    "straight home": [("check-out", HOME, True)],
    "home after all": [("check-out", OFFICE, True), ("back", {"to": "home"}, True)],
    "forced on the way": [("check-out", OFFICE, False), ("back", {"to": "home"}, True)],
    "forced before": [("ok", {}, True), ("check-out", HOME, False)],
    "to the office": [("check-out", OFFICE, True)],
}
"""How it ends: what is pressed, two minutes apart, and whether Jan does that with the duress PIN."""


PROFILES: dict[str, tuple[tuple[tuple[str, str], ...], float, list[str]]] = {
    "heusden-zolder": ((), 50, list(ENDS)),
    "demo": ((LATE_CHECK_CALL, TO_HOME, TO_THE_OFFICE), 12, list(ENDS)),
    **{one: ((), 50, ["straight home", "to the office"]) for one in sorted(shipped()) if one not in LATER_ON},
}
"""What of it is changed, after how many minutes it is looked at once more, and which ends it is tried with: all of
them where anybody waits for who left."""
TRIED = [(profile, ends) for profile, (_, _, several) in PROFILES.items() for ends in several]


def sees(person: Person, visit: Json) -> Any:
    """All that their phone asks for about it, in one."""
    now = person.app.now()
    days = {"since": str((now - timedelta(days=7)).date()), "until": str((now + timedelta(days=1)).date())}
    asked = {
        "visit": person.visit(visit),
        "open": person.asks("/v1/visits?mine=true&state=planned,under_way")["visits"],
        "recent": person.asks("/v1/visits?mine=true")["visits"],
        "over": person.asks("/v1/visits?mine=true&state=ended")["visits"],
        "alarms": person.asks("/v1/alarms")["alarms"],
        "past": person.posts("/v1/past/visits/_search", days)["visits"],
        "file": person.asks("/v1/me/looks")["looks"],
    }
    return anybodys(asked, now)


AFTERWARDS: list[tuple[str, Json]] = [
    ("ok", {}),
    ("extend", {"minutes": 15}),
    ("check-out", {"returnTo": "home"}),
    ("feeling", {"feeling": "amber"}),
    ("back", {"to": "office"}),
    ("ok", {}),
    ("back", {"to": "home"}),
]
"""What they may still press, in this order: it is done, or refused in the same words."""


def moment(said: str) -> datetime:
    return datetime.fromisoformat(said)


def anybodys(said: Any, now: datetime) -> Any:
    """An answer without which of the two it is of: no ids, names or addresses, and each moment as minutes from now."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: plain(inner) for name, inner in value.items() if name not in OWN or inner is None}
        if isinstance(value, list):
            return [plain(one) for one in value]
        if not isinstance(value, str):
            return value
        if A_MOMENT.fullmatch(value):
            return f"in {round((moment(value) - now) / timedelta(minutes=1))} min"
        return MOMENT.sub("", NAMES.sub("N.", value))

    return plain(said)


def differ(one: Any, other: Any, at: str = "") -> list[str]:
    """Where two of them differ."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for name in one for line in differ(one[name], other[name], f"{at}/{name}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for place, pair in enumerate(zip(one, other, strict=True)) for line in differ(*pair, f"{at}/{place}")
        ]
    return [] if one == other else [f"{at}: {one} and not {other}"]


def is_over(app: AppUnderTest) -> None:
    for alarm in app.karin.asks("/v1/alarms?open=true")["alarms"]:
        app.karin.on_alarm(alarm, "resolve", outcome="help_given")
    app.forgets_messages()


@pytest.mark.parametrize("answer", [PIN, DURESS], ids=["then-the-right-pin", "then-the-duress-pin"])
@pytest.mark.parametrize(("profile", "ends"), TRIED)
def test_until_they_are_home_both_phones_say_the_same(app: AppUnderTest, profile: str, ends: str, answer: str) -> None:
    changes, later, _ = PROFILES[profile]
    app.lets_calls_ring().runs_on(profile, *changes)
    on_a_monday_at(app, 10, 0)
    two = free, forced = app.ali.sets_pin(PIN, DURESS), app.jan.sets_pin(PIN, DURESS)
    visits = [person.checks_in(minutes=60) for person in two]

    def both(action: str, body: Json, pin: str) -> None:
        app.forgets_messages()
        calm, shown = said(free, visits[0], action, PIN, body), said(forced, visits[1], action, pin, body)
        assert not differ(shown, calm), action
        app.forgets_messages()
        assert not differ(sees(forced, visits[1]), sees(free, visits[0])), action

    for action, body, is_forced in ENDS[ends]:
        both(action, body, DURESS if is_forced else PIN)
        app.passes(minutes=2)
    alarm = next((one for one in app.karin.asks("/v1/alarms?open=true")["alarms"] if one["cause"] == "duress"), None)
    for action, body in AFTERWARDS:
        both(action, body, answer)
    if alarm is not None:
        still = app.karin.sees(alarm)
        assert (still["cause"], still["resolvedAt"]) == ("duress", None), "nothing of that weakens it"
        assert still["level"] in ("manager", "police")
    app.passes(minutes=later)
    app.forgets_messages()
    assert not differ(sees(forced, visits[1]), sees(free, visits[0]))
    is_over(app)
    assert not differ(sees(forced, visits[1]), sees(free, visits[0])), "nor when it is over"
    app.passes(minutes=60)
    app.forgets_messages()


def said(person: Person, visit: Json, action: str, pin: str, body: Json) -> list[Any]:
    """The answer, whatever it is."""
    path = f"/v1/visits/{visit['id']}/{action}"
    answer = person.app.http.post(path, json={"pin": pin, **body}, headers=person.employee.headers)
    return [answer.status_code, anybodys(answer.json(), person.app.now())]


def test_so_does_what_comes_next_on_the_day(app: AppUnderTest) -> None:
    """A stop that is planned or moved on the way, the check-in there, and the way back from it."""
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, TO_HOME, TO_THE_OFFICE)
    on_a_monday_at(app, 10, 0)
    two = app.ali.sets_pin(PIN, DURESS), app.jan.sets_pin(PIN, DURESS)
    first = [person.checks_in(minutes=60) for person in two]

    def alike_after(what: str) -> None:
        app.forgets_messages()
        for of in (first, second):
            assert not differ(sees(two[1], of[1]), sees(two[0], of[0])), what

    for person, visit, pin in zip(two, first, (PIN, DURESS), strict=True):
        person.does(visit, "check-out", pin=pin, returnTo="office")
    second = [person.plans(starts_in=10, minutes=30, address=an_address(44)) for person in two]
    alike_after("planned")
    for person, visit in zip(two, second, strict=True):
        person.changes(visit, plannedStart=(app.now() + timedelta(minutes=14)).isoformat())
    alike_after("moved")
    for person, visit in zip(two, second, strict=True):
        person.does(visit, "check-in")
    alike_after("checked in")
    ended = [
        person.does(visit, "check-out", pin=PIN, returnTo="office") for person, visit in zip(two, second, strict=True)
    ]
    assert not differ(anybodys(ended[1], app.now()), anybodys(ended[0], app.now()))
    alike_after("checked out")
    for person, visit in zip(two, second, strict=True):
        person.does(visit, "back", pin=PIN, to="office")
    alike_after("back")
    is_over(app)


@pytest.mark.parametrize("answer", [PIN, DURESS])
@pytest.mark.parametrize("ends", ["straight home", "home after all", "forced on the way", "forced before"])
def test_by_sms_they_hear_the_same(app: AppUnderTest, ends: str, answer: str) -> None:
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, TO_HOME, TO_THE_OFFICE)
    on_a_monday_at(app, 10, 0)
    for person, pin, last in ((app.ali, PIN, PIN), (app.jan, DURESS, answer)):
        visit = person.sets_pin(PIN, DURESS).checks_in(minutes=60)
        for action, body, is_forced in ENDS[ends]:
            person.does(visit, action, pin=pin if is_forced else PIN, **body)
        app.forgets_messages()
        person.phone.sends(f"OK {last}")
        person.phone.expects_sms("Genoteerd: je bent thuis.")
        assert person.visit(visit)["watch"]["nextDeadline"] is None
        app.forgets_messages()
    is_over(app)


@pytest.mark.parametrize(
    ("answer", "reads"), [(PIN, "zegt thuis te zijn."), (DURESS, "zegt thuis te zijn, met de dwangcode.")]
)
def test_who_watches_reads_what_it_is_and_the_alarm_stays(app: AppUnderTest, answer: str, reads: str) -> None:
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, TO_HOME)
    jan = app.jan.sets_pin(PIN, DURESS)
    visit = jan.checks_in(minutes=10, companions=[{"personId": str(app.ali.id)}])
    jan.does(visit, "check-out", pin=DURESS, returnTo="home")
    app.forgets_messages()
    jan.does(visit, "ok", pin=answer)
    if answer == PIN:
        assert "Het alarm blijft open" in app.karin.phone.expects_sms("liet iets horen: alles goed").text
    app.forgets_messages()
    line = f"Jan de Wit {reads} Het stille alarm blijft open."
    assert line in app.karin.story(visit)
    assert line in [one["text"] for one in app.karin.sees(app.karin.alarm())["timeline"]]
    for person in (jan, app.ali):
        assert person.story(visit)[-1] == "Jan de Wit is thuis."
    is_over(app)
    for person in (jan, app.ali):
        assert person.story(visit)[-1] == "Jan de Wit is thuis.", "nor when it is over"


def test_until_when_they_should_be_home_moves_on_as_on_any_day(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, TO_HOME)
    jan = app.jan.sets_pin(PIN, DURESS)
    visit = jan.checks_in(minutes=60)
    ended = jan.does(visit, "check-out", pin=DURESS, returnTo="home")
    assert ended["watch"]["nextDeadline"]["kind"] == "home_safe"
    first = moment(ended["watch"]["nextDeadline"]["dueAt"])
    assert first - moment(ended["endedAt"]) == timedelta(minutes=8)
    app.passes(minutes=9)
    app.forgets_messages()
    assert moment(jan.visit(visit)["watch"]["nextDeadline"]["dueAt"]) == first + timedelta(minutes=2)
    jan.phone.is_silent()
    is_over(app)


def to_the_second(due: Json) -> tuple[str, str]:
    return due["kind"], due["dueAt"][:19]


def test_on_the_list_of_the_team_they_stand_as_on_any_day_to_themselves(app: AppUnderTest) -> None:
    app.lets_calls_ring().runs_on("demo", LATE_CHECK_CALL, TO_HOME, TO_THE_OFFICE)
    on_a_monday_at(app, 10, 0)
    for name, pin in (("Bea Bos", PIN), ("Sven de Boer", DURESS)):
        person = app.also_has(name, Role.WORKER, Role.COLLEAGUE).sets_pin(PIN, DURESS)
        visit = person.checks_in(minutes=60)
        person.does(visit, "check-out", pin=pin, returnTo="office")
        app.forgets_messages()
        rows = person.asks(f"/v1/teams/{app.ours.team}/whereabouts")["underWay"]
        (stay,) = [one for one in rows if one["worker"]["name"] == name]
        assert stay["address"].startswith("onderweg, laatst ")
        assert stay["until"] == person.visit(visit)["wayBack"]["by"]
        board = person.asks("/v1/board")
        (row,) = [one for one in board["goingHome"] if one["worker"]["name"] == name]
        assert to_the_second(row["next"]) == to_the_second(person.visit(visit)["watch"]["nextDeadline"])
        person.does(visit, "back", pin=PIN, to="home")
        app.passes(seconds=1.1)
        app.forgets_messages()
        (row,) = [one for one in person.asks("/v1/board")["goingHome"] if one["worker"]["name"] == name]
        assert to_the_second(row["next"]) == to_the_second(person.visit(visit)["watch"]["nextDeadline"])
        person.does(visit, "ok", pin=PIN)
        app.passes(seconds=1.1)
        assert [one for one in person.asks("/v1/board")["goingHome"] if one["worker"]["name"] == name] == []
    app.forgets_messages()
    is_over(app)
