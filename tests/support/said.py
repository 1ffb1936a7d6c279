"""Everything the rules ever say: their decisions in all the situations that there are, to look at each text."""

from dataclasses import dataclass, replace
from datetime import timedelta

from achterwacht.alarms import rules as alarms
from achterwacht.alarms.facts import Alarm, Candidate, Cause, Level, Outcome, Skip
from achterwacht.alarms.rules import Failure
from achterwacht.beforehand import alone, back_up, companions
from achterwacht.beforehand import rules as beforehand
from achterwacht.beforehand.companions import Along
from achterwacht.beforehand.rules import Beforehand
from achterwacht.chases import rules as chases
from achterwacht.check_calls import rules as check_calls
from achterwacht.decision import Decision
from achterwacht.drills import rules as drills
from achterwacht.drills.rules import DrillKind
from achterwacht.instructions import rules as instructions
from achterwacht.visits import rules as visits
from achterwacht.visits.facts import CheckCall, CheckCallResult, Feeling, Pin, ReturnTo, Visit, VisitState
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
    people,
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
        *_beforehand(),
        *_about_instructions(),
        *_about_check_calls(),
        *_about_alarms(),
        *_about_drills(),
    ]


def _about_visits() -> list[Said]:
    home = with_home_safe(profile("demo"))
    planned, under_way = a_visit(VisitState.PLANNED), a_visit()
    ended = a_visit(VisitState.ENDED, return_to=ReturnTo.HOME)
    away = people(skip={FATIMA: Skip.ABSENT, KARIN: Skip.ON_VISIT})
    said = [
        Said(visits.plan(planned, by(JAN), home), planned),
        Said(visits.plan(planned, by(FATIMA), home), planned),
        Said(visits.move(planned, at(60), at(90), by(JAN), home), planned),
        Said(visits.move(replace(planned, back_up=KARIN), at(60), at(90), by(FATIMA), home), planned),
        Said(visits.cancel(planned, by(JAN), ""), planned),
        Said(visits.cancel(planned, by(FATIMA), ""), planned),
        Said(visits.cancel(planned, by(JAN), "ziek"), planned),
        Said(visits.check_in(planned, at(30), by(JAN), away, away, at(0), home), planned),
        Said(visits.end_approaching(under_way), under_way),
        Said(visits.overdue(under_way, people(), NOW, home), under_way),
        Said(chases.home_safe_heard(ended, by(JAN), Pin.RIGHT, people(), NOW, home), ended),
        Said(chases.home_safe_closed(ended, by(KARIN), "Zijn vrouw nam op", waited_for=True), ended),
        *(Said(visits.feel(by(JAN), feeling), ended) for feeling in Feeling),
    ]
    for chased in range(3):
        late, silent = replace(planned, chased_count=chased), replace(ended, chased_count=chased)
        said.append(Said(chases.planned_start_passed(late, people(), NOW, home), late))
        said.append(Said(chases.home_safe_passed(silent, people(), NOW, home), silent))
        said.append(Said(chases.planned_start_passed(late, people(first=[], managers=[]), NOW, home), late))
    for via in ("app", "sms", "call"):
        jan = by(JAN, via)
        for pin in (Pin.RIGHT, Pin.DURESS):
            said += [
                Said(visits.say_ok(under_way, jan, pin, NOW, people(), NOW, home), under_way),
                Said(visits.extend(under_way, at(60), jan, pin, NOW, people(), NOW, home), under_way),
                Said(visits.check_out(under_way, jan, pin, "", ReturnTo.HOME, NOW, people(), NOW, home), under_way),
            ]
    signed_off = visits.check_out(under_way, by(FATIMA), Pin.NOT_SET, "zit hier", None, NOW, people(), NOW, home)
    return [*said, Said(signed_off, under_way)]


