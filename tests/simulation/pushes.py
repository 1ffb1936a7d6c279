"""Browsers that show pushes, the push service before them, and what must be so of both.

A push goes beside a message and replaces none: so all other oracles look at the rest, and know nothing of it.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.orm import Session

from achterwacht.people.records import TokenKind, TokenRecord
from achterwacht.pushes.records import SubscriptionRecord
from notifications.channels.port import ChannelPort, Envelope
from notifications.records import MessageState
from notifications.texts.templates import NUDGED
from notifications.ways import Channel
from tests.simulation.network import Network, Port
from tests.simulation.organisation import Organisation
from tests.simulation.processes import Process, World
from tests.simulation.story import Broken

YEAR = timedelta(days=365)
CALM_FOR = 700.0
"""Seconds after which what was due since the last storm has its push, or was too old for one."""
SINCE, UNTIL = timedelta(seconds=500), timedelta(seconds=120)
BESIDE = """
    SELECT count(*) AS number FROM message m JOIN message p ON p.origin = m.origin AND p.person = m.person
        AND p.template = m.template WHERE p.id = :id AND m.channel <> 'push'"""
WITHOUT = f"""
    SELECT m.template FROM message m JOIN push_subscription s ON s.person_id = m.person
    WHERE m.channel = 'sms' AND m.state IN ('sent', 'delivered') AND m.not_before > :since AND m.not_before < :until
        AND m.template IN ({", ".join(f"'{one.value}'" for one in sorted(NUDGED))})
        AND NOT EXISTS (SELECT 1 FROM message p WHERE p.channel = 'push' AND p.state = 'sent'
            AND p.origin = m.origin AND p.person = m.person AND p.template = m.template)"""


@dataclass
class Pushes:
    """The browsers of everybody with a telephone. secrets: what no lock screen may show."""

    world: World
    network: Network
    secrets: set[str] = field(default_factory=set)

    def subscribe(self, session: Session, home: Organisation) -> None:
        now = self.world.turns.at
        for number, one in enumerate(home.people.values()):
            self.secrets |= {one.name, *([one.phone] if one.phone else [])}
            digest = f"{one.id.hex}{number:032}"
            token = TokenRecord(
                organisation_id=home.id, person_id=one.id, kind=TokenKind.SESSION, digest=digest, created_at=now,
                used_at=now, expires_at=now + YEAR,
            )  # fmt: skip
            session.add(token)
            session.flush()
            session.add(
                SubscriptionRecord(
                    organisation_id=home.id, person_id=one.id, token_id=token.id, digest=digest, sealed="an address",
                    made_at=now, renewed_at=now,
                )
            )  # fmt: skip

    def port(self, process: Process) -> ChannelPort:
        return PushPort(self, process)

    def took(self, envelope: Envelope) -> None:
        """The push service has it.

        Raises:
            Broken: it stands beside nothing, or says too much.
        """
        self.world.story.tells("pushed")
        (beside,) = self.world.books.rows(BESIDE, id=envelope.id)
        if not beside.number:
            raise Broken(f"push {envelope.id} stands beside no message")
        assert envelope.nudged is not None
        if any(secret in envelope.nudged.text for secret in self.secrets):
            raise Broken(f"push {envelope.id} names somebody")

    def judges(self) -> None:
        """Once nothing is wrong any more, whoever got a text of which there is a push has that too.

        Raises:
            Broken: somebody has not.
        """
        if self.world.weather.calm_for < CALM_FOR:
            return
        at = self.world.turns.at
        for row in self.world.books.rows(WITHOUT, since=at - SINCE, until=at - UNTIL):
            raise Broken(f"no push beside {row.template}")


@dataclass(frozen=True)
class PushPort:
    """The push service as one process sees it. It is in trouble when the provider is: that is the network."""

    pushes: Pushes
    process: Process

    def send(self, envelope: Envelope) -> str:
        line = Port(self.pushes.network, self.process, Channel.PUSH)
        line.a_moment()
        trouble = line.trouble()
        if trouble is not None:
            raise line.answers(trouble)
        self.pushes.took(envelope)
        line.a_moment()
        return f"WP{envelope.id.hex}"

    def find(self, envelope: Envelope) -> list[str]:
        return []

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        return MessageState.SENT, None
