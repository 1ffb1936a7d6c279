"""The jobs of the clock. Each is only a few lines: the work is done by the nouns."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from uuid import UUID

import structlog

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
from achterwacht.passkeys.challenges import forget_challenges
from achterwacht.people.account_links import forget_links
from achterwacht.people.organisations import every_organisation
from achterwacht.people.signing_out import forget_sign_ins
from achterwacht.priorities import MessagePriority
from achterwacht.provisioning.tokens import forget_tokens
from achterwacht.pushes.book import Book
from achterwacht.pushes.following import follow
from achterwacht.retention.service import move_on
from achterwacht.single_sign_on.service import forget_tries
from achterwacht.use_cases.leaving import forget_former_numbers, forget_numbers
from documents.store import Store
from foundation.away import is_away, is_held
from foundation.session import Database, wait_for_locks
from foundation.settings import Settings
from foundation.statistics import refresh_statistics
from notifications.channels.port import ChannelPort
from notifications.dispatch import Dispatcher
from notifications.reconciling import Turn, reconcile
from notifications.routes import make_mail_routes, make_push_routes, make_routes
from notifications.ways import Channel
from scheduler.audit import Audit

log = structlog.get_logger()


HANDLERS = Handlers(
    {noun.root: noun.fire_due for noun in NOUNS},
    {noun.root: noun.last_resort for noun in NOUNS},
)
LOCK_PATIENCE, BRIEFLY = timedelta(seconds=2), timedelta(milliseconds=10)
"""How long the failure of one message waits for a row that somebody holds; and those behind it, once one is held."""
MAILS_AT_ONCE = 4
PUSHES_AT_ONCE = 8


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
        self._audit = Audit(database, settings)
        self._turn = Turn()
        self.beats = 0

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
            if not self.hand_back_failures(BRIEFLY):  # who is next to be sent does not wait for a row that is held
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

    def hand_back_failures(self, patience: timedelta = LOCK_PATIENCE) -> bool:
        """Report failed messages to the watch, skipping any that can't be reported. Returns whether any was.

        It is a job of its own too: where a provider hangs, somebody is always sending, and `dispatch` comes to no end.
        """
        taken = False
        for message_id in self._failed():
            try:
                with self._database.write() as session:
                    wait_for_locks(session, patience)
                    failed_messages.take_failure(session, message_id)
                taken = True
            except Exception as error:
                if is_away(error) and not is_held(error):
                    raise  # nothing is wrong with the message; the next dispatch tries again
                patience = BRIEFLY if is_held(error) else patience
                log.exception("failed message could not be handed back", message=str(message_id))
        return taken

    def _failed(self) -> Iterator[UUID]:
        """All of them: behind so many that can't be handed back, there may be one that can."""
        last = None
        while True:
            with self._database.read() as session:
                some = failed_messages.failed_messages(session, last)
            if not some:
                return
            yield from some
            last = some[-1]

    def reconcile(self) -> int:
        with self._database.read() as session:
            organisations = every_organisation(session)
        return reconcile(self._database, self._routes, organisations, self._turn)

    def audit(self) -> bool:
        """Check the invariants and tell the dead-man's switch. Returns whether all is well."""
        return self._audit.look(self.beats)

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
        """Delete files in the store that belong to no report. A copy may have those of the real one before it."""
        return 0 if self._settings.copy_to_try else sweep_files(self._database, self._files)

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
