"""Everything the rules ever say: their decisions in all the situations that there are, to look at each text."""

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from functools import partial

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Candidate, Cause, Level, Outcome, PoliceCall, Skip
from achterwacht.alarms.guard_facts import Firm, GuardCall, GuardOutcome
from achterwacht.alarms.rules import Failure
from achterwacht.beforehand import alone, back_up, companions, fraud, preparing, trouble
from achterwacht.beforehand import rules as beforehand
from achterwacht.beforehand.rules import Beforehand
from achterwacht.beforehand.who_said_so import Expectation
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.decision import Decision
from achterwacht.drills import rules as drills
from achterwacht.drills.rules import DrillKind
from achterwacht.instructions import rules as instructions
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import (
    Along,
    CheckCall,
    CheckCallResult,
    Feeling,
    Fraud,
    Onward,
    Pin,
    PreparationStep,
    ReturnTo,
    Stop,
    Visit,
    VisitKind,
    VisitState,
)
from achterwacht.visits.rules import returning
from notifications.texts.templates import Template
from notifications.ways import Channel
from tests.support.facts import (
    ALI,
    ANNE,
    FATIMA,
    JAN,
    KARIN,
    MO,
    NAMES,
    a_visit,
    an_alarm,
    at,
    by,
    context,
    people,
    press,
    profile,
    with_home_safe,
)

NOW = at(40)


@dataclass(frozen=True)
class Said:
    """A decision and the visit and alarm that it was about, as they were before."""

    decision: Decision
    visit: Visit
    alarm: Alarm | None = None


def everything_said() -> list[Said]:
    """One of every kind of decision, with all its causes and levels."""
    return [
        *_about_visits(),
        *_on_the_way_back(),
        *_beforehand(),
        *_about_instructions(),
        *_about_check_calls(),
        *_about_alarms(),
        *_about_a_guard_firm(),
        *_about_drills(),
    ]


def _about_visits() -> list[Said]:
    home = with_home_safe(profile("demo"))
    planned, under_way = a_visit(VisitState.PLANNED), a_visit()
    ended = a_visit(VisitState.ENDED, return_to=ReturnTo.HOME)
    away = people(skip={FATIMA: Skip.ABSENT, KARIN: Skip.ON_VISIT})
    said = [
        Said(visits.plan(planned, by(JAN), context(at(0), protocol=home)), planned),
        Said(visits.plan(planned, by(FATIMA), context(at(0), protocol=home)), planned),
        Said(visits.move(planned, by(JAN), at(60), at(90), context(at(0), protocol=home)), planned),
        Said(
            visits.move(replace(planned, back_up=KARIN), by(FATIMA), at(60), at(90), context(at(0), protocol=home)),
            planned,
        ),
        Said(visits.change_kind(replace(planned, back_up=KARIN), by(FATIMA), VisitKind.OBSERVATION), planned),
        Said(visits.hand_over(planned, by(FATIMA), Candidate(ALI, NAMES[ALI])), planned),
        *(
            Said(visits.readdress(one, by(who), "Dorpsstraat 12", "Wijkstraat 8"), planned)
            for one in (planned, replace(planned, back_up=KARIN))
            for who in (JAN, FATIMA)
        ),
        *(Said(tell({ALI}), planned) for tell in (companions.goes_along, companions.not_along, companions.other_plan)),
        Said(visits.cancel(planned, by(JAN), ""), planned),
        Said(visits.cancel(planned, by(FATIMA), ""), planned),
        Said(visits.cancel(planned, by(JAN), "ziek"), planned),
        Said(visits.check_in(planned, by(JAN), at(30), away, context(at(0), away, home)), planned),
        Said(visits.end_approaching(under_way, context(at(0))), under_way),
        Said(visits.overdue(under_way, context(NOW, protocol=home)), under_way),
        Said(chases.home_safe_heard(ended, press(by(JAN), NOW, Pin.RIGHT), context(NOW, protocol=home)), ended),
        Said(chases.home_safe_closed(ended, by(KARIN), "Zijn vrouw nam op", waited_for=True), ended),
        *(Said(visits.feel(by(JAN), feeling), ended) for feeling in Feeling),
    ]
    for chased in range(3):
        late, silent = replace(planned, chased_count=chased), replace(ended, chased_count=chased)
        said.append(Said(chases.planned_start_passed(late, context(NOW, protocol=home)), late))
        said.append(Said(chases.home_safe_passed(silent, context(NOW, protocol=home)), silent))
        said.append(Said(chases.planned_start_passed(late, context(NOW, people(first=[], managers=[]), home)), late))
    for via in ("app", "sms", "call"):
        jan = by(JAN, via)
        for pin in (Pin.RIGHT, Pin.DURESS):
            said += [
                Said(visits.say_ok(under_way, press(jan, NOW, pin), context(NOW, protocol=home)), under_way),
                Said(visits.extend(under_way, press(jan, NOW, pin), at(60), context(NOW, protocol=home)), under_way),
                Said(
                    visits.check_out(under_way, press(jan, NOW, pin), "", ReturnTo.HOME, context(NOW, protocol=home)),
                    under_way,
                ),
            ]
    signed_off = visits.check_out(under_way, press(by(FATIMA), NOW), "zit hier", None, context(NOW, protocol=home))
    return [*said, Said(signed_off, under_way)]


