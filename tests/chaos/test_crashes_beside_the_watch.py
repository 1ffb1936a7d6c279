"""SIGKILL at the boundaries of what watches nobody: the canary, a drill, lists by mail to the desks, and pushes.

The oracle is the log of the fake Twilio, and what the fake mail server and the push service took. `CHAOS=long` dies
everywhere, in all three shapes. `pytest -s` prints the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import product
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.canary.clockwork import CANARIES
from achterwacht.canary.records import CanaryRecord
from achterwacht.canary.rules import DELIVERED_WITHIN
from achterwacht.canary.service import set_canary
from achterwacht.people.policy import Caller
from achterwacht.people.records import TeamRecord
from achterwacht.pushes.subscriptions import PURPOSE, subscribe
from achterwacht.use_cases.numbers import Numbers
from achterwacht.whereabouts.service import DeskMail, set_desk_mail
from foundation.clock import Clock
from foundation.failpoints import Failpoint
from foundation.seal import Seal
from foundation.session import Database
from foundation.setting_groups.installation import DEVELOPMENT_KEY
from notifications.texts.templates import Nudge
from scheduler.clock import POST_SECONDS, PUSH_SECONDS
from tests.chaos.installation import IN_THE_MATRIX, ON_THE_API, RECOVERY, STEP, Installation, SetClock, Trap
from tests.chaos.parallel_cases import Case, Outcome, ParallelCases, late
from tests.chaos.test_crash_matrix import LONG
from tests.support.mail_server import MailServer
from tests.support.organisations import Employee, Organisation
from tests.support.processes import Started
from tests.support.push_service import Browser, PushService, a_push_service
from tests.support.twilio.log import Entry

pytestmark = pytest.mark.timeout(400)
ZONE = ZoneInfo("Europe/Amsterdam")
NUMBER = "+31612340099"
UNREACHABLE = 30003
IN_TIME = "the last test message of every canary arrived"
DESKS = {"Inkomen": ("balie@voorbeeld.test", "nacht@voorbeeld.test"), "Wmo": ("wmo@voorbeeld.test",)}
WITH_THE_PROVIDER = "SELECT 1 FROM message WHERE state = 'sending'"
SOON = timedelta(seconds=2)
NEVER = range(1)
AGAIN = 10
"""Seconds after which the quick profile repeats the last step; no profile may do it sooner."""


class Subject(StrEnum):
    """What goes on while somebody dies."""

    CANARY = "canary"
    SILENT_CANARY = "silent canary"
    DRILL = "drill"
    LISTS = "lists"
    PUSHES = "pushes"


@dataclass(frozen=True, kw_only=True)
class Beside(Case):
    subject: Subject

    def __str__(self) -> str:
        return f"{self.subject.replace(' ', '-')}-{super().__str__()}"


def cases() -> list[Beside]:
    """Where a list or a canary is decided it is written too, row by row: between the two there is no place."""
    if not LONG:
        return [Beside(point, clocks, arrival, subject=subject) for subject, point, clocks, arrival in QUICK]
    found = []
    for subject, point, clocks in product(Subject, (*IN_THE_MATRIX, Failpoint.PUSH_LAID), (0, 1, 3)):
        if point is Failpoint.PUSH_LAID and subject is not Subject.PUSHES:
            continue
        if point in ON_THE_API:
            if subject is Subject.DRILL and point is Failpoint.REQUEST_COMMITTED and clocks < 3:
                found.append(Beside(point, clocks, 1, subject=subject))
        elif point is not Failpoint.TICK_DECIDED or subject is Subject.DRILL:
            # A drill's second arrival is a step to those who watch. Of three clocks none may come as far as that.
            found.append(Beside(point, clocks, 2 if subject is Subject.DRILL and clocks < 3 else 1, subject=subject))
    return found


QUICK = (
    (Subject.DRILL, Failpoint.TICK_RECORDED, 0, 2),
    (Subject.CANARY, Failpoint.MESSAGE_SENT, 1, 1),
    (Subject.SILENT_CANARY, Failpoint.TICK_RECORDED, 1, 1),
    (Subject.LISTS, Failpoint.TICK_RECORDED, 3, 1),
    (Subject.LISTS, Failpoint.MESSAGE_SENT, 1, 1),
    (Subject.PUSHES, Failpoint.PUSH_LAID, 0, 1),
    (Subject.PUSHES, Failpoint.MESSAGE_SENT, 1, 3),
)


@dataclass(frozen=True)
class Telling:
    """Something that must be told: when it is due, and when the provider (or the mail server) took it."""

    what: str
    due: datetime
    times: Callable[[], Sequence[datetime]]


@dataclass(frozen=True)
class Stage:
    """An installation with a mail server and a push service."""

    installation: Installation
    mail: MailServer
    push: PushService

    @property
    def ours(self) -> Organisation:
        return self.installation.ours

    def sms(self, who: Employee, part: str, due: datetime) -> Telling:
        return Telling(f"{part!r} to {who.name}", due, lambda: _moments(self.installation.told(who, part)))

    def call(self, who: Employee, due: datetime) -> Telling:
        return Telling(f"a call to {who.name}", due, lambda: _moments(self.installation.called(who)))

    def mailed(self, desk: str, due: datetime) -> Telling:
        return Telling(f"the list to {desk}", due, lambda: [one.at for one in self.mail.to(desk)])

    def shows_pushes(self, who: Employee) -> Browser:
        """A browser of theirs, which shows pushes."""
        browser, me = self.push.subscribe(), Caller(who.id, self.ours.id, who.name, frozenset())
        with _written(self.installation) as session:
            subscribe(session, me, who.token, browser.address, Seal(DEVELOPMENT_KEY, PURPOSE))
        return browser

    def pushed(self, browser: Browser, nudge: Nudge, due: datetime) -> Telling:
        return Telling(
            f"a push: {nudge}", due, lambda: [one.at for one in browser.arrived if one.shown["nudge"] == nudge]
        )


def _moments(entries: Sequence[Entry]) -> list[datetime]:
    return [one.at for one in entries]


@contextmanager
def _written(installation: Installation, clock: Clock | None = None) -> Iterator[Session]:
    database = Database.at(installation.url, clock)
    try:
        with database.write() as session:
            yield session
    finally:
        database.engine.dispose()


def canary_sings(stage: Stage) -> Iterator[list[Telling]]:
    """The day's test message becomes due, leaves, and is seen to arrive."""
    installation, now = stage.installation, datetime.now(UTC)
    due = now + SOON
    with _written(installation, SetClock(now)) as session:  # however late this is written, it is due today
        set_canary(session, installation.ours.id, NUMBER, due.astimezone(ZONE).time(), Numbers().for_a_canary)
    yield [Telling("the test message", due, lambda: _moments(installation.twilio.log.created("Messages", NUMBER)))]
    installation.awaits(lambda: _canary(installation)["result"] == "delivered", "that it is known to have arrived")
    assert datetime.fromisoformat(_canary(installation)["nextAt"]) > due + timedelta(hours=20), "and tomorrow again"
    installation.checks()


