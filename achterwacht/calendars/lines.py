"""The lines of a calendar (RFC 5545), and which appointment or zone each belongs to. Pure, in time linear in the file.

Calendars come from programs that take the standard lightly: an unreadable line is skipped, a part that was never ended
ends where the next begins, and properties that we don't need are ignored. So no bad line affects another.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

WANTED = (
    "UID", "DTSTART", "DTEND", "DURATION", "LOCATION", "SUMMARY", "STATUS", "RRULE", "EXRULE", "RDATE", "EXDATE",
    "RECURRENCE-ID", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
)  # fmt: skip
_FOLD = re.compile(rb"\n[ \t]")
_PLAIN = r"(?:[^\":;]|(?<=tzone):(?=//))*"
"""Exchange writes `TZID=tzone://Microsoft/Utc` without quotes: that colon ends no parameter."""
_LINE = re.compile(
    rf"(?P<name>{'|'.join(WANTED)})(?P<parameters>(?:;{_PLAIN}(?:\"[^\"]*\"{_PLAIN})*)*):(?P<value>.*)",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r';(?P<name>[^="]+)=(?:"(?P<quoted>[^"]*)"|(?P<plain>[^;"]*))')
_ESCAPED = re.compile(r"\\(.)")
_END_OF_LINE = {"n": "\n", "N": "\n"}


@dataclass(frozen=True)
class Line:
    """The value of a property as it was written, and its parameters, whose names are in capitals."""

    value: str
    parameters: Mapping[str, str]

    @property
    def text(self) -> str:
        return _ESCAPED.sub(lambda found: _END_OF_LINE.get(found[1], found[1]), self.value)


@dataclass
class Part:
    """A VEVENT, a VTIMEZONE, or a STANDARD or DAYLIGHT within one. ended: whether its end was there."""

    kind: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list["Part"] = field(default_factory=list)
    ended: bool = False

    def all(self, name: str) -> Sequence[Line]:
        return self.lines.get(name, ())

    def one(self, name: str) -> Line | None:
        """Returns the first line with this name."""
        found = self.lines.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        found = self.one(name)
        return found.text if found else ""


def calendars(content: bytes) -> Iterator[Part]:
    """Yields each VCALENDAR with its appointments and zones. One file may hold several."""
    calendar: Part | None = None
    part: Part | None = None
    inner: Part | None = None
    other = 0
    for line in _unfolded(content):
        mark, _, kind = line.partition(":")
        mark = mark.upper()
        if mark == "BEGIN":
            kind = kind.strip().upper()
            if kind == "VCALENDAR":
                if calendar is not None:
                    yield calendar
                calendar, part, inner, other = Part(kind), None, None, 0
            elif calendar is not None and kind in ("VEVENT", "VTIMEZONE"):
                part, inner, other = Part(kind), None, 0
                calendar.parts.append(part)
            elif part is not None and part.kind == "VTIMEZONE" and kind in ("STANDARD", "DAYLIGHT"):
                inner, other = Part(kind), 0
                part.parts.append(inner)
            else:
                other += 1
        elif mark == "END":
            kind = kind.strip().upper()
            if kind == "VCALENDAR" and calendar is not None:
                calendar.ended = True
                yield calendar
                calendar, part, inner, other = None, None, None, 0
            elif part is not None and kind == part.kind:
                part.ended = True
                part, inner, other = None, None, 0
            elif inner is not None and kind == inner.kind:
                inner.ended = True
                inner, other = None, 0
            elif other:
                other -= 1
        elif not other and (into := inner or part) is not None:
            _keep(into, line)
    if calendar is not None:
        yield calendar


def _unfolded(content: bytes) -> Iterator[str]:
    """Yields the lines, unfolded before they are decoded, since some programs fold in the middle of a character."""
    plain = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return iter(_FOLD.sub(b"", plain).decode("utf-8-sig", errors="replace").split("\n"))


def _keep(part: Part, line: str) -> None:
    found = _LINE.match(line)
    if found is not None:
        parameters = {one["name"].upper(): one["quoted"] or one["plain"] or "" for one in _PARAMETER.finditer(found[2])}
        part.lines.setdefault(found["name"].upper(), []).append(Line(found["value"], parameters))