def _on_the_way_back() -> list[Said]:
    """The visit is over, and the worker is waited for at the office or at the next stop; and observing."""
    office = profile("heusden-zolder")
    later = context(NOW, protocol=office)
    onward = Onward(UTC, stop=Stop(at(60), "Langstraat 12, 5211 AA Den Bosch"))
    back = a_visit(VisitState.ENDED, awaited_by=at(45))
    onwards = replace(back, heading_to="Langstraat 12, 5211 AA Den Bosch")
    said = [Said(returning.finished(one, by(JAN), later), one) for one in (back, onwards, a_visit(VisitState.ENDED))]
    for one in (back, onwards):
        jan = press(by(JAN), NOW, Pin.RIGHT)
        said += [
            Said(returning.not_back(one, later), one),
            Said(returning.back(one, jan, "", ReturnTo.OFFICE, later), one),
            Said(returning.back(one, press(by(FATIMA), NOW), "Hij zit hier", ReturnTo.HOME, later), one),
            Said(returning.later(one, jan, at(90), later), one),
            Said(returning.well_on_the_way(one, jan, context(at(50), protocol=office)), one),
            Said(returning.went_on(one, jan, later), one),
            Said(returning.replanned(replace(one, heading_to=None), onward, later), one),
            Said(returning.closed_by_others(one, by(KARIN), at(120), later), one),
        ]
    seen = a_visit(kind=VisitKind.OBSERVATION)
    jan = press(by(JAN), NOW, Pin.RIGHT)
    ended = visits.check_out(seen, jan, "", None, context(NOW))
    return [*said, Said(visits.broken_off(seen, jan, ended, context(NOW)), seen)]


def _found(firm: Firm | None) -> Firm | None:
    return firm


def _about_a_guard_firm() -> list[Said]:
    firm = Firm(FATIMA, "Bewaking Oost", call_back="06 87654321")
    alarm = an_alarm(Cause.OVERDUE, Level.MANAGER, plan=profile("woonmaatschappij").plan())
    told = alarm.also_told([(KARIN, Level.MANAGER), (MO, Level.MANAGER)])
    decisions = [
        alarms.climb(told, replace(context(NOW), find_firm=partial(_found, found)))
        for found in (firm, replace(firm, spared=True), None)
    ]
    for outcome in GuardOutcome:
        decisions += [
            alarms.guard_answers(told, firm, outcome),
            alarms.call_guard(told, by(KARIN), firm.name, GuardCall(outcome, 20, "De poort is dicht"), context(NOW)),
        ]
    return [Said(one, a_visit(alarm=told), told) for one in (*decisions, alarms.guard_not_reached(told, firm))]