def canary_falls_silent(stage: Stage) -> Iterator[list[Telling]]:
    """The day's test message does not arrive: ten minutes later the administrators hear it, by SMS and telephone."""
    installation, administrator = stage.installation, stage.ours.administrator
    installation.twilio.weather.refuse_number(NUMBER, UNREACHABLE)
    due = datetime.now(UTC) + SOON
    began = due - DELIVERED_WITHIN
    clock = SetClock(began - SOON)
    with _written(installation, clock) as session:
        set_canary(session, installation.ours.id, NUMBER, began.astimezone(ZONE).time(), Numbers().for_a_canary)
        clock.at = began
        canary = select(CanaryRecord.id).where(CanaryRecord.organisation_id == installation.ours.id)
        assert CANARIES.fire_due(session, installation.ours.id, [session.scalars(canary).one()]) == 1
    yield [stage.sms(administrator, "is niet aangekomen", due), stage.call(administrator, due)]
    assert _canary(installation)["result"] == "failed"
    check = Started(installation.folder, installation.url, "check")
    assert check.waits() == 1
    broken = [line for line in check.said.read_text().splitlines() if "✗" in line]
    assert len(broken) == 1, broken
    assert IN_TIME in broken[0]


def drill_climbs(stage: Stage) -> Iterator[list[Telling]]:
    """A drill that nobody takes: the whole ladder, everybody, and its own end, all of it marked, with a report."""
    installation, ours = stage.installation, stage.ours
    body = {"id": str(uuid4()), "teamId": str(ours.team), "workerId": str(ours.worker.id)}
    drill = installation.asks("POST", "/v1/drills", ours.manager, body, key=str(uuid4()))
    assert drill["id"] == body["id"]
    began = datetime.fromisoformat(drill["startedAt"])
    times = (began + timedelta(seconds=seconds) for seconds in (0, STEP, 2 * STEP, 3 * STEP, 3 * STEP + AGAIN))
    chase, colleague, manager, police, everyone = times
    audience = (ours.worker, ours.colleague, ours.manager, ours.manager2)
    yield [
        stage.sms(ours.worker, "begint een oefening", began),
        stage.sms(ours.worker, "Je afspraak is voorbij", chase),
        stage.call(ours.worker, chase + timedelta(seconds=1)),
        stage.sms(ours.colleague, "heeft zich niet afgemeld", colleague),
        stage.call(ours.colleague, colleague),
        stage.sms(ours.manager, "heeft zich niet afgemeld", manager),
        stage.call(ours.manager, manager),
        stage.sms(ours.colleague, "Bel nu NIET", police),
        stage.sms(ours.manager, "Bel nu NIET", police),
        stage.sms(ours.manager2, "Bel nu NIET", everyone),
        *(stage.sms(one, "Einde oefening", everyone + timedelta(seconds=AGAIN)) for one in audience),
    ]
    report = installation.asks("GET", f"/v1/drills/{drill['id']}", ours.manager, {})
    assert report["endedAt"] is not None
    assert all(step["reachedAt"] for step in report["steps"]), report["steps"]
    assert {one["name"] for one in report["silent"]} == {one.name for one in audience if one is not ours.worker}
    assert all(sms.text.startswith("OEFENING. ") for sms in installation.twilio.messages)
    installation.checks()


