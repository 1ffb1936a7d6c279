"""The jobs of the clock. Each is only a few lines: the work is done by the nouns."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from achterwacht.clockwork import clock_set_back as watch_set_back
from achterwacht.clockwork import failed_messages
from achterwacht.clockwork.chained import chain_up
from achterwacht.clockwork.codes import forget_old_codes
from achterwacht.clockwork.crowding import look_for_crowds
from achterwacht.clockwork.desk_mail import forget_lists
from achterwacht.clockwork.forgetting.run import forget_what_is_over
from achterwacht.clockwork.inbound import forget_inbound
from achterwacht.clockwork.kept_files import sweep_files
from achterwacht.clockwork.kept_letters import keep_letters
from achterwacht.clockwork.nouns import NOUNS
from achterwacht.clockwork.own_cases import pass_on_own_cases
from achterwacht.clockwork.reports_to_close import ask_to_close
from achterwacht.deadlines.service import Handlers, Ticker
from achterwacht.diary.proposals import forget_put_away
from achterwacht.guessing.service import forget_guesses
from achterwacht.idempotency import service as idempotency
from achterwacht.monitoring import health
from achterwacht.monitoring.heartbeats import note_heartbeat
from achterwacht.notices.administrators import tell_clock_jumped, tell_second_provider
from achterwacht.passkeys.challenges import forget_challenges
from achterwacht.people.account_links import forget_links
from achterwacht.people.signing_out import forget_sign_ins
from achterwacht.priorities import MessagePriority
from achterwacht.provisioning.tokens import forget_tokens
from achterwacht.pushes.book import Book
from achterwacht.pushes.following import follow
from achterwacht.retention.service import move_on
from achterwacht.risks.volumes import warn_of_many
from achterwacht.single_sign_on.service import forget_tries
from achterwacht.use_cases.leaving import forget_former_numbers, forget_numbers
from documents.store import Store
from foundation.away import is_away
from foundation.session import Database
from foundation.setting_groups.providers import SmsFallback
from foundation.settings import Settings
from foundation.statistics import refresh_statistics
from notifications import clock_set_back, outbox
from notifications.channels.port import ChannelPort
from notifications.dispatch import Dispatcher, reconcile
from notifications.routes import make_mail_routes, make_push_routes, make_routes
from notifications.ways import Channel, Provider
from scheduler.clock_drift import ClockDrift
from scheduler.heartbeat import Heartbeat

log = structlog.get_logger()


HANDLERS = Handlers(
    {noun.root: noun.fire_due for noun in NOUNS},
    {noun.root: noun.last_resort for noun in NOUNS},
)
MAILS_AT_ONCE = 4
PUSHES_AT_ONCE = 8
CARRIED_WITHIN = timedelta(minutes=2)
"""The audit looks every minute: with this span it misses nothing, and stops soon after the last message."""


class Jobs:
    """What one clock process does, over and over."""

    def __init__(
        self, database: Database, settings: Settings, name: str, channels: Mapping[Channel, ChannelPort] | None = None
    ) -> None:
        self._database = database
        self._settings = settings
        self._files = Store(settings)
        self._routes = make_routes(settings, channels)
        self._ticker = Ticker(database, HANDLERS, name)
        self._dispatcher = Dispatcher(database, settings, self._routes, gravest=MessagePriority.PANIC)
        self._post = Dispatcher(database, settings, make_mail_routes(settings), room=MAILS_AT_ONCE)
        pushes = make_push_routes(settings, Book(database, settings))
        self._pushes = Dispatcher(database, settings, pushes, room=PUSHES_AT_ONCE)
        self._drift = ClockDrift(self._now)
        self._heartbeat = Heartbeat(settings.heartbeat_url)
        self.beats = 0
        self._audited_at: int | None = None

    def close(self) -> None:
        self._dispatcher.close()
        self._post.close()
        self._pushes.close()

    def tick(self) -> int:
        """Decide what is due. Returns how many deadlines fired. The audit counts ticks that end."""
        fired = self._ticker.tick()
        self.beats += 1
        return fired

    def dispatch(self) -> int:
        """Send what waits and report failures back to the watch, until there is nothing left of either."""
        sent = 0
        while True:
            sent += self._dispatcher.dispatch_due()
            if not self._hand_back_failures():
                return sent

    def post(self) -> int:
        """Send waiting mail. It is a separate job, so that a mail server that hangs holds up nothing else."""
        return self._post.dispatch_due()

    def push(self) -> int:
        """Lay a push beside what is due, for whoever wants one, and send it. Returns how many were taken.

        It is a separate job, so that a push service that hangs holds up nothing else.
        """
        if self._settings.pushes:
            follow(self._database)
        return self._pushes.dispatch_due()

    def _hand_back_failures(self) -> bool:
        """Report failed messages to the watch, skipping any that can't be reported. Returns whether any was."""
        with self._database.read() as session:
            failed = failed_messages.failed_messages(session)
        taken = False
        for message_id in failed:
            try:
                with self._database.write() as session:
                    failed_messages.take_failure(session, message_id)
                taken = True
            except Exception as error:
                if is_away(error):
                    raise  # nothing is wrong with the message; the next dispatch tries again
                log.exception("failed message could not be handed back", message=str(message_id))
        return taken

    def reconcile(self) -> int:
        return reconcile(self._database, self._routes)

    def audit(self) -> bool:
        """Check the invariants and tell the dead-man's switch. If it hears nothing, the clock has stopped."""
        try:
            well, why = self._look()
        except Exception as error:
            # Any error, expected or not: an audit that did not finish has not shown that all is well.
            self._heartbeat.beat("the database is away" if is_away(error) else "the audit failed")
            raise
        taken = self._heartbeat.beat("" if well else why)
        if self._heartbeat.is_set:
            note_heartbeat(self._database, taken)
        return well

    def _look(self) -> tuple[bool, str]:
        """Returns whether all is well, and if not what is wrong. Tells whoever must know."""
        with self._database.read() as session:
            found = health.look(session, self._database.clock.now(session), self._tick())
        for one in found.broken:
            log.error("invariant broken", invariant=one.name, rows=one.broken)
        stands_still = self.beats == self._audited_at
        if stands_still or found.clock_late:
            log.error("no tick ended since the last audit")
        self._audited_at = self.beats
        drifted = self._drift.look()
        if drifted:
            log.error("the wall clock and the monotonic clock differ", seconds=drifted.total_seconds())
            with self._database.write() as session:
                tell_clock_jumped(session, round(drifted.total_seconds()))
        if drifted is not None and drifted < timedelta():
            self._keep_going()
        self._tell_of_second_provider()
        self._tell_of_many_look_ups()
        late = ["the clock is late"] if stands_still or found.clock_late else []
        why = "\n".join([*late, *(f"{one.name}: {one.broken}" for one in found.broken)])
        return found.well and not stands_still, why

    def count(self) -> int:
        """Look for places where more visits are under way than one person can watch."""
        return look_for_crowds(self._database)

    def keep(self) -> int:
        """Put signed letters in the store of files."""
        return keep_letters(self._database, self._files)

    def ask_to_close(self) -> int:
        """Ask somebody to close the reports of which nothing is left to do."""
        return ask_to_close(self._database)

    def pass_on_own_cases(self) -> int:
        """Pass on the tasks that only somebody in their own case could do."""
        return pass_on_own_cases(self._database)

    def sweep(self) -> int:
        """Delete files in the store that belong to no report."""
        return sweep_files(self._database, self._files)

    def forget(self) -> None:
        """Delete what is no longer needed: inbound texts after a week (a digest that they came is kept), codes and
        answers after two days, dismissed proposals after two weeks, sign-ins a week after their end, guesses after two
        days, a former number after one. Lists that were mailed go by the clock itself: nothing is lost with them, and
        they say who is where."""
        with self._database.write() as session:
            now = move_on(session)
            forget_inbound(session, now)
            forget_old_codes(session, now)
            idempotency.forget(session, now)
            forget_lists(session, self._database.clock.now(session))
            forget_put_away(session, now)
            forget_sign_ins(session, now)
            forget_challenges(session, now)
            forget_guesses(session, now)
            forget_links(session, now)
            forget_tries(session, now)
            forget_tokens(session, now)
            forget_numbers(session)
            forget_former_numbers(session, now)

    def chain(self) -> int:
        """Close what was written in the audit and the timelines since the last time. Returns how many lines."""
        return chain_up(self._database)

    def let_go(self) -> int:
        """Delete, or make nameless, whatever was kept for as long as its organisation keeps it. Returns how much."""
        return sum(found.total() for found in forget_what_is_over(self._database, self._files).values())

    def refresh_statistics(self) -> None:
        """Let the database look anew at how much lies where."""
        refresh_statistics(self._database)

    def _keep_going(self) -> None:
        """After the clock was set back: don't let anything wait through the same time twice."""
        with self._database.write() as session:
            clock_set_back.keep_leaving(session, self._database.clock.now(session))
        with self._database.read() as session:
            alarms = watch_set_back.open_alarms(session)
        for alarm_id, organisation_id in alarms:
            with self._database.write() as session:
                watch_set_back.keep_climbing(session, alarm_id, organisation_id)

    def _tell_of_second_provider(self) -> None:
        """Warn while the second provider carries what the first one should: calls and answers have no second one."""
        if self._settings.sms_fallback is SmsFallback.NONE:
            return
        second = Provider(self._settings.sms_fallback.value)
        with self._database.read() as session:
            since = self._database.clock.now(session) - CARRIED_WITHIN
            carried = outbox.carried(session, second, since)
        if carried:
            log.warning("the second provider carries messages", provider=second.value, messages=carried)
            with self._database.write() as session:
                tell_second_provider(session)

    def _tell_of_many_look_ups(self) -> None:
        with self._database.write() as session:
            warn_of_many(session, self._database.clock.now(session))

    def _tick(self) -> timedelta:
        return timedelta(seconds=self._settings.tick_seconds)

    def _now(self) -> datetime:
        with self._database.read() as session:
            return self._database.clock.now(session)
