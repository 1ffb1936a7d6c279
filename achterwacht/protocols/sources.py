"""Where each key of a profile comes from: the comment after it, read.

`number = "112"  # 004 L305-310, L487` cites lines of a text. After the head of a table it holds for every key without a
comment of its own. What a text does not say is `# ours`; if another profile is the model, `# as s-hertogenbosch`. A
remark may follow after a colon.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Key = tuple[str | int, ...]
"""The way to a key or a table: `("cards", 2, "steps")`."""

HEAD = re.compile(r"(\[\[?)\s*([\w.-]+)\s*\]\]?")
LINES = re.compile(r"(?:(\d{3}) )?L(\d+)(?:-(\d+))?")
MODEL = re.compile(r"as [a-z][a-z0-9-]+")
OURS = "ours"


class UnreadableSource(ValueError):
    """A comment after a key that cites nothing."""


@dataclass(frozen=True)
class Cited:
    """Some lines of a text. Texts are counted from 000."""

    text: str
    first: int
    last: int


@dataclass(frozen=True)
class Source:
    """The source of a key: as it is written, and the lines it cites (none if it is ours)."""

    written: str
    cited: tuple[Cited, ...]


def sources(toml: str) -> dict[Key, Source]:
    """Returns the sources in a profile, by key and by table.

    Raises:
        UnreadableSource: a comment behind a key or head that is no citation.
    """
    return {one.key: _source(one.comment) for one in _statements(toml) if one.comment}


def keys(toml: str) -> list[Key]:
    """Returns every key of a profile in its order, without the tables themselves."""
    return [one.key for one in _statements(toml) if not one.head]


def source_of(found: Mapping[Key, Source], key: Key) -> Source | None:
    """Returns the source of a key: its own, else that of its table, or of the table around that one."""
    return next((found[key[:length]] for length in range(len(key), 0, -1) if key[:length] in found), None)


@dataclass(frozen=True)
class _Statement:
    """The head of a table, or a key with its value."""

    key: Key
    comment: str
    head: bool


def _statements(toml: str) -> Iterator[_Statement]:
    """Returns the statements of a profile. tomllib says what a value is and where it ends."""
    table: Key = ()
    counts: dict[Key, int] = {}
    statement = ""
    for line in toml.splitlines():
        head = None if statement else HEAD.match(line)
        if head:
            table = _entered(tuple(head[2].split(".")), counts, several=head[1] == "[[")
            yield _Statement(table, line[head.end() :].partition("#")[2].strip(), head=True)
            continue
        statement += f"{line}\n"
        if not _is_whole(statement):
            continue
        name = next(iter(tomllib.loads(statement)), None)
        if name is not None:
            yield _Statement((*table, name), _behind(statement), head=False)
        statement = ""


def _entered(names: tuple[str, ...], counts: dict[Key, int], *, several: bool) -> Key:
    """Returns the path of the table that a head opens, with an index for each list on the way."""
    way: Key = ()
    for place, name in enumerate(names):
        way = (*way, name)
        if several and place == len(names) - 1:
            counts[way] = counts.get(way, -1) + 1
        if way in counts:
            way = (*way, counts[way])
    return way


def _is_whole(statement: str) -> bool:
    try:
        tomllib.loads(statement)
    except tomllib.TOMLDecodeError:
        return False
    return True


def _behind(statement: str) -> str:
    """Returns the comment after a value.

    It begins at the first `#` of the last line without which the value is the same.
    """
    said = tomllib.loads(statement)
    begins = statement.rstrip("\n").rfind("\n") + 1
    for place, sign in enumerate(statement[begins:], start=begins):
        if sign == "#" and _is_whole(statement[:place]) and tomllib.loads(statement[:place]) == said:
            return statement[place + 1 :].strip()
    return ""


def _source(comment: str) -> Source:
    written = comment.partition(": ")[0].strip()
    cited = []
    text: str | None = None
    for part in written.split(", "):
        if part == OURS or MODEL.fullmatch(part):
            continue
        lines = LINES.fullmatch(part)
        text = (lines[1] or text) if lines else None
        if lines is None or text is None:
            raise UnreadableSource(comment)
        cited.append(Cited(text, int(lines[2]), int(lines[3] or lines[2])))
    return Source(written, tuple(cited))