def lists_are_mailed(stage: Stage) -> Iterator[list[Telling]]:
    """The lists of two teams become due at the same moment, for three desks."""
    installation, now = stage.installation, datetime.now(UTC)
    this_minute = now.astimezone(ZONE).time().replace(second=0, microsecond=0)
    with _written(installation) as session:
        wmo = TeamRecord(organisation_id=installation.ours.id, name="Wmo")
        session.add(wmo)
        session.flush()
        for team, desks in zip((installation.ours.team, wmo.id), DESKS.values(), strict=True):
            wanted = DeskMail(desks, range(1, 8), [this_minute])
            before = now.replace(second=0, microsecond=0) - timedelta(seconds=1)
            set_desk_mail(session, installation.ours.id, team, wanted, before, can_mail=True)
    yield [stage.mailed(desk, now) for desks in DESKS.values() for desk in desks]
    for name, desks in DESKS.items():
        for desk in desks:
            assert all(name in one.subject + one.text for one in stage.mail.to(desk))
            assert len({one.mail["Message-ID"] for one in stage.mail.to(desk)}) == 1, "twice the same mail at most"
    assert not installation.twilio.log.created(), "and no administrator was told that it failed"
    installation.checks()


def pushes_go_beside(stage: Stage) -> Iterator[list[Telling]]:
    """An alarm climbs; those it tells get a push beside each text, and no text or call less or more."""
    installation, ours = stage.installation, stage.ours
    worker, colleague = stage.shows_pushes(ours.worker), stage.shows_pushes(ours.colleague)
    visit = installation.checks_in(ours.worker, seconds=STEP)
    due = datetime.fromisoformat(visit["expectedEnd"])
    climbs = due + timedelta(seconds=STEP)
    yield [
        stage.sms(ours.worker, "Je afspraak is voorbij", due),
        stage.sms(ours.colleague, "heeft zich niet afgemeld", climbs),
        stage.pushed(worker, Nudge.QUESTION, due),
        stage.pushed(colleague, Nudge.ALARM, climbs),
    ]
    laid = installation.rows("SELECT origin, template, person, \"to\" FROM message WHERE channel = 'push'")
    assert len(laid) == len(set(laid))
    assert not any("Dorpsstraat" in str(one) for one in (*worker.shown, *colleague.shown))
    installation.checks()


