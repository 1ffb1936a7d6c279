"""What each of the five protocols advises: every row of every matrix, with the lines that it comes from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from achterwacht.measures.facts import Advice, Case, Earlier, Happened, Talk
from achterwacht.measures.rules.advice import advise
from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Function
from achterwacht.protocols.measures import MeasureKind
from achterwacht.protocols.profile import Profile, read_profile
from achterwacht.protocols.service import shipped

TODAY = date(2026, 9, 12)
OFFICE, PHONE, HOME = ConductChannel.OFFICE, ConductChannel.PHONE, ConductChannel.HOME_VISIT
WRITING, PRIVATE = ConductChannel.IN_WRITING, ConductChannel.PRIVATE
MANAGER, BOARD, EMPLOYEE = Function.DIRECT_MANAGER, Function.BOARD, Function.EMPLOYEE
P1, P2, P3, P4, P5 = "woonmaatschappij", "corporatie", "heusden-zolder", "losser", "s-hertogenbosch"
PROFILES = {name: read_profile(shipped()[name]) for name in (P1, P2, P3, P4, P5)}


def profile(name: str) -> Profile:
    return PROFILES[name]


def a_case(
    *behaviours: str, channel: ConductChannel | None = OFFICE, persistent: bool = False, days_ago: int = 0
) -> Case:
    day = TODAY - timedelta(days=days_ago)
    happened = tuple(Happened(one, channel) for one in behaviours)
    return Case(uuid4(), datetime(day.year, day.month, day.day, 10, tzinfo=UTC), day, happened, persistent)


def before(
    *behaviours: str,
    channel: ConductChannel | None = OFFICE,
    persistent: bool = False,
    days_ago: int = 60,
    letters: Sequence[str] = (),
) -> Earlier:
    case = a_case(*behaviours, channel=channel, persistent=persistent, days_ago=days_ago)
    return Earlier(case, frozenset(letters), "Fatima Bakker")


def kinds(advice: Advice) -> list[str]:
    """Each measure, with how long, and a question mark where it is decided case by case."""
    found = []
    for one in advice.measures:
        measure = one.measure
        length = f" {measure.months}m" if measure.months else f" {measure.weeks}w" if measure.weeks else ""
        found.append(f"{one.kind.value}{length}{'~' if measure.about else ''}{'?' if measure.possibly else ''}")
    return found


@dataclass(frozen=True)
class Row:
    """One row of a matrix: the protocol, its lines, what happened and what happened before, and what is advised."""

    protocol: str
    lines: str
    case: Case
    advised: str
    earlier: tuple[Earlier, ...] = ()
    repeated: int = 0


ROWS = [
    # P1: the table of sanctions
    Row(P1, "000 L109-111", a_case("verbal"), "warning"),
    Row(P1, "000 L113-115", a_case("verbal"), "order_talk, access_ban 3m", (before("verbal"),), 1),
    Row(P1, "000 L119-122", a_case("threat"), "order_talk, access_ban 6m, police_report"),
    Row(P1, "000 L124-129", a_case("threat"), "access_ban 12m~, stop_service?, petition", (before("threat"),), 1),
    Row(
        P1,
        "000 L133-140",
        a_case("physical_things"),
        "order_talk, access_ban 12m~, police_report, stop_service?, petition",
    ),
    Row(
        P1,
        "000 L142-149",
        a_case("physical_staff"),
        "order_talk, access_ban 24m~, police_report, stop_service?, petition",
    ),
    Row(P1, "000 L151", a_case("damage"), "damage_claim"),
    Row(P1, "no period: ever", a_case("verbal"), "order_talk, access_ban 3m", (before("verbal", days_ago=3_000),), 1),
    Row(P1, "another row is no repetition of this one", a_case("verbal"), "warning", (before("threat"),)),
    Row(
        P1,
        "several at once, the heaviest of a kind",
        a_case("threat", "physical_staff", "damage"),
        "order_talk, access_ban 24m~, police_report, stop_service?, petition, damage_claim",
    ),
    # P2: no matrix; people choose, after an order talk
    Row(
        P2,
        "001 L480-503",
        a_case("scolding"),
        "order_talk, warning?, eviction?, street_ban?, end_lease?, allocation?",
    ),
    Row(
        P2,
        "001 L494, L539-543",
        a_case("scolding"),
        "order_talk, warning?, eviction?, street_ban?, end_lease?, allocation?, access_ban?",
        (before("scolding"),),
        1,
    ),
    Row(
        P2,
        "001 L526-533",
        a_case("threat"),
        "order_talk, warning?, eviction?, street_ban?, end_lease?, allocation?, police_report?, police_notification?",
    ),
    Row(
        P2,
        "001 L526-530",
        a_case("physical"),
        "order_talk, warning?, eviction?, street_ban?, end_lease?, allocation?, police_report?",
    ),
    Row(
        P2,
        "001 L498, L552-555",
        a_case("damage"),
        "order_talk, warning?, eviction?, street_ban?, end_lease?, allocation?, damage_claim",
    ),
    # P3: no matrix; the board decides on a ban
    Row(
        P3,
        "002 L1102-1149",
        a_case("verbal"),
        "order_talk, warning?, reprimand, secured_environment 6w~?, eviction?, street_ban?",
    ),
    Row(
        P3,
        "002 L1132-1136, L1158-1163",
        a_case("verbal"),
        "order_talk, warning?, reprimand, secured_environment 6w~?, eviction?, street_ban?, access_ban, "
        "received_at_police",
        (before("physical"),),
        1,
    ),
    Row(
        P3,
        "002 L1158-1163: scolding or intimidating in several incidents",
        a_case("psychological"),
        "order_talk, warning?, reprimand, secured_environment 6w~?, eviction?, street_ban?, access_ban, "
        "received_at_police",
        (before("verbal"),),
        1,
    ),
    Row(
        P3,
        "002 L1105, L1150-1156",
        a_case("threat"),
        "order_talk, warning?, reprimand, secured_environment 6w~?, eviction?, street_ban?, police_report?, "
        "police_notification?",
    ),
    Row(
        P3,
        "002 L1218-1222",
        a_case("death_threat"),
        "order_talk, warning?, reprimand, secured_environment 6w~?, eviction?, street_ban?, police_report",
    ),
    Row(
        P3,
        "002 L1165-1169",
        a_case("damage"),
        "order_talk, warning?, reprimand, secured_environment 6w~?, eviction?, street_ban?, police_report, "
        "damage_claim",
    ),
    # P4: after a warning letter, by how the contact went
    Row(P4, "003 L281-287: what stops is no aggression", a_case("A"), ""),
    Row(P4, "003 L656-666", a_case("A", persistent=True), "warning"),
    Row(
        P4,
        "003 L668-696",
        a_case("C", persistent=True),
        "access_ban",
        (before("A", persistent=True, letters=["warning"]),),
        1,
    ),
    Row(
        P4,
        "003 L672-694",
        a_case("B", persistent=True, channel=PHONE),
        "call_restriction",
        (before("A", persistent=True, letters=["warning"]),),
        1,
    ),
    Row(
        P4,
        "003 L684-686: no letter was sent the first time",
        a_case("B", persistent=True),
        "warning",
        (before("A", persistent=True),),
    ),
    Row(
        P4,
        "003 L684-686: more than six months ago",
        a_case("B", persistent=True),
        "warning",
        (before("A", persistent=True, letters=["warning"], days_ago=190),),
    ),
    Row(
        P4,
        "003 L684-686: on the very last day",
        a_case("B", persistent=True),
        "access_ban",
        (before("A", persistent=True, letters=["warning"], days_ago=(TODAY - date(2026, 3, 12)).days),),
        1,
    ),
    Row(
        P4,
        "003 L690-696 names the telephone and in person: in writing is neither",
        a_case("B", persistent=True, channel=WRITING),
        "warning",
        (before("A", persistent=True, letters=["warning"]),),
    ),
    Row(
        P4,
        "003 L668-678, L725-741, L788-812",
        a_case("D"),
        "threat_letter, police_notification, access_ban, call_restriction, benefit_cut?, damage_claim?",
    ),
    Row(P4, "003 L561-567, L735-741", a_case("E"), "bring_in_help, police_notification"),
    Row(
        P4,
        "003 L735-737: E never gets a letter, also beside D",
        a_case("D", "E"),
        "police_notification, access_ban, call_restriction, benefit_cut?, damage_claim?, bring_in_help",
    ),
    # P5: the direct manager decides
    Row(P5, "004 L250-262, L285-288", a_case("scolding"), "tell_manager, warning?, expected_behaviour?, order_talk?"),
    Row(
        P5,
        "004 L311-323",
        a_case("scolding"),
        "tell_manager, warning?, expected_behaviour?, order_talk?, ban_notice?, access_ban?",
        (before("violence_things"),),
        1,
    ),
    Row(P5, "004 L257-259, L277-283", a_case("threat"), "police_report, order_talk?"),
    Row(P5, "004 L284, L328-336", a_case("violence_things"), "police_report, order_talk?, damage_claim"),
    Row(P5, "004 L120-124", a_case("threat", channel=WRITING), "police_report, order_talk?, no_more_answers"),
    Row(
        P5,
        "004 L124-130",
        a_case("threat", channel=WRITING),
        "ban_notice?, access_ban?, police_report, order_talk?, no_more_answers",
        (before("threat", channel=WRITING),),
        1,
    ),
    Row(
        P5,
        "004 L120-124: the first time in writing, and not the first time",
        a_case("threat", channel=WRITING),
        "ban_notice?, access_ban?, police_report, order_talk?, no_more_answers",
        (before("threat", channel=OFFICE),),
        1,
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row.protocol} {row.lines}" for row in ROWS])
def test_each_row_is_advised_as_the_text_says(row: Row) -> None:
    advice = advise(profile(row.protocol), row.case, row.earlier)
    assert ", ".join(kinds(advice)) == row.advised
    assert len(advice.repeated) == row.repeated
    assert ("first" in {one.key for one in advice.because}) == (row.repeated == 0)


def test_every_row_of_every_profile_stands_above() -> None:
    """A row that nothing here reaches would be advised untested."""
    for name in PROFILES:
        reached = {
            rule for row in ROWS if row.protocol == name for rule in advise(profile(name), row.case, row.earlier).rules
        }
        assert reached == {f"measures[{place}]" for place in range(len(profile(name).measures))}, name


def test_the_second_letter_of_p5_is_that_of_the_director() -> None:
    """004 L124-130: when it goes on a letter follows; the first time the manager only says so."""
    case = a_case("other", channel=WRITING)
    first = advise(profile(P5), case).of(MeasureKind.NO_MORE_ANSWERS)
    again = advise(profile(P5), case, [before("other", channel=WRITING)]).of(MeasureKind.NO_MORE_ANSWERS)
    assert first is not None
    assert first.letter is None
    assert again is not None
    assert again.letter == "written_aggression"


@pytest.mark.parametrize(
    ("name", "behaviour", "kind", "by"),
    [
        (P1, "verbal", MeasureKind.ACCESS_BAN, (MANAGER,)),  # ours: the text names nobody
        (P2, "damage", MeasureKind.DAMAGE_CLAIM, (MANAGER,)),
        (P2, "threat", MeasureKind.STREET_BAN, (Function.COURT,)),  # 001 L546-549
        (P3, "verbal", MeasureKind.ACCESS_BAN, (BOARD,)),  # 002 L1135
        (P3, "verbal", MeasureKind.RECEIVED_AT_POLICE, (BOARD,)),  # 002 L1132-1136
        (P4, "D", MeasureKind.BENEFIT_CUT, (Function.BENEFITS,)),  # 003 L788-792
        (P5, "threat", MeasureKind.POLICE_REPORT, (MANAGER,)),  # 004 L181
    ],
)
def test_who_decides(name: str, behaviour: str, kind: MeasureKind, by: tuple[Function, ...]) -> None:
    advised = advise(profile(name), a_case(behaviour), [before(behaviour)]).of(kind)
    assert advised is not None
    assert advised.decided_by == by


@pytest.mark.parametrize(
    ("name", "behaviour", "kind", "with_whom"),
    [
        (P2, "scolding", MeasureKind.WARNING, {EMPLOYEE}),  # 001 L480-481
        (P3, "verbal", MeasureKind.REPRIMAND, {EMPLOYEE, MANAGER}),  # 002 L84-85, L1093-1094
        (P4, "D", MeasureKind.ACCESS_BAN, {EMPLOYEE, MANAGER}),  # 003 L674-678: how long
        (P5, "scolding", MeasureKind.WARNING, {EMPLOYEE}),  # 004 L167, L293-295
    ],
)
def test_with_whom_it_is_decided(name: str, behaviour: str, kind: MeasureKind, with_whom: set[Function]) -> None:
    advised = advise(profile(name), a_case(behaviour)).of(kind)
    assert advised is not None
    assert set(advised.in_consultation) == with_whom


@pytest.mark.parametrize("name", [P2, P3])
def test_an_order_talk_comes_before_any_sanction(name: str) -> None:
    """001 L482-485, 002 L1095-1098."""
    case = a_case("threat")
    advice = advise(profile(name), case)
    assert advice.measures[0].kind is MeasureKind.ORDER_TALK
    waiting = {one.kind for one in advice.measures if one.talk_first}
    assert waiting >= {MeasureKind.WARNING, MeasureKind.STREET_BAN}
    # 002 L1120-1122: in the talk somebody hears of the report; eviction is there and then.
    assert not waiting & {MeasureKind.ORDER_TALK, MeasureKind.POLICE_REPORT, MeasureKind.EVICTION}
    assert "talk_first" in {one.key for one in advice.because}


@pytest.mark.parametrize("talk", [Talk.HELD, Talk.NO_SHOW])
def test_after_the_talk_or_when_nobody_came_nothing_waits_for_it(talk: Talk) -> None:
    advice = advise(profile(P2), a_case("threat"), (), talk)
    assert not any(one.talk_first for one in advice.measures)


@pytest.mark.parametrize("name", [P1, P4, P5])
def test_elsewhere_nothing_waits_for_a_talk(name: str) -> None:
    for behaviour in profile(name).behaviour:
        assert not any(one.talk_first for one in advise(profile(name), a_case(behaviour.id)).measures)


@pytest.mark.parametrize(
    ("name", "channel", "key"),
    [
        (P3, HOME, "talk_at_once"),  # 002 L499, L509-511
        (P3, PRIVATE, "talk_at_once"),
        (P3, OFFICE, None),
        (P5, OFFICE, "talk_within"),  # 004 L259
    ],
)
def test_how_soon_the_talk_is(name: str, channel: ConductChannel, key: str | None) -> None:
    said = {one.key for one in advise(profile(name), a_case("threat", channel=channel)).because}
    assert said & {"talk_at_once", "talk_within"} == ({key} if key else set())


def test_why_it_is_a_repetition_is_said_with_the_day_and_who_says_it_is_the_same_person() -> None:
    first, second = before("A", persistent=True, letters=["warning"]), a_case("A", persistent=True)
    advice = advise(profile(P4), second, [first])
    said = {one.key: one.facts for one in advice.because}
    assert said["repeated"] == {"times": 2, "months": 6, "first": first.case.day}
    assert said["same_person"] == {"name": "Fatima Bakker"}


def test_what_comes_later_or_is_the_incident_itself_is_no_history() -> None:
    case = a_case("verbal", days_ago=30)
    later = Earlier(a_case("verbal", days_ago=1))
    assert advise(profile(P1), case, [later, Earlier(case)]).repeated == ()


def test_of_two_on_one_day_only_the_second_is_a_repetition() -> None:
    one, other = a_case("verbal"), a_case("verbal")
    counted = [
        len(advise(profile(P1), one, [Earlier(other)]).repeated),
        len(advise(profile(P1), other, [Earlier(one)]).repeated),
    ]
    assert sorted(counted) == [0, 1]


def test_help_is_named_where_no_letter_is_ever_sent() -> None:
    """003 L563-565: always a help agency, through the police on 0900-8844; a human calls."""
    said = {one.key: one.facts for one in advise(profile(P4), a_case("E")).because}
    assert "0900-8844" in said["never_letter"]["help"][0]


@pytest.mark.parametrize("name", [P1, P2, P3, P4, P5])
def test_another_measure_is_one_that_the_text_names_elsewhere(name: str) -> None:
    named = {measure.kind for row in profile(name).measures for measure in row.take}
    for behaviour in profile(name).behaviour:
        advice = advise(profile(name), a_case(behaviour.id))
        others = set(advice.others())
        assert others <= named
        assert others.isdisjoint(one.kind for one in advice.measures)
        assert name == P1 or MeasureKind.PETITION not in others, "no justice of the peace in the Netherlands"


def test_where_the_text_names_nothing_every_measure_is_another() -> None:
    assert Advice((), (), (), ()).others() == tuple(MeasureKind)