def _beforehand() -> list[Said]:
    planned = a_visit(VisitState.PLANNED)
    asked = replace(planned, back_up=FATIMA)
    watched = a_visit(back_up=FATIMA, back_up_accepted_at=at(0))
    over = a_visit(VisitState.ENDED, back_up=FATIMA, back_up_accepted_at=at(0))
    along = a_visit(companions=frozenset({ALI}), there=(Candidate(ALI, NAMES[ALI]),))
    told = an_alarm(Cause.OVERDUE, Level.COLLEAGUE)
    lonely = Beforehand(at(0), at(30), [], somebody_there=False, alone_allowed=False, back_up_accepted=False)
    decisions = (
        companions.ask_companion(planned, ALI, context(planned.planned_start)),
        companions.ask_companion(planned, ALI, context(planned.planned_start - timedelta(days=1))),
        companions.companion_comes(planned, by(ALI, "sms"), NAMES[ALI]),
        companions.companion_reminder(replace(planned, along=(Along(ALI, NAMES[ALI]),)), context(NOW)),
        companions.companion_silent(
            replace(planned, along=(Along(ALI, NAMES[ALI]), Along(MO, NAMES[MO]))), context(at(0))
        ),
        alone.goes_alone(lonely, context(at(0))),
        alone.goes_alone(lonely, context(at(0), people(managers=[]))),
        companions.companion_there(planned, by(ALI), NAMES[ALI]),
        companions.companion_there(planned, by(JAN), "Wijkagent Bos"),
        companions.companion_cant(planned, by(ALI), NAMES[ALI]),
        alone.ask_alone(planned, by(JAN), "Ali is er niet", context(at(0))),
        alone.answer_alone(replace(planned, alone_asked="Ali is er niet"), by(KARIN), True),
        alone.answer_alone(replace(planned, alone_asked="Ali is er niet"), by(KARIN, "sms"), False),
        alone.allow_alone(planned, by(KARIN), "De buurman is erbij"),
        visits.companion_says_well(along, press(by(ALI), NOW), context(NOW)),
        visits.companion_says_well(replace(along, alarm=told), press(by(ALI, "sms"), NOW), context(NOW)),
        visits.overdue(along, context(NOW)),
        back_up.called_off(asked, [ALI]),
        back_up.ask_back_up_again(asked),
        back_up.ask_back_up(planned, by(JAN), Candidate(FATIMA, NAMES[FATIMA])),
        back_up.answer_back_up(asked, by(FATIMA), True, context(NOW)),
        back_up.answer_back_up(asked, by(FATIMA), False, context(NOW)),
        beforehand.police_told(planned, by(FATIMA), "PL0500-77", context(NOW)),
        *_about_trouble(planned),
        fraud.ask(planned, by(JAN), context(NOW)),
        fraud.ask(planned, by(JAN), context(NOW, people(managers=[]))),
        fraud.same_employee(replace(planned, fraud=Fraud.ASKED), by(KARIN)),
        fraud.colleague_instead(replace(planned, fraud=Fraud.ASKED), by(KARIN), Candidate(ALI, NAMES[ALI])),
        preparing.tick(planned, by(JAN), PreparationStep.FILE_SEARCH, context(NOW)),
        preparing.tick(planned, by(JAN), PreparationStep.EARLIER_LETTER, context(NOW, protocol=profile("losser"))),
    )
    return [
        *(Said(one, planned) for one in decisions),
        *(Said(back_up.sign_off(watched, over, by(who)), over) for who in (JAN, KARIN)),
    ]


