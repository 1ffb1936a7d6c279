"""A call from the side of the person who is called: pick up, listen, press, hang up.

A call rings until the test does something with it. So the same call can be answered, left to voicemail, or let ring,
and a call that nobody answers is still there for the test to find.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self
from urllib.parse import urldefrag, urljoin

from tests.support.twilio.callbacks import call_form
from tests.support.twilio.exchange import Exchange
from tests.support.twilio.records import CallRecord
from tests.support.twilio.twiml import (
    BadTwiml,
    Gather,
    Hangup,
    Message,
    Pause,
    Play,
    Redirect,
    Say,
    Verb,
    check_type,
    parse,
)
from tests.support.twilio.webhooks import WebhookFailed

MOST_DOCUMENTS = 50


class Call:
    """One call. Whatever you do with it first, apart from the ways not to, picks up."""

    def __init__(self, exchange: Exchange, record: CallRecord) -> None:
        self._exchange = exchange
        self._record = record
        self._url = record.url
        self._rest: list[Verb] = []
        self._gather: Gather | None = None
        self._documents = 0
        self._heard: list[str] = []
        self._since_last_key = 0
        self.plays: list[str] = []
        """The recordings that were played."""
        self.voices: set[tuple[str, str]] = set()
        """Every (voice, language) that spoke."""

    def __repr__(self) -> str:
        return f"<Call {self._record.sid} to {self._record.to}: {self._record.status}>"

    @property
    def sid(self) -> str:
        return self._record.sid

    @property
    def status(self) -> str:
        return self._record.status

    @property
    def is_over(self) -> bool:
        return self._record.is_over

    @property
    def says(self) -> str:
        """What was said since it was picked up, or since the last key."""
        self._listen()
        return " ".join(self._heard[self._since_last_key :])

    @property
    def transcript(self) -> str:
        """Everything that was said."""
        self._listen()
        return " ".join(self._heard)

    @property
    def waits_for_a_key(self) -> bool:
        self._listen()
        return self._question is not None

    @property
    def _question(self) -> Gather | None:
        return None if self.is_over else self._gather

    def picks_up(self, answered_by: str = "human") -> Self:
        """Answer, fetch what there is to say, and listen until a key is asked for or the call ends."""
        assert self._record.answered is None, f"{self!r} was picked up before"
        if self._record.detects_machines:
            self._record.answered_by = answered_by
        if not self._exchange.move_call(self._record, "in-progress"):
            raise AssertionError(f"nobody is there any more: {self!r}")
        self._fetch(self._record.url, fallback=self._record.fallback_url)
        self._play()
        return self

    def presses(self, keys: str, *, twice: bool = False) -> Self:
        """Press keys where they are asked for. With `twice` the product is told twice, as when a webhook is retried."""
        self._listen()
        gather = self._question
        assert gather is not None, f"no key is asked for in {self!r}, which said: {self.transcript!r}"
        digits, finished_on = _typed(gather, keys)
        if not digits:
            return self._times_out(gather)
        self._gather = None
        self._since_last_key = len(self._heard)
        form = {"Digits": digits, "FinishedOnKey": finished_on, "msg": "Gather End"}
        target = urljoin(self._url, gather.action)
        if twice:
            self._exchange.webhooks.post(target, self._form(form), "voice", self.sid)
        self._fetch(target, form)
        self._play()
        return self

    def stays_silent(self, times: int | None = None) -> Self:
        """Press nothing: at every question until the call ends, or at the next `times` questions."""
        self._listen()
        asked = 0
        while (gather := self._question) is not None and (times is None or asked < times):
            self._times_out(gather)
            asked += 1
        return self

    def hangs_up(self) -> None:
        """Put it down; before it was picked up, refuse it."""
        if self._record.answered is None:
            self._end("busy")
        else:
            self._end("completed")

    def rings_out(self) -> None:
        """Let it ring until the other side gives up, without waiting that long."""
        self._end("no-answer")

    def goes_to_voicemail(self) -> None:
        """A machine answers, listens to everything, and presses nothing. The real one calls that `completed`."""
        self.picks_up(answered_by="machine_start")
        self.stays_silent()

    def _listen(self) -> None:
        if self._record.answered is None:
            self.picks_up()

    def _times_out(self, gather: Gather) -> Self:
        self._gather = None
        if gather.on_empty:
            self._fetch(urljoin(self._url, gather.action), {"Digits": "", "FinishedOnKey": "", "msg": "Gather End"})
        self._play()
        return self

    def _form(self, more: Mapping[str, str]) -> dict[str, str]:
        return call_form(self._record, "in-progress") | dict(more)

    def _fetch(self, url: str, more: Mapping[str, str] | None = None, fallback: str = "") -> None:
        self._documents += 1
        assert self._documents <= MOST_DOCUMENTS, f"{self!r} runs in circles, the last time to {url}"
        reply = self._exchange.webhooks.post(url, self._form(more or {}), "voice", self.sid)
        try:
            if reply is None or not reply.ok:
                if fallback:
                    trouble = {"ErrorCode": "11200", "ErrorUrl": url}
                    self._fetch(fallback, trouble)
                    return
                raise WebhookFailed(f"{url} did not say what to say: {reply}")
            check_type(reply.content_type)
            self._rest = parse(reply.body)
        except (WebhookFailed, BadTwiml):
            self._end("completed")  # "an application error has occurred", and the line is cut
            raise
        self._url = urldefrag(url).url

    def _play(self) -> None:
        """Carry out the verbs until a question, or the end."""
        while self._rest and not self.is_over:
            verb = self._rest.pop(0)
            match verb:
                case Say() | Play() | Pause():
                    self._hear(verb)
                case Gather():
                    for prompt in verb.prompts:
                        self._hear(prompt)
                    self._gather = verb
                    return
                case Redirect():
                    self._fetch(urljoin(self._url, verb.url))
                case Hangup():
                    break
                case Message():
                    raise BadTwiml("<Message> has no place in a call")
        self._end("completed")

    def _hear(self, verb: Say | Play | Pause) -> None:
        if isinstance(verb, Say):
            self._heard.append(verb.text)
            self.voices.add((verb.voice, verb.language))
        elif isinstance(verb, Play):
            self.plays.append(urljoin(self._url, verb.url))

    def _end(self, status: str) -> None:
        self._gather = None
        self._rest = []
        self._exchange.move_call(self._record, status)


def _typed(gather: Gather, keys: str) -> tuple[str, str]:
    """The digits that are sent on, and the key that ended them. What is left over was pressed into nothing."""
    digits, finished_on, rest = "", "", keys
    while rest:
        key, rest = rest[0], rest[1:]
        if key == gather.finish_on_key:
            finished_on = key
            break
        digits += key
        if len(digits) == gather.num_digits:
            break
    assert not rest, f"pressed {keys!r} where {gather.num_digits} digits were asked for"
    return digits, finished_on
