"""Aftercare by each of the five texts: who cares, when each talk is, and what follows what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from achterwacht.aftercare import rules
from achterwacht.aftercare.carers import another_carer, carers
from achterwacht.aftercare.days import Days
from achterwacht.aftercare.facts import Gravity, Hit, Outcome, Person, Planned, Window
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile, read_profile
from achterwacht.protocols.service import shipped
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.rules import Office

FIVE = ("woonmaatschappij", "corporatie", "heusden-zolder", "losser", "s-hertogenbosch")
PROFILES = {name: read_profile(text) for name, text in shipped().items()}
MANAGER, HR = Function.DIRECT_MANAGER, Function.HR


def zone(profile: Profile) -> ZoneInfo:
    return ZoneInfo("Europe/Brussels" if profile.country == "BE" else "Europe/Amsterdam")


def days(name: str, happened: str, now: str | None = None) -> Days:
    profile = PROFILES[name]
    office = Office(tuple(profile.office_hours), zone(profile), profile.country)
    return Days(office, at(name, happened), at(name, now or happened))


def at(name: str, wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=zone(PROFILES[name])).astimezone(UTC)


def care(name: str) -> Aftercare:
    found = PROFILES[name].aftercare
    assert found is not None
    return found


def plan(name: str, happened: str = "2026-11-25 14:00", now: str | None = None, **of: Any) -> tuple[Planned, ...]:
    gravity = of.pop("gravity", Gravity())
    return rules.first_plan(care(name), Person(**of), gravity, days(name, happened, now))


def wall(name: str, window: Window | None) -> tuple[str, str]:
    assert window is not None
    found = [one.astimezone(zone(PROFILES[name])) for one in (window.not_before, window.due_at)]
    return found[0].strftime("%a %d-%m %H:%M"), found[1].strftime("%a %d-%m %H:%M")


def steps(found: tuple[Planned, ...]) -> list[tuple[TaskKind, str]]:
    return [(one.kind, one.because) for one in found]


def windows(name: str, found: tuple[Planned, ...]) -> dict[str, tuple[str, str]]:
    return {one.because: wall(name, one.window) for one in found}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "woonmaatschappij",  # 000 L20
            [(TaskKind.FIRST_CARE, "aftercare.first_by"), (TaskKind.CARE_STEP, "aftercare.afterwards[0]")],
        ),
        (
            "corporatie",  # 001 L333-437
            [
                (TaskKind.FIRST_CARE, "aftercare.talks[0]"),
                (TaskKind.TALK, "aftercare.talks[1]"),
                (TaskKind.TALK, "aftercare.talks[2]"),
                (TaskKind.TEAM_TALK, "aftercare.team"),
                (TaskKind.CARE_STEP, "aftercare.afterwards[0]"),
            ],
        ),
        (
            "heusden-zolder",  # 002 L1007-1056
            [
                (TaskKind.FIRST_CARE, "aftercare.first_by"),
                (TaskKind.TALK, "aftercare.talks[0]"),
                (TaskKind.TEAM_TALK, "aftercare.team"),
            ],
        ),
        (
            "losser",  # 003 L832-838
            [(TaskKind.FIRST_CARE, "aftercare.talks[0]"), (TaskKind.TALK, "aftercare.talks[1]")],
        ),
        (
            "s-hertogenbosch",  # 004 L175-189, L341-359
            [
                (TaskKind.FIRST_CARE, "aftercare.first_by"),
                (TaskKind.EVALUATE_CARE, "aftercare.evaluation"),
                (TaskKind.EVALUATE_CARE, "aftercare.evaluation"),
                (TaskKind.CARE_STEP, "aftercare.afterwards[0]"),
            ],
        ),
    ],
)
def test_each_text_has_its_own_plan(name: str, expected: list[tuple[TaskKind, str]]) -> None:
    found = plan(name)
    assert steps(found) == expected
    assert all(one.chain[0] is MANAGER for one in found if not one.by_employee)


def test_the_points_are_those_of_the_text() -> None:
    first, second, third, *_ = plan("corporatie")
    assert first.points[0].startswith("Neem de medewerker direct")
    assert first.points[5].startswith("Inventariseer emoties")
    assert len(second.points) == 7
    assert third.points[-1] == "Informeer P&O over de gemaakte afspraken."
    (step,) = [one for one in plan("s-hertogenbosch") if one.kind is TaskKind.CARE_STEP]
    assert len(step.points) == 3, "what one function does afterwards is one task"


@pytest.mark.parametrize(
    ("happened", "first", "second", "third"),
    [
        # A Wednesday: Thursday to Saturday, of which the office has Thursday and Friday; day 60 is a Sunday.
        (
            "2026-11-25 14:00",
            ("Wed 25-11 14:00", "Wed 25-11 17:00"),
            ("Thu 26-11 08:30", "Fri 27-11 17:00"),
            ("Mon 25-01 08:30", "Tue 23-02 17:00"),
        ),
        # A Friday night: the first talk does not wait for Monday.
        (
            "2026-11-27 22:30",
            ("Sat 28-11 07:00", "Sat 28-11 23:59"),
            ("Mon 30-11 08:30", "Mon 30-11 17:00"),
            ("Tue 26-01 08:30", "Thu 25-02 17:00"),
        ),
        # The day before Christmas, a Thursday: closed on Friday and Saturday as holidays, and on Sunday.
        (
            "2026-12-24 10:00",
            ("Thu 24-12 10:00", "Thu 24-12 17:00"),
            ("Mon 28-12 08:30", "Mon 28-12 17:00"),
            ("Mon 22-02 08:30", "Wed 24-03 17:00"),
        ),
        # Over the night that the clock goes forward, and (the third) past it.
        (
            "2026-03-28 23:00",
            ("Sun 29-03 07:00", "Sun 29-03 23:59"),
            ("Mon 30-03 08:30", "Tue 31-03 17:00"),
            ("Wed 27-05 08:30", "Fri 26-06 17:00"),
        ),
        # In the hour that comes twice.
        (
            "2026-10-25 02:30",
            ("Sun 25-10 07:00", "Sun 25-10 23:59"),
            ("Mon 26-10 08:30", "Wed 28-10 17:00"),
            ("Thu 24-12 08:30", "Fri 22-01 17:00"),
        ),
    ],
)
def test_the_three_talks_of_a_corporation(
    happened: str, first: tuple[str, str], second: tuple[str, str], third: tuple[str, str]
) -> None:
    """P2 (001 L364-437): directly, after 1 to 3 days, after about two or three months."""
    found = windows("corporatie", plan("corporatie", happened))
    assert [found[f"aftercare.talks[{place}]"] for place in range(3)] == [first, second, third]


def test_what_would_be_over_is_counted_from_the_report() -> None:
    found = windows("corporatie", plan("corporatie", "2026-11-02 10:00", now="2026-11-25 14:00"))
    assert found["aftercare.talks[1]"] == ("Thu 26-11 08:30", "Fri 27-11 17:00"), "1 to 3 days after the report"
    assert found["aftercare.talks[2]"][0] == "Mon 04-01 08:30", "two months after the incident"


def test_a_talk_held_regularly_comes_again_until_it_is_enough() -> None:
    """P3 (002 L1032-1040): regularly. How often is ours: after a week, after two more, and then each month."""
    first = plan("heusden-zolder", "2026-11-25 14:00")[1]
    assert wall("heusden-zolder", first.window)[0].startswith("Wed 02-12")
    told = []
    for held, day in ((1, "2026-12-03 10:00"), (2, "2026-12-18 10:00"), (3, "2027-01-18 10:00")):
        then = replace(days("heusden-zolder", "2026-11-25 14:00"), now=at("heusden-zolder", day))
        following = rules.next_talk(care("heusden-zolder"), first.because, first.chain, held, then)
        assert following is not None
        told.append(wall("heusden-zolder", following.window)[0][:9])
        assert following.points == first.points
    assert told == ["Thu 17-12", "Fri 15-01", "Mon 15-02"]
    for name in FIVE:
        if name != "heusden-zolder":
            when = days(name, "2026-11-25 14:00")
            assert rules.next_talk(care(name), "aftercare.talks[1]", (MANAGER,), 1, when) is None, name


def test_regularly_ends_with_enough_and_nothing_else_does() -> None:
    assert Outcome.ENOUGH in rules.outcomes(TaskKind.TALK, regular=True)
    assert Outcome.ENOUGH not in rules.outcomes(TaskKind.TALK, regular=False)
    assert rules.is_regular(care("heusden-zolder"), "aftercare.talks[0]")
    assert not rules.is_regular(care("corporatie"), "aftercare.talks[1]")


@pytest.mark.parametrize("name", FIVE)
@pytest.mark.parametrize("happened", ["2026-11-27 23:50", "2026-12-24 20:00", "2026-03-29 01:30", "2026-10-25 02:30"])
def test_nothing_but_first_care_at_once_is_due_while_the_office_is_closed(name: str, happened: str) -> None:
    gravity = Gravity(extreme=True, behaviour=frozenset({"D"}))
    when = days(name, happened)
    for one in plan(name, happened, gravity=gravity):
        assert one.window is not None
        if not one.window.waits:
            assert (one.kind, rules.is_at_once(care(name))) == (TaskKind.FIRST_CARE, True)
            continue
        for moment in (one.window.not_before, one.window.due_at - timedelta(minutes=1)):
            assert when.office.open_from(moment) == moment, one
        assert one.window.not_before <= one.window.due_at


def test_extreme_starts_the_extreme_route() -> None:
    """P2 (001 L318-322, L442-445)."""
    found = plan("corporatie", gravity=Gravity(extreme=True))
    extreme = [one for one in found if one.because == "aftercare.graver[0]"]
    assert [(one.kind, one.chain[0]) for one in extreme] == [
        (TaskKind.CARE_STEP, MANAGER),
        (TaskKind.CARE_STEP, HR),
        (TaskKind.CARE_STEP, MANAGER),
        (TaskKind.CARE_STEP, HR),
        (TaskKind.EVALUATE_CARE, MANAGER),
        (TaskKind.EVALUATE_CARE, Function.EMPLOYEE),
    ]
    assert not [one for one in plan("corporatie") if one.because.startswith("aftercare.graver")]


def test_the_appointment_after_a_serious_threat_is_for_everybody_involved() -> None:
    """P4 (003 L834-848)."""
    threat = Gravity(behaviour=frozenset({"D"}))
    for hit in Hit:
        found = plan("losser", gravity=threat, hit=hit, first=hit is Hit.VICTIM)
        assert [one.because for one in found if one.kind is TaskKind.CARE_STEP] == ["aftercare.graver[0]"]
    assert not [one for one in plan("losser", gravity=Gravity(behaviour=frozenset({"A"}))) if "graver" in one.because]


@pytest.mark.parametrize("place", [0, 1])
def test_how_somebody_is_starts_nothing(place: int) -> None:
    """P3 (002 L1044-1051): post-traumatic complaints, and psychological damage, are noted nowhere."""
    assert rules.graver(care("heusden-zolder"), Person(), place, days("heusden-zolder", "2026-11-25 14:00")) == ()


def test_a_human_says_that_it_was_serious() -> None:
    """P5 (004 L179): partner and family are told after a serious event; which one that is, no report says."""
    found = plan("s-hertogenbosch", gravity=Gravity(extreme=True, behaviour=frozenset({"violence"})))
    assert not [one for one in found if "graver" in one.because]
    (step,) = rules.graver(care("s-hertogenbosch"), Person(), 0, days("s-hertogenbosch", "2026-11-25 14:00"))
    assert step.name == "Informeer partner en familie."


def test_what_is_done_once_is_done_for_the_first_one() -> None:
    found = plan("corporatie", first=False, hit=Hit.HELPED)
    assert {one.kind for one in found} == {TaskKind.FIRST_CARE, TaskKind.TALK}


def test_somebody_from_outside_gets_attention_once() -> None:
    """P2 (001 L337-338), P5 (004 L342): clients in the waiting room."""
    for name in FIVE:
        found = plan(name, staff=False, first=False, hit=Hit.BYSTANDER)
        assert steps(found) == [(TaskKind.FIRST_CARE, "aftercare.also_for")]
        assert found[0].points == ()


def test_who_cares_and_who_does_when_they_are_not_there() -> None:
    assert carers(care("corporatie"), Person()) == (MANAGER, HR)
    assert carers(care("heusden-zolder"), Person()) == (MANAGER, Function.DEPUTY_MANAGER)
    assert carers(care("s-hertogenbosch"), Person()) == (MANAGER,)


@pytest.mark.parametrize("name", FIVE)
def test_nobody_cares_for_themselves(name: str) -> None:
    for holds in ((MANAGER,), (MANAGER, HR), (HR,)):
        person = Person(holds=holds)
        chain = carers(care(name), person)
        assert chain
        assert not set(chain) & set(holds)
        for one in plan(name, holds=holds, gravity=Gravity(extreme=True, behaviour=frozenset({"D"}))):
            assert one.chain
            assert not set(one.chain) & set(holds), one


def test_somebody_else_by_one_tap() -> None:
    """P2 (001 L345-346): the personnel department. Elsewhere a confidant, or who helps colleagues: ours."""
    assert another_carer(care("corporatie"), Person(), (MANAGER, HR)) == (HR,)
    assert another_carer(care("corporatie"), Person(), (HR,), again=True) == ()
    assert another_carer(care("losser"), Person(), (MANAGER,))[0] is Function.TRUSTED_PERSON
    assert another_carer(care("corporatie"), Person(holds=(HR,)), (MANAGER,)) == ()


def test_first_care_is_told_at_once_in_office_hours_and_at_night_only_where_all_is_dropped() -> None:
    for name in FIVE:
        day, night = days(name, "2026-11-25 14:00"), days(name, "2026-11-25 23:30")
        assert rules.asked_at(care(name), day.happened_at, day) == day.now, name
        assert (rules.asked_at(care(name), night.happened_at, night) == night.now) is (name == "heusden-zolder"), name
        late = days(name, "2026-11-20 14:00", "2026-11-25 14:00")
        assert rules.asked_at(care(name), late.happened_at, late) is None, "five days later it is no longer urgent"


@pytest.mark.parametrize(
    ("happened", "asked", "due"),
    [
        ("2026-11-28 14:00", "Sat 28-11 14:00", "Sat 28-11 23:59"),
        ("2026-11-24 18:30", "Tue 24-11 18:30", "Tue 24-11 23:59"),
        ("2026-11-27 21:30", "Fri 27-11 21:30", "Sat 28-11 01:30"),
        ("2026-11-27 23:30", "Sat 28-11 07:00", "Sat 28-11 23:59"),
        ("2026-11-25 03:00", "Wed 25-11 07:00", "Wed 25-11 17:00"),
    ],
)
@pytest.mark.parametrize("name", ["corporatie", "losser"])
def test_what_comes_directly_after_it_does_not_wait_for_monday(name: str, happened: str, asked: str, due: str) -> None:
    """P2 001 L333, L367: "direct na het incident"; P4 003 L833-835. At night nobody is phoned: ours."""
    calendar = days(name, happened)
    at_ = rules.asked_at(care(name), calendar.happened_at, calendar)
    assert at_ is not None
    assert at_.astimezone(zone(PROFILES[name])).strftime("%a %d-%m %H:%M") == asked
    assert wall(name, plan(name, happened)[0].window)[1] == due


@pytest.mark.parametrize("name", ["woonmaatschappij", "s-hertogenbosch"])
def test_where_the_text_names_no_moment_first_care_waits_for_the_office(name: str) -> None:
    saturday = days(name, "2026-11-28 14:00")
    assert rules.asked_at(care(name), saturday.happened_at, saturday) is None
    assert wall(name, plan(name, "2026-11-28 14:00")[0].window)[0].startswith("Mon 30-11")


OFFICIAL: dict[str, Any] = {"official": True}


def test_an_official_is_cared_for_by_the_mayor() -> None:
    """P4 (003 L877-948)."""
    found = plan("losser", "2026-11-27 16:00", **OFFICIAL)
    chain = (Function.MAYOR, Function.REGISTRAR_OF_THE_COUNCIL)
    assert carers(care("losser"), Person(official=True))[:2] == chain
    assert steps(found) == [
        (TaskKind.FIRST_CARE, "aftercare.officials.by"),
        (TaskKind.TALK, "aftercare.talks[1]"),
        (TaskKind.OFFICIAL, "aftercare.officials.always_told[0]"),
        (TaskKind.OFFICIAL, "aftercare.officials.answer_within_hours"),
        (TaskKind.OFFICIAL, "aftercare.officials.afterwards[0]"),
        (TaskKind.OFFICIAL, "aftercare.officials.afterwards[1]"),
    ]
    told, answer, inform, discuss = found[2:]
    assert told.chain == (Function.COORDINATOR,)
    assert wall("losser", answer.window)[1] == "Sun 29-11 16:00", "48 hours, weekend or not"
    assert answer.points == ("Zeg dat de materiële en/of immateriële schade op de inwoner wordt verhaald.",)
    assert inform.chain[:2] == chain
    assert (inform.name, inform.points) == ("Informeer de andere politiek ambtsdragers.", ()), "one thing says itself"
    assert discuss.chain == (Function.BOARD,)
    threatened = plan("losser", gravity=Gravity(behaviour=frozenset({"D"})), **OFFICIAL)
    (appointment,) = [one for one in threatened if one.because == "aftercare.graver[0]"]
    assert appointment.chain[:2] == chain, "003 L931-935: and no manager"


def test_when_it_is_the_mayor_the_secretary_does_it() -> None:
    """P4 (003 L895-897)."""
    found = plan("losser", **OFFICIAL, holds=(Function.MAYOR,))
    assert {one.chain[0] for one in found} == {
        Function.MUNICIPAL_SECRETARY,
        Function.COORDINATOR,
        Function.BOARD,
    }


def test_no_other_text_knows_officials() -> None:
    for name in set(FIVE) - {"losser"}:
        assert steps(plan(name, **OFFICIAL)) == steps(plan(name)), name


def test_what_was_not_enough_is_talked_about() -> None:
    step = rules.not_enough((MANAGER,), days("s-hertogenbosch", "2026-11-25 14:00"))
    assert (step.kind, step.because) == (TaskKind.TALK, "aftercare.evaluation")
    assert step.window is not None


def test_evaluated_after_six_weeks_by_both() -> None:
    """P5 (004 L358-359): after a time. Six weeks are ours."""
    manager, employee = [one for one in plan("s-hertogenbosch") if one.kind is TaskKind.EVALUATE_CARE]
    assert wall("s-hertogenbosch", manager.window)[0].startswith("Wed 06-01")
    assert (manager.by_employee, employee.by_employee) == (False, True)
    assert employee.chain == (Function.EMPLOYEE, MANAGER)