def _about_trouble(planned: Visit) -> list[Decision]:
    expected = Expectation("Hij dreigde vorige week", police=True)
    expecting = replace(
        planned, expects_trouble="Hij dreigde vorige week", trouble_said_by=JAN, companions=frozenset({ALI})
    )
    nobody = people(first=[], managers=[])
    return [
        *(
            trouble.expect(visit, by(who), expected, people(), context(NOW), alone=alone)
            for visit in (planned, a_visit())
            for who in (JAN, KARIN)
            for alone in (False, True)
        ),
        trouble.expect(planned, by(JAN), Expectation("Er is een hond"), nobody, context(NOW)),
        trouble.expect(expecting, by(ALI), expected, people(), context(NOW)),
        trouble.take_back(expecting, by(JAN), people()),
        trouble.take_back(replace(expecting, trouble_said_by=KARIN), by(KARIN), nobody),
        trouble.take_back(replace(expecting, trouble_said_by=KARIN), by(KARIN), people()),
        trouble.moved(expecting, by(JAN), people()),
        trouble.moved(replace(expecting, trouble_said_by=ALI), by(JAN), people(everyone=[])),
        trouble.called_off(expecting, by(JAN), people()),
    ]


def _about_instructions() -> list[Said]:
    pairs = {"advice": ["pairs"], "instructions": ["Ga met z'n tweeën."], "provisional": True}
    gone = {"advice": [], "instructions": [], "provisional": False}
    return [
        Said(instructions.changed(replace(visit, planner=FATIMA), by(KARIN), now_so, context(at(0))), visit)
        for visit in (a_visit(), a_visit(VisitState.PLANNED))
        for now_so in (pairs, gone)
    ]


def _about_check_calls() -> list[Said]:
    demo, under_way = profile("demo"), a_visit()
    asked = a_visit(check_call=CheckCall.ASKED, asked_count=1)
    dropped = a_visit(alarm=an_alarm(Cause.PANIC, Level.MANAGER))
    said = [
        Said(check_calls.check_call_due(under_way, context(at(1), protocol=demo)), under_way),
        Said(check_calls.check_call_due(under_way, context(at(10), people(first=[]))), under_way),
        Said(check_calls.check_call_due(dropped, context(NOW, protocol=demo)), dropped),
        Said(check_calls.unanswered(asked, context(at(2), people(second=[ALI]), demo)), asked),
        Said(check_calls.unanswered(asked, context(at(2), people(first=[]), demo)), asked),
        Said(check_calls.unanswered(replace(asked, asked_count=2), context(at(3), protocol=demo)), asked),
        Said(check_calls.ask_now(under_way, by(FATIMA), context(at(1), protocol=demo)), under_way),
        Said(check_calls.opted_out(under_way, by(JAN, "sms"), context(at(1), protocol=demo)), under_way),
        Said(visits.say_ok(asked, press(by(JAN), at(2), Pin.RIGHT), context(at(2), protocol=demo)), asked),
        Said(visits.not_understood(under_way, by(JAN, "sms"), "kom je", context(at(2)), tell=True), under_way),
        Said(visits.in_distress(under_way, by(JAN, "sms"), "hij slaat me", context(at(2))), under_way),
    ]
    for result in CheckCallResult:
        for note in ("", "klonk moe"):
            reported = check_calls.report(asked, by(FATIMA), result, note, context(at(2), protocol=demo))
            said.append(Said(reported, asked))
    return said


def _about_alarms() -> list[Said]:
    said: list[Said] = []
    for cause in Cause:
        for level in Level:
            alarm = replace(an_alarm(cause, level).also_told([(KARIN, level)]), rounds=0)
            visit = a_visit(alarm=alarm)
            said += [Said(decision, visit, alarm) for decision in _about_alarm(alarm, visit)]
    return said


def _about_drills() -> list[Said]:
    """Its own words; what it has in common with real alarms is said there."""
    said = []
    for kind in DrillKind:
        alarm = an_alarm(kind.cause, kind.begins_at)
        told = alarm.also_told([(FATIMA, Level.COLLEAGUE)])
        over = [
            drills.end(told, by(KARIN), context(NOW)),
            drills.end(told, replace(by(KARIN), person_id=None, name=""), context(NOW)),
        ]
        yielding = drills.end(told, by(KARIN), context(NOW), real_alarm=True)
        begun = drills.begin(replace(alarm, told=()), by(KARIN), context(NOW))
        said += [Said(decision, a_visit(), alarm) for decision in (begun, *over, yielding)]
    return said


