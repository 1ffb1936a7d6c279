"""A protocol profile for people to read: a page per part, in the words of `words.toml` and of the protocol itself."""

import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import time, timedelta
from enum import Enum
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel

from achterwacht.protocols.aftercare import AfterGrave, Talk
from achterwacht.protocols.cards import Card, CardNumber, CardStep, Who
from achterwacht.protocols.functions import Assignment, Function, Recipient
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.registration import Route
from achterwacht.protocols.sources import Key, Source, source_of
from notifications.texts.catalogue import MANAGER

DAYS = ("ma", "di", "wo", "do", "vr", "za", "zo")
AT_ONCE = timedelta()
UNITS = ((3600, "uur"), (60, "min"), (1, "s"))
MOST_COLUMNS = 5
"""A list whose parts fill in more fields than this is shown part by part."""
LASTING = frozenset({"months", "weeks"})
FROM_TO = frozenset({"percent", "attempts"})
BELOW = ("points", "steps", "says", "offers", "afterwards")
"""Fields that are listed below the line of their part."""
OF_LETTERS = frozenset({"letter", "invitation", "confirmation"})
OF_BEHAVIOUR = frozenset({"behaviour", "always_for", "possible_for", "notification_for", "or_notification_for"})


@cache
def words() -> Mapping[str, Any]:
    return tomllib.loads((files("api.protocol") / "words.toml").read_text("utf-8"))


@dataclass(frozen=True)
class PageRow:
    """A line of a page. source: "" if it is not known, or that of the row above."""

    cells: tuple[str, ...]
    source: str


