"""The stateful test: everybody does anything at any time, on the real engine, and the watch must hold."""

import logging
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import select

from achterwacht.alarms.facts import Outcome, PoliceCall
from achterwacht.alarms.records import AlarmRecord
from achterwacht.codes.records import CodeRecord
from achterwacht.inbound import calls as calling
from achterwacht.inbound import sms
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.people.sign_in import caller_of_token
from achterwacht.protocols.service import load_profile, shipped
from achterwacht.refused import NotFound, RuleBroken, WrongInput
from achterwacht.use_cases import alarms as alarm_cases
from achterwacht.use_cases import panic
from achterwacht.visiting import visits as visit_cases
from achterwacht.visiting.changing import cancel_visit
from achterwacht.visits.facts import CheckCallResult, Pin, ReturnTo
from achterwacht.visits.records import VisitRecord
from api.board.routes import make
from foundation.made_before import MadeBefore
from foundation.session import Database
from notifications import outbox
from notifications.records import MessageRecord, MessageState
from notifications.ways import TELEPHONE, Channel
from tests.property.oracle import Oracle
from tests.support.asked import ask
from tests.support.engine import Engine, Weather, an_engine, by
from tests.support.organisations import Employee, Organisation

R = TypeVar("R")
somebody = st.integers(0, 6)
one_of_many = st.integers(0, 5)
ages = st.sampled_from([0, 0, 0, 20, 90, 900]).map(lambda seconds: timedelta(seconds=seconds))
pins = st.sampled_from([Pin.NOT_SET, Pin.NOT_SET, Pin.RIGHT, Pin.DURESS])
words = st.sampled_from(
    [
        "OK",
        "ok 1",
        "+15",
        "+5 2",
        "+999",
        "UIT",
        "uit 1",
        "TERUG",
        "naar huis",
        "THUIS",
        "STATUS",
        "NOOD",
        "STOP",
        "1",
        "2",
        "VEILIG",
        "START",
    ]
) | st.text(max_size=12)
ENOUGH = 2
"""After so many rounds to everyone somebody closes the alarm: more of them find nothing new."""
ACTS = ["ok", "plus", "out", "home", "back", "home after all", "in", "cancel"]
WAITS_AT_THE_OFFICE = shipped()["demo"] + '\n[signing_off]\nback_after = "1m"\ntells_finished = true\n'
REFUSALS = (RuleBroken, NotFound, WrongInput)


