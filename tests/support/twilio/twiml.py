"""TwiML as the product answers it: parsed into verbs, and refused when the real one would stumble over it."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

XML_TYPES = ("text/xml", "application/xml")


class BadTwiml(AssertionError):
    """The document is not one the real Twilio could carry out, or asks for what this product must never do."""


@dataclass(frozen=True)
class Say:
    text: str
    voice: str = ""
    language: str = ""


@dataclass(frozen=True)
class Play:
    url: str


@dataclass(frozen=True)
class Pause:
    seconds: int = 1


@dataclass(frozen=True)
class Gather:
    """Waits for keys. `action` empty: the document's own URL."""

    prompts: tuple[Say | Play | Pause, ...]
    action: str = ""
    timeout: int = 5
    num_digits: int | None = None
    finish_on_key: str = "#"
    on_empty: bool = False


@dataclass(frozen=True)
class Redirect:
    url: str


@dataclass(frozen=True)
class Hangup:
    pass


@dataclass(frozen=True)
class Message:
    """Only in an answer to an SMS."""

    text: str


Verb = Say | Play | Pause | Gather | Redirect | Hangup | Message


def check_type(content_type: str) -> None:
    """Raises: BadTwiml, as the real one's error 12300."""
    if content_type.partition(";")[0].strip().lower() not in XML_TYPES:
        raise BadTwiml(f"12300: TwiML must be sent as text/xml, not as {content_type!r}")


def parse(document: str) -> list[Verb]:
    """Raises: BadTwiml."""
    try:
        root = ElementTree.fromstring(document)
    except ElementTree.ParseError as error:
        raise BadTwiml(f"12100: not well-formed XML ({error}): {document!r}") from error
    if root.tag != "Response":
        raise BadTwiml(f"12100: the root must be <Response>, not <{root.tag}>")
    return [_verb(element) for element in root]


def _verb(element: ElementTree.Element) -> Verb:
    match element.tag:
        case "Gather":
            return _gather(element)
        case "Redirect":
            _must_post(element)
            return Redirect(_text(element))
        case "Hangup":
            return Hangup()
        case "Message":
            body = element.find("Body")
            return Message(_text(element if body is None else body))
        case _:
            return _sound(element)


def _sound(element: ElementTree.Element) -> Say | Play | Pause:
    match element.tag:
        case "Say":
            return Say(" ".join(_text(element).split()), element.get("voice", ""), element.get("language", ""))
        case "Play":
            return Play(_text(element))
        case "Pause":
            return Pause(int(element.get("length", "1")))
        case _:
            raise BadTwiml(f"<{element.tag}> has no place in what this product says")


def _gather(element: ElementTree.Element) -> Gather:
    _must_post(element)
    if element.get("input", "dtmf") != "dtmf":
        raise BadTwiml(f"Gather listens to keys only here, not to {element.get('input')!r}")
    digits = element.get("numDigits")
    return Gather(
        prompts=tuple(_sound(child) for child in element),
        action=element.get("action", ""),
        timeout=int(element.get("timeout", "5")),
        num_digits=int(digits) if digits else None,
        finish_on_key=element.get("finishOnKey", "#"),
        on_empty=element.get("actionOnEmptyResult", "false").lower() == "true",
    )


def _must_post(element: ElementTree.Element) -> None:
    if element.get("method", "POST").upper() != "POST":
        raise BadTwiml(f"<{element.tag}> must use POST: a GET would put what was pressed in a URL, and so in a log")


def _text(element: ElementTree.Element) -> str:
    return "".join(element.itertext()).strip()