@dataclass(frozen=True)
class Page:
    """A part of a profile. key: what it is about, to lay it beside that of another profile. columns: their names; empty
    for a label and a text."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[PageRow, ...]


def pages(profile: Profile, found: Mapping[Key, Source] | None = None) -> Iterator[Page]:
    """Yields every part that says something, in the order of the profile, with its sources where they are known."""
    yield from _Pages(profile, found or {}).all()


class _Pages:
    """The parts of one profile, in its own words for functions, behaviour and letters."""

    def __init__(self, profile: Profile, found: Mapping[Key, Source]) -> None:
        self._profile = profile
        self._found = found
        self._behaviour = {one.id: one.name for one in profile.behaviour}
        self._letters = {one.id: one.name for one in profile.letters}

    def all(self) -> Iterator[Page]:
        profile = self._profile
        heads = [name for name, value in profile if isinstance(value, str)]
        yield self._rows(
            "",
            profile.name,
            [(_label(profile, name), getattr(profile, name), self._from(name), name) for name in heads],
        )
        for name, value in profile:
            title = _label(profile, name)
            match value:
                case BaseModel() if _said(value):
                    yield from self._part(title, value, name)
                case [Card(), *_]:
                    for place, card in enumerate(value):
                        yield self._card(title, card, name, place)
                case [BaseModel(), *_]:
                    yield from self._several(name, title, value)
                case [_, *_]:
                    yield self._rows(name, title, [("", value, self._from(name), "")])
                case dict() if value:
                    rows = [
                        (self._word(key), one, self._from(name, key.value), key.value) for key, one in value.items()
                    ]
                    yield self._rows(name, title, rows)

    def _part(self, title: str, part: BaseModel, *way: str | int) -> Iterator[Page]:
        """Yields a page for this part, and one for each part within it that fills in many fields."""
        said = _said(part)
        apart = [(key, one) for key, one in said if isinstance(one, BaseModel) and len(_said(one)) > MOST_COLUMNS]
        rows = [(_label(part, key), one, self._from(*way, key), key) for key, one in said if (key, one) not in apart]
        yield self._rows(_way(way), title, rows)
        for key, one in apart:
            yield from self._part(f"{title}: {_label(part, key)}", one, *way, key)

    def _rows(self, page: str, title: str, rows: Iterable[tuple[str, Any, str, str]]) -> Page:
        """Returns a page with a row for each; a source is left out where it is the same as in the row above."""
        written: list[PageRow] = []
        above = None
        for label, value, source, key in rows:
            cells = (label, self._text(value, key))
            written.append(PageRow(cells, "" if source == above else source))
            above = source
        return Page(page, title, (), tuple(written))

    def _several(self, name: str, title: str, several: list[BaseModel]) -> Iterator[Page]:
        """Yields one page with a row for each part and a column for every field that any of them fills in, and for the
        source. Parts that fill in many fields get a table each."""
        origins = [self._all_from(name, place) for place in range(len(several))]
        said = [dict(_said(one)) for one in several]
        columns = [key for key in type(several[0]).model_fields if any(key in one for one in said)]
        if len(columns) > MOST_COLUMNS:
            for number, part in enumerate(several):
                about = f"{name} {getattr(part, 'name', number)}"
                for page in self._part(f"{title}: {getattr(part, 'name', number + 1)}", part, name, number):
                    yield replace(page, key=page.key.replace(f"{name}.{number}", about, 1))
            return
        rows = []
        for one, origin in zip(said, origins, strict=True):
            cells = (_days(one.get(key)) if key == "days" else self._text(one.get(key), key) for key in columns)
            rows.append(PageRow(tuple(cells), origin))
        yield Page(name, title, tuple(_label(several[0], key) for key in columns), tuple(rows))

    def _card(self, title: str, card: Card, *way: str | int) -> Page:
        """Returns a card as a page of its own: its steps counted, as on the phone."""
        said = [key for key, value in _said(card) if key != "title"]
        rows = [
            (_label(card, key), _counted(getattr(card, key), self._text), self._from(*way, key), "") for key in said
        ]
        return self._rows(f"{way[0]} {card.title}", f"{title}: {card.title}", rows)

    def _from(self, *key: str | int) -> str:
        """Returns the source of a key (`004 L305-310`, `eigen keuze`), or of each part if it holds a list."""
        said = words()["sources"]
        own = source_of(self._found, key)
        inside = [one for place, one in self._found.items() if place[: len(key)] == key and place != key]
        written = dict.fromkeys(one.written for one in ([] if inside or own is None else [own]) + inside)
        return "\n".join(written).replace("ours", said["ours"]).replace("as ", said["as"] + " ")

    def _all_from(self, *table: str | int) -> str:
        """Returns the sources of all keys of a table, each source once."""
        own = [key for key in self._found if key[: len(table)] == table]
        return "\n".join(dict.fromkeys(line for key in own for line in self._from(*key).split("\n")))

    def _text(self, value: Any, key: str = "") -> str:
        match value:
            case None | False:
                return ""
            case True:
                return "ja"
            case Function():
                return self._profile.functions.get(value, self._word(value))
            case Enum():
                return self._word(value)
            case timedelta():
                return span(value)
            case time():
                return value.strftime("%H:%M")
            case CardStep():
                return self._step(value)
            case Assignment():
                return self._assigned(value)
            case Recipient():
                return self._received(value)
            case BaseModel():
                said = [
                    (name, one) for name, one in _said(value) if one != AT_ONCE and name not in ("about", "to_days")
                ]
                line = ", ".join(
                    self._in_a_line(value, name, one, first=name == said[0][0])
                    for name, one in said
                    if name not in BELOW
                )
                return line + "".join(
                    f"\n  - {self._text(part)}" for name in BELOW for part in getattr(value, name, ())
                )
            case [str() | BaseModel() as first, *others] if isinstance(first, BaseModel) or (
                others and not isinstance(first, Enum)
            ):
                return "\n".join(f"- {self._text(one, key)}" for one in value)
            case [low, high] if key in FROM_TO:
                return f"{low} {words()['joined']['to']} {high}"
            case list() | tuple():
                return ", ".join(self._text(one, key) for one in value)
        if key in OF_LETTERS:
            return self._letters.get(str(value), str(value))
        return self._behaviour.get(str(value), str(value)) if key in OF_BEHAVIOUR else str(value)

    def _word(self, value: Enum) -> str:
        """Returns our word for a value, in which a manager is called as this protocol does."""
        return manager_in(self._profile, value_of(value))

    def _step(self, one: CardStep) -> str:
        """For example `Tracht 112 te bellen. (knop: 112)`."""
        emergency = self._profile.emergency
        numbers = {
            CardNumber.EMERGENCY: emergency.number,
            CardNumber.NON_URGENT: emergency.non_urgent,
            CardNumber.HELP_LINE: emergency.help_line,
        }
        who = "" if one.who is Who.EMPLOYEE else f"{self._word(one.who)}: "
        return f"{who}{one.text}" + (f" ({_label(one, 'call')}: {numbers[one.call]})" if one.call else "")

    def _assigned(self, one: Assignment) -> str:
        """For example `P&O: Meld het bij de arbeidsinspectie. (aan: de arbeidsinspectie)`."""
        label = words()["Assignment"]
        either = f" {words()['joined']['or']} "
        by = f"{either.join(self._text(who) for who in one.by)}: " if one.by else ""
        to = f" ({label['to']}: {', '.join(self._text(who) for who in one.to)})" if one.to else ""
        often = f" ({label['together']})" if one.together else ""
        return f"{by}{one.text}{to}{often}" + (f" ({label['possibly']})" if one.possibly else "")

    def _received(self, one: Recipient) -> str:
        label = words()["Recipient"]
        kept = f", {label['kept_by']} {self._text(one.kept_by)}" if one.kept_by else ""
        kept += f", {label['by']} {self._text(one.by)}" if one.by else ""
        when = f", {label['when']} {one.when}" if one.when else ""
        when += self._only(one) if isinstance(one, Route) else ""
        return f"{self._text(one.to or one.file)}{kept}{when}" + (f", {label['possibly']}" if one.possibly else "")

    def _only(self, one: Route) -> str:
        label = words()["Route"]
        ways = f", {label['channels']} {', '.join(self._text(way) for way in one.channels)}" if one.channels else ""
        return ways + (f", {label['decided']}" if one.decided else "")

    def _in_a_line(self, part: BaseModel, key: str, value: Any, *, first: bool) -> str:
        """For example `ordegesprek, brief Uitnodiging, misschien`: the first value gets no label."""
        label = _label(part, key)
        if isinstance(part, AfterGrave) and first:
            return f"{label} {value}"
        if isinstance(part, Talk) and key == "from_days":
            return words()["joined"]["at_once"] if part.to_days == 0 else f"{label} {value}-{part.to_days}"
        if first:
            return self._text(value, key)
        if key in LASTING:
            about = f"{_label(part, 'about')} " if getattr(part, "about", False) else ""
            return f"{about}{value} {label}"
        several = isinstance(value, (list, tuple)) and key not in FROM_TO
        spoken = "; ".join(self._text(one, key) for one in value) if several else self._text(value, key)
        return label if value is True else f"{label} {spoken.removesuffix('.')}"


def _way(way: Iterable[str | int]) -> str:
    return ".".join(str(one) for one in way if one != "")


def _said(part: BaseModel) -> list[tuple[str, Any]]:
    """Returns the fields that this part fills in, without those that are absent, empty or "no"."""
    return [
        (key, value) for key, value in part if value not in (None, False, ()) or (key.endswith("_days") and value == 0)
    ]


def _counted(value: Any, written: Callable[[Any], str]) -> Any:
    """Returns the steps of a card, each with its number on a line; anything else as it is."""
    if not (isinstance(value, list | tuple) and value and isinstance(value[0], CardStep)):
        return value
    return "\n".join(f"{number}. {written(step)}" for number, step in enumerate(value, start=1))


def value_of(word: Enum) -> str:
    return str(words()["values"][type(word).__name__][word.value])


def manager_in(profile: Profile, said: str) -> str:
    """Returns our own words with what this protocol calls who leads a team."""
    return said.replace(MANAGER, profile.words.manager)


def _days(value: Any) -> str:
    return ", ".join(DAYS[day - 1] for day in value)


def span(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    parts = []
    for size, unit in UNITS:
        amount, seconds = divmod(seconds, size)
        if amount:
            parts.append(f"{amount} {unit}")
    return " ".join(parts) or "meteen"


def _label(part: BaseModel, key: str) -> str:
    return str(words()[type(part).__name__][key])
