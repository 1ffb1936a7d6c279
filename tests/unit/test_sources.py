"""Each key of a profile says where it comes from, and every line it cites is there (tools/protocol_lines.py)."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from achterwacht.protocols.service import shipped
from achterwacht.protocols.sources import Cited, UnreadableSource, keys, source_of, sources

LINES = json.loads((Path(__file__).parents[1] / "files" / "protocol-lines.json").read_text("utf-8"))
DOCS = Path(__file__).parents[2] / "docs"
STORIES = Path(__file__).parents[1] / "acceptance"
CITED_ON_A_PAGE = re.compile(r"\d{3} L\d+(?:-\d+)?(?:, L\d+(?:-\d+)?)*")
TEXTS = {
    "woonmaatschappij": "000", "corporatie": "001", "heusden-zolder": "002", "losser": "003", "s-hertogenbosch": "004",
}  # fmt: skip


def there(cited: Cited) -> bool:
    """Both ends of a citation hold text."""
    runs = LINES.get(cited.text, [])
    ends = (cited.first, cited.last)
    return cited.first <= cited.last and all(any(first <= end <= last for first, last in runs) for end in ends)


def cited_in(path: Path) -> list[Cited]:
    return [
        one
        for found in CITED_ON_A_PAGE.finditer(path.read_text("utf-8"))
        for one in sources(f"id = 1  # {found[0]}")["id",].cited
    ]


@pytest.mark.parametrize("name", shipped())
def test_every_line_that_is_cited_exists(name: str) -> None:
    cited = [(key, one) for key, source in sources(shipped()[name]).items() for one in source.cited]
    assert [(key, one) for key, one in cited if not there(one)] == []
    assert {one.text for _, one in cited} == ({TEXTS[name]} if name in TEXTS else set()), "of its own text"


@pytest.mark.parametrize("name", TEXTS)
def test_every_key_has_a_source(name: str) -> None:
    text = shipped()[name]
    found = sources(text)
    assert [key for key in keys(text) if source_of(found, key) is None] == []


@pytest.mark.parametrize("page", ["design/protocols.md", "decisions/0052-*.md", "decisions/0055-*.md"])
def test_every_line_that_a_page_cites_exists(page: str) -> None:
    (path,) = DOCS.glob(page)
    cited = cited_in(path)
    assert len(cited) >= 10
    assert [one for one in cited if not there(one)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_of_a_text_is_cited_by_its_profile_or_by_the_page_of_the_rules(name: str) -> None:
    own = [one for source in sources(shipped()[name]).values() for one in source.cited]
    cited = [one for one in (*own, *cited_in(DOCS / "design/protocols.md")) if one.text == TEXTS[name]]
    held = [line for first, last in LINES[TEXTS[name]] for line in range(first, last + 1)]
    assert [line for line in held if not any(one.first <= line <= one.last for one in cited)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_every_line_that_a_story_cites_exists(name: str) -> None:
    cited = cited_in(STORIES / f"test_profile_{name.replace('-', '_')}.py")
    assert len(cited) >= 5
    assert [one for one in cited if not there(one)] == []
    assert {one.text for one in cited} == {TEXTS[name]}, "of its own text"


@pytest.mark.parametrize("name", TEXTS)
def test_every_key_that_the_page_of_the_rules_names_is_in_the_profile(name: str) -> None:
    page = (DOCS / "design/protocols.md").read_text("utf-8")
    (section,) = re.findall(rf"^## P\d, {name}$(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| 0")]
    assert len(rows) > 15
    profile = tomllib.loads(shipped()[name])
    unknown = []
    for row in rows:
        part = ""
        for key in re.findall(r"`([a-z_.]+)`", row[2].partition("(")[0]):
            part, _, inner = (key if not key.startswith(".") else part + key).partition(".")
            if part not in profile or (inner and not _holds(profile[part], inner)):
                unknown.append(f"{row[0]}: {key}")
    assert unknown == []


def _holds(part: Any, inner: str) -> bool:
    """Whether a table has this key, or one of a list has it or is called so."""
    several = part if isinstance(part, list) else [part]
    return any(inner in one or one.get("id") == inner for one in several)


@pytest.mark.parametrize(
    "cited", [Cited("004", 99999, 99999), Cited("007", 1, 1), Cited("004", 971, 963), Cited("004", 962, 971)]
)
def test_a_line_that_is_not_there_is_found_out(cited: Cited) -> None:
    assert there(Cited("004", 963, 971))
    assert not there(cited)


PROFILE = """
id = "ours"  # ours: a remark, with # in it
[emergency]  # 004 L1-2, L5
number = "112"
say = "Zeg # en dan"  # 003 L7, 002 L9-10
[[cards]]  # ours
title = "[Eerste]"
steps = [
    "Bel # 1",  # no source: a remark on a step
    { text = "Ga" },
]  # as s-hertogenbosch
[[cards]]
title = "Tweede"
[[ladder.steps]]  # 001 L3
level = "worker"
"""


def test_a_key_without_its_own_takes_its_tables() -> None:
    found = sources(PROFILE)
    assert {key: one.written for key in keys(PROFILE) if (one := source_of(found, key))} == {
        ("id",): "ours",
        ("emergency", "number"): "004 L1-2, L5",
        ("emergency", "say"): "003 L7, 002 L9-10",
        ("cards", 0, "title"): "ours",
        ("cards", 0, "steps"): "as s-hertogenbosch",
        ("ladder", "steps", 0, "level"): "001 L3",
    }
    assert source_of(found, ("cards", 1, "title")) is None
    assert found["emergency",].cited == (Cited("004", 1, 2), Cited("004", 5, 5))


@pytest.mark.parametrize("comment", ["what a nice key", "L12", "004 12", "004 L1;L2", "as You Like It"])
def test_a_comment_that_cites_nothing_is_refused(comment: str) -> None:
    with pytest.raises(UnreadableSource):
        sources(f'id = "x"  # {comment}\n')
