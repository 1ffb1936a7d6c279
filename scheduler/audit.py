"""The audit of the clock, once a minute: whether all is well, and whoever must know if it is not."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from achterwacht.clockwork.clock_set_back import who_waits
from achterwacht.deadlines.service import BRIEFLY, LONGEST_APART, PATIENCE, keep_trying
from achterwacht.monitoring import health
from achterwacht.monitoring.heartbeats import note_heartbeat
from achterwacht.notices.administrators import tell_clock_jumped, tell_second_provider
from achterwacht.people.organisations import every_organisation
from achterwacht.risks.volumes import warn_of_many
from foundation.away import is_away, is_held
from foundation.session import Database, wait_for_locks
from foundation.setting_groups.providers import SmsFallback
from foundation.settings import Settings
from notifications import outbox
from notifications.clock_set_back import keep_leaving
from notifications.ways import Provider
from scheduler.clock_drift import ClockDrift
from scheduler.heartbeat import Heartbeat
from scheduler.reached import Reached

log = structlog.get_logger()
CARRIED_WITHIN = timedelta(minutes=2)
"""We look every minute: with this span nothing is missed, and it stops soon after the last message."""


class Audit:
    """Looks at the watch from beside it. If the dead-man's switch hears nothing, the clock has stopped."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self._database = database
        self._settings = settings
        self._drift = ClockDrift(self._now)
        self._heartbeat = Heartbeat(settings.heartbeat_url)
        self._reached = Reached(settings)
        self._began = time.monotonic()
        self._beats: int | None = None
        self._untold: timedelta | None = None
        # At a start too: the clock may have been set back while nobody looked, or whoever saw it may have died of it.
        self._goes_on = False

    def look(self, beats: int) -> bool:
        """Check the invariants and tell the dead-man's switch. Returns whether all is well.

        beats: how many ticks of this process have ended; as many as at the last look, and the clock stands still.
        """
        try:
            well, why = self._looked(beats)
        except Exception as error:
            # Any error, expected or not: an audit that did not finish has not shown that all is well.
            self._heartbeat.beat("the database is away" if is_away(error) else "the audit failed")
            raise
        taken = self._heartbeat.beat("" if well else why)
        if self._heartbeat.is_set:
            note_heartbeat(self._database, taken)
        self._reached.ask()  # after the word that others wait for; the next one tells what comes of it
        return well

    def _looked(self, beats: int) -> tuple[bool, str]:
        """Returns whether all is well, and if not what is wrong. Tells whoever must know."""
        drifted = self._drift.look()
        self._goes_on = self._goes_on and (drifted is None or drifted > timedelta())
        if drifted:
            log.error("the wall clock and the monotonic clock differ", seconds=drifted.total_seconds())
            self._untold = drifted
        self._tell_of_jump()
        if not self._goes_on:
            # Before any look at what may fail each minute: nothing else keeps those waits from being an hour late.
            self._keep_going()
        with self._database.read() as session:
            tick = timedelta(seconds=self._settings.tick_seconds)
            found = health.look(session, self._database.clock.now(session), tick)
        for one in found.broken:
            log.error("invariant broken", invariant=one.name, rows=one.broken)
        stands_still, self._beats = beats == self._beats, beats
        if stands_still or found.clock_late:
            log.error("no tick ended since the last audit")
        self._tell_of_second_provider()
        self._tell_of_many_look_ups()
        swallowed = self._swallowed()
        more = ["the clock is late"] if stands_still or found.clock_late else []
        more += [self._reached.not_in] if self._reached.not_in else []
        more += [f"a simulator takes real messages: {swallowed}"] if swallowed else []
        why = "\n".join([*more, *(f"{one.name}: {one.broken}" for one in found.broken)])
        return found.well and not more, why

    def _keep_going(self) -> None:
        """Don't let anything wait through the same time twice, after the clock was set back.

        What can't be decided, or is held by somebody, is left for the next look, and keeps back nothing else.
        """
        with self._database.read() as session:
            waiting = who_waits(session)
        steps: list[tuple[str, Callable[[Session], bool]]] = [
            ("messages", self._keep_leaving),
            ("last resorts", self._keep_trying),
            *((str(one.id), one.keep_going) for one in waiting),
        ]
        all_went, patience, until = True, PATIENCE, time.monotonic() + LONGEST_APART
        for of, step in steps:
            try:
                with self._database.write() as session:
                    wait_for_locks(session, patience)
                    all_went = step(session) and all_went
            except Exception as error:
                held = is_held(error) and time.monotonic() < until
                if is_away(error) and not held:
                    raise
                all_went, patience = False, BRIEFLY if held else patience
                log.exception("a wait could not be shortened", of=of)
        self._goes_on = all_went

    def _tell_of_jump(self) -> None:
        """It is seen once only, so it is kept until it was told. Meanwhile the rest of the audit goes on."""
        if self._untold is None:
            return
        try:
            with self._database.write() as session:
                wait_for_locks(session, PATIENCE)
                tell_clock_jumped(session, round(self._untold.total_seconds()))
        except Exception as error:
            if is_away(error) and not is_held(error):
                raise
            log.exception("nobody was told yet that the clock jumped")
        else:
            self._untold = None

    def _keep_leaving(self, session: Session) -> bool:
        return keep_leaving(session, self._database.clock.now(session))

    def _keep_trying(self, session: Session) -> bool:
        return keep_trying(session, self._database.clock.now(session))

    def _tell_of_second_provider(self) -> None:
        """Warn while the second provider carries what the first one should: calls and answers have no second one."""
        if self._settings.sms_fallback is SmsFallback.NONE:
            return
        second = Provider(self._settings.sms_fallback.value)
        with self._database.read() as session:
            since = self._database.clock.now(session) - CARRIED_WITHIN
            carried = outbox.carried(session, every_organisation(session), second, since)
        if carried:
            log.warning("the second provider carries messages", provider=second.value, messages=carried)
            with self._database.write() as session:
                tell_second_provider(session)

    def _swallowed(self) -> int:
        """Returns how many messages a process took a moment ago that reaches nobody, where ours reaches people: one
        started on this database without its settings. What it took counts as told. What was taken before we began was
        of a trial, and is over."""
        if not self._settings.reaches_people:
            return 0
        ours = timedelta(seconds=time.monotonic() - self._began)
        with self._database.read() as session:
            since = self._database.clock.now(session) - min(CARRIED_WITHIN, ours)
            swallowed = outbox.carried(session, every_organisation(session), Provider.SIMULATOR, since)
        if swallowed:
            log.error("another process on this database runs with the simulator", messages=swallowed)
        return swallowed

    def _tell_of_many_look_ups(self) -> None:
        with self._database.write() as session:
            warn_of_many(session, self._database.clock.now(session))

    def _now(self) -> datetime:
        with self._database.read() as session:
            return self._database.clock.now(session)
