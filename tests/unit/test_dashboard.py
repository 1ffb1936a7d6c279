"""The dashboard can be read by whoever gets it: every panel says what it shows, in what, and asks the one source."""

import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

BOARD: dict[str, Any] = json.loads(Path("deploy/grafana/achterwacht.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
SOURCE = {"type": "prometheus", "uid": "${source}"}
UNITS = {"short", "s", "reqps", "bytes"}
"""Of the units that Grafana knows, those of our figures."""
WIDE = 24
FIELDS = {"id", "title", "type", "description", "datasource", "gridPos", "targets", "fieldConfig", "options"}


def test_there_is_one_source_and_who_imports_it_chooses_which() -> None:
    [source] = BOARD["templating"]["list"]
    assert (source["name"], source["type"], source["query"]) == ("source", "datasource", "prometheus")
    asked = [one["datasource"] for panel in PANELS for one in (panel, *panel["targets"])]
    assert [one for one in asked if one != SOURCE] == []


def test_every_panel_says_what_it_shows_and_in_what() -> None:
    for panel in PANELS:
        assert panel.keys() == FIELDS, panel["title"]
        assert panel["title"].strip(), panel["id"]
        assert panel["description"].strip().endswith("."), panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"] in UNITS, panel["title"]
    for name in ("id", "title"):
        assert [one for one, times in Counter(panel[name] for panel in PANELS).items() if times > 1] == []


def test_every_panel_asks_something_and_names_its_lines() -> None:
    for panel in PANELS:
        targets = panel["targets"]
        assert targets, panel["title"]
        assert len({one["refId"] for one in targets}) == len(targets), panel["title"]
        assert all(one["expr"].strip() for one in targets), panel["title"]
        if panel["type"] == "timeseries":
            assert all(one["legendFormat"] for one in targets), panel["title"]


def test_no_panel_lies_over_another_or_beside_the_board() -> None:
    places = {panel["title"]: panel["gridPos"] for panel in PANELS}
    assert [title for title, at in places.items() if at["x"] < 0 or at["x"] + at["w"] > WIDE or at["h"] < 1] == []
    assert [pair for pair in combinations(places, 2) if _overlap(*(places[one] for one in pair))] == []


def _overlap(one: dict[str, int], other: dict[str, int]) -> bool:
    return all(
        one[start] < other[start] + other[long] and other[start] < one[start] + one[long]
        for start, long in (("x", "w"), ("y", "h"))
    )