def _beforehand() -> list[Said]:
    planned = a_visit(VisitState.PLANNED)
    asked = replace(planned, back_up=FATIMA)
    watched = a_visit(back_up=FATIMA, back_up_accepted_at=at(0))
    over = a_visit(VisitState.ENDED, back_up=FATIMA, back_up_accepted_at=at(0))
    along = a_visit(companions=frozenset({ALI}), there=(Candidate(ALI, NAMES[ALI]),))
    told = an_alarm(Cause.OVERDUE, Level.COLLEAGUE)
    lonely = Beforehand(at(0), at(30), [], somebody_there=False, alone_allowed=False, back_up_accepted=False)
    decisions = (
        companions.ask_companion(planned, ALI, profile().pairs, planned.planned_start),
        companions.ask_companion(planned, ALI, profile().pairs, planned.planned_start - timedelta(days=1)),
        companions.companion_comes(planned, NAMES[ALI], by(ALI, "sms")),
        companions.companion_reminder(planned, [Along(ALI, NAMES[ALI])], profile().pairs, NOW),
        companions.companion_silent(planned, [Along(ALI, NAMES[ALI]), Along(MO, NAMES[MO])], people()),
        alone.goes_alone(lonely, profile(), people()),
        alone.goes_alone(lonely, profile(), people(managers=[])),
        companions.companion_there(planned, NAMES[ALI], by(ALI)),
        companions.companion_there(planned, "Wijkagent Bos", by(JAN)),
        companions.companion_cant(planned, NAMES[ALI], by(ALI)),
        alone.ask_alone(planned, "Ali is er niet", by(JAN), people()),
        alone.answer_alone(
            replace(planned, alone_asked="Ali is er niet"),
            True,
            by(KARIN),
        ),
        alone.answer_alone(replace(planned, alone_asked="Ali is er niet"), False, by(KARIN, "sms")),
        alone.allow_alone(planned, "De buurman is erbij", by(KARIN)),
        visits.companion_says_well(along, by(ALI), Pin.NOT_SET, people(), NOW, profile()),
        visits.companion_says_well(replace(along, alarm=told), by(ALI, "sms"), Pin.NOT_SET, people(), NOW, profile()),
        visits.overdue(along, people(), NOW, profile()),
        back_up.called_off(asked, [ALI]),
        back_up.ask_back_up_again(asked),
        back_up.ask_back_up(planned, FATIMA, NAMES[FATIMA], by(JAN)),
        back_up.answer_back_up(asked, True, by(FATIMA), NOW),
        back_up.answer_back_up(asked, False, by(FATIMA), NOW),
        beforehand.police_told(planned, "de politie, 0900-8844", "PL0500-77", by(FATIMA), NOW),
    )
    return [*(Said(one, planned) for one in decisions), Said(back_up.sign_off(watched, over), over)]


def _about_instructions() -> list[Said]:
    pairs = {"advice": ["pairs"], "instructions": ["Ga met z'n tweeën."], "provisional": True}
    gone = {"advice": [], "instructions": [], "provisional": False}
    return [
        Said(instructions.changed(visit, people(), FATIMA, now_so, by(KARIN)), visit)
        for visit in (a_visit(), a_visit(VisitState.PLANNED))
        for now_so in (pairs, gone)
    ]