def _about_alarm(alarm: Alarm, visit: Visit) -> list[Decision]:
    crowd = people(second=[ALI], managers=[KARIN, MO], skip={ALI: Skip.ABSENT})
    taken = replace(alarm, acknowledged_by=KARIN, acknowledged_at=at(35))
    lost = Failure(KARIN, NAMES[KARIN], Template.ALARM_PANIC, Channel.SMS, frozenset({Channel.SMS}), False)
    demo = profile("demo")
    early = at(20)
    decisions = [
        alarms.open_alarm(replace(alarm, told=()), context(NOW, crowd)),
        alarms.climb(alarm, context(NOW, crowd)),
        alarms.climb(alarm, context(NOW, people(first=[], managers=[], everyone=[]))),
        alarms.raise_alarm(alarm, Cause.PANIC, Level.MANAGER, context(NOW, crowd)),
        alarms.raise_alarm(alarm, Cause.DURESS, Level.MANAGER, context(NOW, crowd)),
        alarms.open_alarm(replace(alarm, told=()), context(NOW, crowd), by(ALI)),
        alarms.raise_alarm(alarm, Cause.PANIC, Level.MANAGER, context(NOW, crowd), by(ALI)),
        alarms.raise_alarm(alarm, Cause.DURESS, Level.MANAGER, context(NOW, crowd), by(ALI)),
        alarms.call_false(alarm, by(ALI), ""),
        *(alarms.acknowledge(alarm, by(FATIMA, via), context(NOW, crowd)) for via in ("app", "sms", "call")),
        alarms.acknowledge(taken, by(MO), context(NOW, crowd)),
        alarms.acknowledge(alarm, replace(by(FATIMA, "sms"), unproven=True), context(NOW, crowd)),
        alarms.take_over(taken, by(MO), context(NOW, crowd)),
        alarms.tick(alarm, by(MO), "Bel 112", done=True),
        alarms.tick(alarm, by(MO), "Bel 112", done=False),
        alarms.note(alarm, by(MO), "De buren horen niets."),
        alarms.escalate(alarm, by(KARIN), alarm.level, context(NOW, crowd)),
        alarms.escalate(taken, by(KARIN), taken.level, context(NOW, crowd)),
        alarms.decline(alarm, by(KARIN), context(NOW, crowd)),
        alarms.unresolved(taken, context(NOW, crowd)),
        alarms.pass_on(alarm, by(KARIN), Candidate(MO, NAMES[MO])),
        alarms.call_false(alarm, by(JAN), ""),
        alarms.call_false(alarm, by(JAN), "per ongeluk"),
        alarms.call_police(alarm, by(KARIN), PoliceCall("112", ""), context(NOW, crowd)),
        alarms.call_police(alarm, by(KARIN), PoliceCall("112", "PL0900-2026"), context(NOW, crowd)),
        alarms.message_failed(alarm, lost, context(NOW, crowd)),
        *(
            alarms.resolve(alarm, by(ANNE), outcome, note, context(NOW))
            for outcome in Outcome
            for note in ("", "gebeld")
        ),
        *(
            decision
            for pressed in (early, NOW)
            for decision in (
                visits.say_ok(visit, press(by(JAN), pressed, Pin.RIGHT), context(NOW, crowd, demo)),
                visits.extend(visit, press(by(JAN), pressed, Pin.RIGHT), at(60), context(NOW, crowd, demo)),
                visits.check_out(visit, press(by(JAN), pressed, Pin.RIGHT), "", None, context(NOW, crowd, demo)),
                visits.check_out(visit, press(by(FATIMA), pressed), "zit hier", None, context(NOW, crowd, demo)),
            )
        ),
    ]
    closed = replace(visit, alarm=None)
    return [*decisions, visits.after_resolving(closed, by(KARIN), None, context(NOW, protocol=demo))]
