"""Voice calls through Twilio, which asks our webhook what to say and posts the digits back."""

from collections.abc import Sequence
from dataclasses import dataclass

from twilio.rest import Client
from twilio.twiml.voice_response import Gather, VoiceResponse

from foundation.settings import Settings
from foundation.visible import on_one_line
from notifications.channels.port import Envelope
from notifications.channels.twilio import made_since, provider_errors, sid_of, state_of
from notifications.records import MessageState
from notifications.ways import NOBODY_ANSWERED

RING_SECONDS = 25
"""Short enough that voicemail rarely answers."""
WAIT_FOR_DIGIT_SECONDS = 8
LANGUAGES = {"nl": "nl-NL", "nl-BE": "nl-NL", "en": "en-GB", "fr": "fr-FR"}
"""What Twilio is told to speak. It has no Flemish among the voices that every account has; a call that falls silent is
worse than one with a Dutch voice."""
OF_THE_VOICE = frozenset({"nl", "nl-BE"})
"""The languages that the voice of the settings speaks."""


AGAIN = "#rc=3&rp=5xx,ct,rt"
"""Asks Twilio to tell us again what it could not: three times more, within the fifteen seconds that it allows. Without
it a digit is lost where we restart just then, and the line is cut. A repeated digit does nothing twice."""


@dataclass(frozen=True)
class Prompt:
    """What a call says next.

    step: the question that a digit answers; without one the call ends after speaking. many_digits: the answer ends with
    `#`, else it is one digit. silence: said when no digit comes. twice: say everything twice.
    """

    say: Sequence[str]
    step: str | None = None
    many_digits: bool = False
    silence: str = ""
    twice: bool = False


def twiml(prompt: Prompt, action: str, language: str, voice: str) -> str:
    """Returns the prompt as TwiML: it speaks, waits for a digit, and hangs up when none comes.

    action: the address that gets the digits. language: as in `LANGUAGES`. voice: the name of a voice, or empty.
    """
    response = VoiceResponse()
    spoken = {"language": LANGUAGES[language], **({"voice": voice} if voice and language in OF_THE_VOICE else {})}
    # A control character, in a name that was kept long ago, would make of all of it no XML: a call that falls silent.
    lines = [on_one_line(line) for line in prompt.say] * (2 if prompt.twice else 1)
    if prompt.step is None:
        for line in lines:
            response.say(line, **spoken)
        response.hangup()
        return str(response)
    digits = {"finish_on_key": "#"} if prompt.many_digits else {"num_digits": 1}
    answered_at = f"{action}?step={prompt.step}{AGAIN}"
    gather = Gather(
        input="dtmf",
        timeout=WAIT_FOR_DIGIT_SECONDS,
        method="POST",
        action=answered_at,
        **digits,
    )
    for line in lines:
        gather.say(line, **spoken)
        gather.pause(length=1)
    response.append(gather)
    if prompt.silence:
        response.say(on_one_line(prompt.silence), **spoken)
    response.hangup()
    return str(response)


class Voice:
    def __init__(self, client: Client, settings: Settings) -> None:
        self._calls = client.calls
        self._from = settings.twilio_from
        self._base = settings.base_url

    def send(self, envelope: Envelope) -> str:
        with provider_errors():
            call = self._calls.create(
                to=envelope.to,
                from_=self._from,
                url=f"{self._base}/v1/webhooks/twilio/voice/{envelope.id}{AGAIN}",
                method="POST",
                timeout=RING_SECONDS,
                status_callback=f"{self._base}/v1/webhooks/twilio/status/{envelope.id}#rc=5&rp=all",
                status_callback_method="POST",
                status_callback_event=["initiated", "ringing", "answered", "completed"],
            )
        return sid_of(call)

    def find(self, envelope: Envelope) -> Sequence[str]:
        with provider_errors():
            made = made_since(self._calls, envelope, "start_time")
        return [str(one.sid) for one in made]

    def status(self, sid: str) -> tuple[MessageState, str | None]:
        with provider_errors():
            call = self._calls.get(sid).fetch()
        said = str(call.status)
        return state_of(said) or MessageState.SENT, said if said in NOBODY_ANSWERED else None
