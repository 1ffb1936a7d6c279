"""The provider and the phones behind it: it takes, refuses, is silent, delivers late, twice or never."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from uuid import UUID

from notifications.channels.port import ChannelPort, Envelope, TransportError
from notifications.records import MessageState
from notifications.ways import TELEPHONE, Channel, Provider
from tests.simulation.processes import Process, World
from tests.simulation.weather import AT_THE_PROVIDER, Trouble

TIME_OUT = 10.0
ON_THE_WAY = 0.3
LINE_DEAD = "30003"
FIRST = Provider.TWILIO


@dataclass
class Line:
    """A number and what is wrong with it. `rings` is what its owner does with what arrives."""

    number: str
    landline: bool = False
    dead: bool = False
    opted_out: bool = False
    reads: Callable[[str], None] = lambda text: None
    answers: Callable[[UUID, str], bool] = lambda message, sid: False


@dataclass
class Taken:
    """A message that the provider took, with how it will end."""

    envelope: Envelope
    channel: Channel
    sid: str
    state: MessageState = MessageState.SENT
    code: str | None = None
    provider: Provider = FIRST


class Watching(Protocol):
    """Who looks over the provider's shoulder."""

    def called(self, envelope: Envelope, channel: Channel) -> None: ...
    def took(self, envelope: Envelope, channel: Channel) -> None: ...
    def carried(self, message: UUID, state: MessageState) -> None: ...


Report = Callable[[UUID, MessageState, str, str | None, Provider], None]
"""Gives a status to the door: message, state, the provider's id, error code, who says it."""


@dataclass
class Network:
    """The provider's own books. They are the oracle's: what stands here was said to somebody."""

    world: World
    watching: Watching
    report: Report
    lines: dict[str, Line] = field(default_factory=dict)
    taken: dict[str, Taken] = field(default_factory=dict)

    def ports(self, process: Process) -> Mapping[Channel, ChannelPort]:
        return {channel: Port(self, process, channel) for channel in TELEPHONE}

    def second(self, process: Process) -> ChannelPort:
        """The second provider, which carries SMS."""
        return Port(self, process, Channel.SMS, Provider.CM)

    def refuses(self, envelope: Envelope, channel: Channel) -> TransportError | None:
        """What is wrong with the number, as the provider says it at once."""
        line = self.lines[envelope.to]
        if channel is Channel.SMS and line.landline:
            return TransportError("21614", "not a mobile number", permanent=True)
        if channel is Channel.SMS and line.opted_out:
            return TransportError("21610", "unsubscribed", permanent=True)
        return None

    def takes(self, envelope: Envelope, channel: Channel, provider: Provider) -> str:
        sid = f"SM{len(self.taken) + 1}"
        taken = self.taken[sid] = Taken(envelope, channel, sid, provider=provider)
        self.world.story.tells(f"took {channel} by {provider}", envelope.to, envelope.id, repr(envelope.text))
        self.watching.took(envelope, channel)
        self.world.turns.begin(lambda: self._carries(taken), after=self.world.chance.uniform(0.5, 15))
        return sid

    def _carries(self, taken: Taken) -> None:
        """It reaches the phone, or not; and the callbacks come as they come."""
        line, chance = self.lines[taken.envelope.to], self.world.chance
        if taken.channel is Channel.SMS:
            fine = not line.dead
            if fine:
                line.reads(taken.envelope.text)
        else:
            fine = not line.dead and line.answers(taken.envelope.id, taken.sid)
        ends = (MessageState.DELIVERED, None) if fine else (MessageState.FAILED, LINE_DEAD)
        taken.state, taken.code = ends
        self.watching.carried(taken.envelope.id, taken.state)
        stories = [(MessageState.SENT, None), ends]
        way = chance.random()
        if way < 0.1:
            self.world.story.tells("callback lost")
            stories = []
        elif way < 0.2:
            self.world.story.tells("callback twice")
            stories += [ends]
        elif way < 0.3:
            self.world.story.tells("callbacks out of order")
            stories.reverse()
        elif way < 0.35:
            self.world.story.tells("callback late")
            self.world.turns.sleeps(chance.uniform(60, 20_000))
        for state, code in stories:
            self.world.turns.sleeps(chance.uniform(0.1, 3))
            self.report(taken.envelope.id, state, taken.sid, code, taken.provider)


@dataclass(frozen=True)
class Port:
    """One channel as one process sees it. The process may crash with the request on its way, and with the answer."""

    network: Network
    process: Process
    channel: Channel
    provider: Provider = FIRST

    def send(self, envelope: Envelope) -> str:
        world = self.network.world
        self.network.watching.called(envelope, self.channel)
        self.a_moment()
        trouble = self.trouble()
        refusal = self.network.refuses(envelope, self.channel)
        if trouble not in (None, Trouble.SWALLOWED):
            raise self.answers(trouble)
        if refusal is not None:
            world.story.tells(f"refused {refusal.code}")
            raise refusal
        sid = self.network.takes(envelope, self.channel, self.provider)
        if trouble is Trouble.SWALLOWED:
            raise self.answers(trouble)
        self.a_moment()
        return sid

    def find(self, envelope: Envelope) -> Sequence[str]:
        self.a_moment()
        if (trouble := self.trouble()) is not None:
            raise self.answers(trouble)
        words = (self.channel, envelope.to, envelope.text)
        mine = (one for one in self.network.taken.values() if one.provider is self.provider)
        return [one.sid for one in mine if (one.channel, one.envelope.to, one.envelope.text) == words]

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        self.a_moment()
        if (trouble := self.trouble()) is not None:
            raise self.answers(trouble)
        taken = self.network.taken[sid]
        return taken.state, taken.code

    def trouble(self) -> Trouble | None:
        weather, chance = self.network.world.weather, self.network.world.chance
        if self.provider is not FIRST:
            return Trouble.REFUSES if Trouble.SECOND in weather.troubles else None
        there = [one for one in AT_THE_PROVIDER if one in weather.troubles]
        return chance.choice(there) if there and chance.random() < 0.6 else None

    def answers(self, trouble: Trouble) -> TransportError:
        self.network.world.story.tells(f"fault: {trouble}")
        match trouble:
            case Trouble.BUSY:
                return TransportError("20429", "HTTP 429")
            case Trouble.ERRORS:
                return TransportError("500", "HTTP 500")
            case Trouble.REFUSES:
                return TransportError("connection", "connection failed")
        self.process.passes(TIME_OUT)
        return TransportError("timeout", "no answer in time", uncertain=True)

    def a_moment(self) -> None:
        self.process.passes(self.network.world.chance.uniform(0, ON_THE_WAY))