def _about_check_calls() -> list[Said]:
    demo, under_way = profile("demo"), a_visit()
    asked = a_visit(check_call=CheckCall.ASKED, asked_count=1)
    dropped = a_visit(alarm=an_alarm(Cause.PANIC, Level.MANAGER))
    said = [
        Said(check_calls.check_call_due(under_way, people(), at(1), demo), under_way),
        Said(check_calls.check_call_due(under_way, people(first=[]), at(10), profile()), under_way),
        Said(check_calls.check_call_due(dropped, people(), NOW, demo), dropped),
        Said(check_calls.unanswered(asked, people(second=[ALI]), at(2), demo), asked),
        Said(check_calls.unanswered(asked, people(first=[]), at(2), demo), asked),
        Said(check_calls.unanswered(replace(asked, asked_count=2), people(), at(3), demo), asked),
        Said(check_calls.ask_now(under_way, by(FATIMA), people(), at(1), demo), under_way),
        Said(check_calls.opted_out(under_way, by(JAN, "sms"), people(), at(1), demo), under_way),
        Said(visits.say_ok(asked, by(JAN), Pin.RIGHT, at(2), people(), at(2), demo), asked),
    ]
    for result in CheckCallResult:
        for note in ("", "klonk moe"):
            reported = check_calls.report(asked, result, note, by(FATIMA), people(), at(2), demo)
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
        over = [drills.end(told, by(KARIN), NOW), drills.end(told, replace(by(KARIN), person_id=None, name=""), NOW)]
        yielding = drills.end(told, by(KARIN), NOW, real_alarm=True)
        begun = drills.begin(replace(alarm, told=()), people(), by(KARIN), NOW)
        said += [Said(decision, a_visit(), alarm) for decision in (begun, *over, yielding)]
    return said


def _about_alarm(alarm: Alarm, visit: Visit) -> list[Decision]:
    crowd = people(second=[ALI], managers=[KARIN, MO], skip={ALI: Skip.ABSENT})
    taken = replace(alarm, acknowledged_by=KARIN, acknowledged_at=at(35))
    lost = Failure(KARIN, NAMES[KARIN], Template.ALARM_PANIC, Channel.SMS, frozenset({Channel.SMS}), False)
    demo = profile("demo")
    early = at(20)
    decisions = [
        alarms.open_alarm(replace(alarm, told=()), crowd, NOW),
        alarms.climb(alarm, crowd, NOW),
        alarms.climb(alarm, people(first=[], managers=[], everyone=[]), NOW),
        alarms.raise_alarm(alarm, Cause.PANIC, Level.MANAGER, crowd, NOW),
        alarms.raise_alarm(alarm, Cause.DURESS, Level.MANAGER, crowd, NOW),
        *(alarms.acknowledge(alarm, by(FATIMA, via), NOW, crowd) for via in ("app", "sms", "call")),
        alarms.acknowledge(taken, by(MO), NOW, crowd),
        alarms.acknowledge(alarm, replace(by(FATIMA, "sms"), unproven=True), NOW, crowd),
        alarms.take_over(taken, by(MO), NOW, crowd),
        alarms.tick(alarm, by(MO), "Bel 112", done=True),
        alarms.tick(alarm, by(MO), "Bel 112", done=False),
        alarms.decline(alarm, by(KARIN), crowd, NOW),
        alarms.unresolved(taken, crowd, NOW),
        alarms.pass_on(alarm, Candidate(MO, NAMES[MO]), by(KARIN)),
        alarms.call_false(alarm, by(JAN), ""),
        alarms.call_false(alarm, by(JAN), "per ongeluk"),
        alarms.call_police(alarm, by(KARIN), "112", "", NOW, crowd),
        alarms.call_police(alarm, by(KARIN), "112", "PL0900-2026", NOW, crowd),
        alarms.message_failed(alarm, lost, crowd, NOW),
        *(alarms.resolve(alarm, outcome, by(ANNE), note, NOW) for outcome in Outcome for note in ("", "gebeld")),
        *(
            decision
            for pressed in (early, NOW)
            for decision in (
                visits.say_ok(visit, by(JAN), Pin.RIGHT, pressed, crowd, NOW, demo),
                visits.extend(visit, at(60), by(JAN), Pin.RIGHT, pressed, crowd, NOW, demo),
                visits.check_out(visit, by(JAN), Pin.RIGHT, "", None, pressed, crowd, NOW, demo),
                visits.check_out(visit, by(FATIMA), Pin.NOT_SET, "zit hier", None, pressed, crowd, NOW, demo),
            )
        ),
    ]
    closed = replace(visit, alarm=None)
    return [*decisions, visits.after_resolving(closed, alarm.cause, None, NOW, demo, by(KARIN))]