class Watch(RuleBasedStateMachine):
    """`open_database` makes a database with an organisation and its roster; a subclass says which kind."""

    open_database: Callable[[ExitStack], tuple[Database, Organisation, Employee]]

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        database, ours, second = type(self).open_database(self.stack)
        self.engine: Engine = self.stack.enter_context(an_engine(database, ours, second))
        self.ours = ours
        self.people = [
            ours.worker,
            ours.worker2,
            ours.colleague,
            second,
            ours.manager,
            ours.manager2,
            ours.administrator,
        ]
        self.oracle, self.ticked, self.errors, self.texts = Oracle(), False, Errors(), 0
        self.boards: dict[UUID, MadeBefore] = defaultdict(MadeBefore)
        self.looked = 0
        logging.getLogger().addHandler(self.errors)
        self.stack.callback(logging.getLogger().removeHandler, self.errors)

    def teardown(self) -> None:
        self.stack.close()

    def does(self, use_case: Callable[..., Any], *given: Any, **named: Any) -> None:
        """Something somebody asks for, in a transaction of its own. A refusal is an answer; anything else is not."""
        self.ticked = False
        with suppress(*REFUSALS), self.engine.database.write() as session:
            ask(session, use_case, *given, **named)

    def every(self, record: type[R], *order: Any) -> Sequence[R]:
        with self.engine.database.read() as session:
            found = select(record).order_by(*order)
            rows = session.scalars(found, execution_options={"across_organisations": True}).all()
            session.expunge_all()
            return rows

    def visit(self, which: int) -> VisitRecord:
        visits = self.every(VisitRecord, VisitRecord.created_at)
        return visits[which % len(visits)]

    def alarm(self, which: int) -> UUID | None:
        alarms = self.every(AlarmRecord, AlarmRecord.opened_at.desc())
        return alarms[which % len(alarms)].id if alarms else None

    @initialize(
        seconds=st.sampled_from([20, 70, 600]),
        weather=st.dictionaries(st.tuples(somebody, st.sampled_from(TELEPHONE)), st.sampled_from(Weather), max_size=4),
        waits=st.booleans(),
    )
    def jan_checks_in(self, seconds: int, weather: dict[tuple[int, Channel], Weather], waits: bool) -> None:
        if waits:
            self.another_profile_is_loaded("waits at the office")
        for (who, channel), what in weather.items():
            self.weather_turns(who, {channel}, what)
        self.engine.checks_in(self.ours.worker, seconds=seconds)

    @rule(who=somebody, seconds=st.sampled_from([10, 60, 900]), starts_in=st.sampled_from([0, 20]), with_=somebody)
    def plans(self, who: int, seconds: int, starts_in: int, with_: int) -> None:
        with suppress(*REFUSALS):
            self.engine.plans(self.people[who], seconds=seconds, starts_in=starts_in, companion=self.people[with_])

    @rule(who=somebody, seconds=st.sampled_from([20, 70, 900]), alone=st.booleans(), with_=somebody)
    def checks_in(self, who: int, seconds: int, alone: bool, with_: int) -> None:
        companion = None if alone else self.people[with_]
        with suppress(*REFUSALS):
            self.engine.checks_in(self.people[who], seconds=seconds, companion=companion)

    @rule(which=one_of_many, age=ages, pin=pins, what=st.sampled_from(ACTS))
    def worker_acts(self, which: int, age: timedelta, pin: Pin, what: str) -> None:
        visit = self.visit(which)
        jan = by(next(one for one in self.people if one.id == visit.worker_id), self.ours)
        match what:
            case "ok":
                self.does(visit_cases.say_ok, visit.id, jan, pin, age)
            case "plus":
                self.does(visit_cases.extend, visit.id, None, 1, jan, pin, age)
            case "out" | "home":
                to = ReturnTo.HOME if what == "home" else ReturnTo.OFFICE
                self.does(visit_cases.check_out, visit.id, jan, pin, return_to=to, age=age)
            case "back" | "home after all":
                to = ReturnTo.OFFICE if what == "back" else ReturnTo.HOME
                self.does(visit_cases.report_back, visit.id, jan, pin, "", to, age)
            case "in":
                self.does(visit_cases.check_in, visit.id, None, None, jan)
            case _:
                self.does(cancel_visit, visit.id, "", jan)

    @rule(which=one_of_many, who=somebody, result=st.sampled_from([*CheckCallResult, "ask", "out", "false alarm"]))
    def watcher_acts(self, which: int, who: int, result: str) -> None:
        visit, fatima = self.visit(which).id, by(self.people[who], self.ours)
        match result:
            case "ask":
                self.does(visit_cases.ask_now, visit, fatima)
            case "out":
                self.does(visit_cases.check_out, visit, fatima, reason="zit naast me")
            case "false alarm":
                self.does(alarm_cases.call_false, self.alarm(which), "", fatima)
            case _:
                self.does(visit_cases.report_check_call, visit, CheckCallResult(result), "", fatima)

    @rule(who=somebody, which=one_of_many, on_visit=st.booleans(), same_id=st.booleans())
    def panics(self, who: int, which: int, on_visit: bool, same_id: bool) -> None:
        """same_id: an app may give an alarm the id that a visit has; whoever is on no visit has one of their own so."""
        visit = self.visit(which).id
        alarm = visit if same_id else None
        self.does(panic.raise_panic, by(self.people[who], self.ours), visit if on_visit else None, None, "", alarm)

    @rule(who=somebody, which=one_of_many, to=somebody, what=st.sampled_from(["take", "decline", "assign", "police"]))
    def somebody_acts_on_an_alarm(self, who: int, which: int, to: int, what: str) -> None:
        alarm, me = self.alarm(which), by(self.people[who], self.ours)
        match what:
            case _ if alarm is None:
                return
            case "take":
                self.does(alarm_cases.acknowledge, alarm, me)
            case "decline":
                self.does(alarm_cases.decline, alarm, me)
            case "assign":
                self.does(alarm_cases.assign, alarm, self.people[to].id, me)
            case _:
                self.does(alarm_cases.note_police_call, alarm, PoliceCall("112", ""), "", me)

    @rule(who=somebody, which=one_of_many, outcome=st.sampled_from(Outcome), more=st.sampled_from([None, -5, 60]))
    def closes(self, who: int, which: int, outcome: Outcome, more: int | None) -> None:
        alarm = self.alarm(which)
        new_end = None if more is None else self.engine.clock.at + timedelta(seconds=more)
        if alarm is not None:
            self.does(alarm_cases.close, alarm, outcome, "", new_end, by(self.people[who], self.ours))

    @rule(who=somebody, body=words, twice=st.booleans())
    def texts_anything(self, who: int, body: str, twice: bool) -> None:
        self.texts += 1
        for _ in range(1 + twice):
            self.does(sms.receive_sms, f"SM{self.texts}", self.people[who].phone, body)

    @rule(which=one_of_many, word=st.sampled_from(["1", "2", "VEILIG"]), stranger=st.none() | somebody)
    def texts_a_code(self, which: int, word: str, stranger: int | None) -> None:
        codes = self.every(CodeRecord, CodeRecord.made_at.desc(), CodeRecord.purpose, CodeRecord.person_id)
        if codes:
            code = codes[which % len(codes)]
            owner = next(one for one in self.people if one.id == code.person_id)
            sender = owner if stranger is None else self.people[stranger]
            self.texts += 1
            self.does(sms.receive_sms, f"SM{self.texts}", sender.phone, f"{word} {code.code}")

    @rule(which=one_of_many, digits=st.lists(st.sampled_from("1239"), max_size=3))
    def answers_a_call(self, which: int, digits: list[str]) -> None:
        calls = self.engine.messages(MessageRecord.channel == Channel.CALL, MessageRecord.state == MessageState.SENT)
        if calls:
            call, step = calls[-1 - which % len(calls)], None
            with suppress(*REFUSALS):
                for pressed in ["", *digits]:
                    with self.engine.database.write() as session:
                        prompt = calling.next_prompt(session, call.id, f"CA{call.id}{which}", step, pressed)
                    if (step := prompt.step) is None:
                        break
            self.ticked = False

    @rule(which=one_of_many, state=st.sampled_from([MessageState.SENT, MessageState.DELIVERED, MessageState.FAILED]))
    def provider_reports(self, which: int, state: MessageState) -> None:
        messages = self.engine.messages(MessageRecord.attempts > 0)
        if messages:
            message = messages[-1 - which % len(messages)]
            code = "30003" if state is MessageState.FAILED else None
            self.does(outbox.report_status, message.id, state, f"SM{message.id.hex}", code, self.engine.clock.at)

    @rule(who=somebody, channels=st.sets(st.sampled_from(TELEPHONE), min_size=1), weather=st.sampled_from(Weather))
    def weather_turns(self, who: int, channels: set[Channel], weather: Weather) -> None:
        for channel in channels:
            self.engine.providers[channel].weather[self.people[who].phone] = weather

    @rule(who=somebody, away=st.booleans())
    def is_absent(self, who: int, away: bool) -> None:
        with self.engine.database.write() as session:
            person = session.get_one(PersonRecord, self.people[who].id)
            person.absent_from = self.engine.clock.at if away else None

    @rule(name=st.sampled_from(["demo", "s-hertogenbosch", "waits at the office"]))
    def another_profile_is_loaded(self, name: str) -> None:
        with self.engine.database.write() as session:
            organisation = session.get_one(OrganisationRecord, self.ours.id)
            # Going in pairs has its own tests: here many check in, and alone.
            text = shipped().get(name, WAITS_AT_THE_OFFICE).replace('rule = "always"', 'rule = "marked"')
            load_profile(session, organisation, text, self.engine.clock.at)

    @rule(steps=st.lists(st.sampled_from([1, 6, 16, 16, 31, 61, 200]), min_size=1, max_size=2))
    def time_passes(self, steps: list[int]) -> None:
        for seconds in steps:
            self.engine.passes(seconds)
        self.ticked = True
        for alarm in self.every(AlarmRecord, AlarmRecord.opened_at):
            if alarm.resolved_at is None and alarm.rounds > ENOUGH:
                for anybody in self.people:  # whoever is not inside
                    self.does(alarm_cases.close, alarm.id, Outcome.SAFE, "", None, by(anybody, self.ours))

    # Time is as likely as two things that people do.
    a_minute_passes = rule()(lambda self: self.time_passes([16, 16, 28]))

    @rule(seconds=st.sampled_from([20, 300]))
    def nobody_ticks_for_a_while(self, seconds: int) -> None:
        self.engine.clock.forward(seconds)
        self.ticked = False

    @invariant()
    def the_board_is_as_one_that_keeps_nothing_would_be(self) -> None:
        """Whoever looks: somebody inside, or a desk. What it keeps from one board to the next shows nowhere."""
        self.looked += 1
        one = self.people[self.looked % len(self.people)]
        with self.engine.database.read() as session:
            me = caller_of_token(session, one.token)
            assert me is not None
            kept = make(session, me, self.engine.clock.at, self.boards[one.id]).asked
            assert kept.plain == make(session, me, self.engine.clock.at, MadeBefore()).asked.plain

    @invariant()
    def the_watch_holds(self) -> None:
        fine = all(set(provider.weather.values()) <= {Weather.FINE} for provider in self.engine.providers.values())
        with self.engine.database.read() as session:
            self.oracle.look(session, self.engine.clock.at, ticked=self.ticked, fine=fine)
        assert not self.errors.lines, self.errors.lines


class Errors(logging.Handler):
    """Collects every error in the log: the engine swallows an exception only after writing it down."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