STORIES: Mapping[Subject, Callable[[Stage], Iterator[list[Telling]]]] = {
    Subject.CANARY: canary_sings,
    Subject.SILENT_CANARY: canary_falls_silent,
    Subject.DRILL: drill_climbs,
    Subject.LISTS: lists_are_mailed,
    Subject.PUSHES: pushes_go_beside,
}


def play(case: Beside, trap: Trap, folder: Path, url: str, ours: Organisation) -> Outcome:
    """One story; somewhere on the way, death."""
    with (
        MailServer() as mail,
        a_push_service() as push,
        Installation(folder, url, ours, case.clocks, trap, mail.environment | push.environment) as installation,
    ):
        story = STORIES[case.subject](Stage(installation, mail, push))
        tellings = next(story)
        for one in tellings:
            installation.awaits(one.times, one.what)
        installation.awaits(lambda: trap.went_off, f"that somebody dies at {case.point}")
        # What the dead one had in its hands comes again when its lease has ended, and may come twice.
        installation.awaits(lambda: not installation.rows(WITH_THE_PROVIDER), "that nothing is left half sent")
        assert next(story, None) is None
        assert not installation.twilio.log.violations
        told = [(one.times()[0], one.due) for one in tellings]
        worst = max(late(at, due, trap.at) for at, due in told)
        recovered_in = max(late(at, due, trap.at, installation.goes_again(trap.at)) for at, due in told)
        twice = len(mail.taken) - len({one.mail["Message-ID"] for one in mail.taken})
        return Outcome(worst, recovered_in, len(installation.duplicates()) + twice)


def _canary(installation: Installation) -> dict[str, str]:
    return installation.asks("GET", "/v1/canary", installation.ours.administrator, {})


@pytest.fixture(scope="module")
def parallel(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ParallelCases[Beside]]:
    made = ParallelCases(play, tmp_path_factory.mktemp("beside"), request)
    yield made
    made.close()
    print(made.table())


@pytest.mark.parametrize("case", cases(), ids=str)
def test_whoever_dies_it_is_told_all_the_same(case: Beside, parallel: ParallelCases[Beside]) -> None:
    outcome = parallel.outcomes[case].result()
    # Mail and pushes are looked for every few seconds only: nobody is in danger for them.
    seldom = {Subject.LISTS: POST_SECONDS, Subject.PUSHES: PUSH_SECONDS}
    assert outcome.recovered_in <= RECOVERY + seldom.get(case.subject, 0)
    assert outcome.duplicates in may_come_twice(case)


def may_come_twice(case: Beside) -> range:
    """A mail server can't be asked whether it has a mail. Those that were with it come twice: at `message_sent` the one
    of which the sender dies and perhaps the others, which leave at the same time; at `message_settled` not that one.
    """
    mails = sum(map(len, DESKS.values()))
    of_lists = {Failpoint.MESSAGE_SENT: range(1, mails + 1), Failpoint.MESSAGE_SETTLED: range(mails)}
    return of_lists.get(case.point, NEVER) if case.subject is Subject.LISTS else NEVER
