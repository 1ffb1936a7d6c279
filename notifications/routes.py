"""Which provider carries which channel, and which one is tried when the first does not take a message."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from foundation.setting_groups.providers import Delivery, SmsFallback
from foundation.settings import Settings
from notifications.channels.cm import Cm
from notifications.channels.mail import Mail, NoMail
from notifications.channels.port import ChannelPort
from notifications.channels.push import NoPush, PushBook, WebPush
from notifications.channels.simulator import Simulator
from notifications.channels.sms import Sms
from notifications.channels.twilio import make_client
from notifications.channels.voice import Voice
from notifications.records import MessageState
from notifications.ways import Channel, Provider

REST_SECONDS = 30.0


@dataclass(frozen=True)
class Route:
    """A channel through one provider. `answer_to`: the number for answers, if they can't go to the message's sender."""

    provider: Provider
    port: ChannelPort
    answer_to: str = ""


Routes = Mapping[Channel, Sequence[Route]]


def make_routes(settings: Settings, first: Mapping[Channel, ChannelPort] | None = None) -> Routes:
    """Returns the routes of this installation, in the order in which they are tried.

    first: replaces the first route of each channel.
    """
    main = Provider(settings.delivery.value)
    routes = {channel: [Route(main, port)] for channel, port in (first or make_channels(settings)).items()}
    if settings.sms_fallback is SmsFallback.CM:
        answer_to = "" if settings.cm_from == settings.twilio_from else settings.twilio_from
        routes[Channel.SMS].append(Route(Provider.CM, Cm(settings), answer_to))
    return routes


def make_channels(settings: Settings) -> Mapping[Channel, ChannelPort]:
    """Returns the channels through the provider that `DELIVERY` names."""
    if settings.delivery is Delivery.SIMULATOR:
        return {Channel.SMS: Simulator(MessageState.DELIVERED), Channel.CALL: Simulator(MessageState.FAILED)}
    client = make_client(settings)
    return {Channel.SMS: Sms(client, settings), Channel.CALL: Voice(client, settings)}


def make_mail_routes(settings: Settings) -> Routes:
    """Returns the route for mail. It is separate, so that a mail server that hangs can't delay an alarm."""
    if settings.delivery is Delivery.SIMULATOR:
        return {Channel.MAIL: [Route(Provider.SIMULATOR, Simulator(MessageState.DELIVERED))]}
    return {Channel.MAIL: [Route(Provider.SMTP, Mail(settings) if settings.mails else NoMail())]}


def make_push_routes(settings: Settings, book: PushBook) -> Routes:
    """Returns the route for pushes. It is separate, so that a push service that hangs can't delay an alarm."""
    port = WebPush(settings, book) if settings.pushes else NoPush()
    return {Channel.PUSH: [Route(Provider.WEB_PUSH, port)]}


class ProviderCooldown:
    """Puts a provider that made us wait last in line for half a minute, so that it doesn't delay every message."""

    def __init__(self) -> None:
        self._rests_until: dict[Provider, float] = {}

    def let_us_wait(self, provider: Provider) -> None:
        self._rests_until[provider] = time.monotonic() + REST_SECONDS

    def order(self, routes: Sequence[Route]) -> list[Route]:
        """Returns the same routes, with the providers that are cooling down at the end."""
        now = time.monotonic()
        return sorted(routes, key=lambda route: self._rests_until.get(route.provider, 0.0) > now)
