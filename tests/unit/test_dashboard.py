"""The dashboard can be read by whoever gets it: every panel says what it shows, in what, and asks the one source.

What Grafana does not know it drops without a word. So its own model (of 10.1) reads the file and writes it again.
"""

import copy
import json
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

BOARD: dict[str, Any] = json.loads(Path("deploy/grafana/achterwacht.json").read_text(encoding="utf-8"))
PANELS: list[dict[str, Any]] = BOARD["panels"]
SOURCE = {"type": "prometheus", "uid": "${source}"}
UNITS = {"short", "s", "reqps", "bytes"}
"""Of the units that Grafana knows, those of our figures."""
WIDE = 24
FIELDS = {"id", "title", "type", "description", "datasource", "gridPos", "targets", "fieldConfig", "options"}


def test_grafana_knows_all_that_stands_in_it() -> None:
    assert list(_lost(BOARD, _as_grafana_reads(BOARD))) == []


def test_what_grafana_does_not_know_is_found() -> None:
    board = copy.deepcopy(BOARD)
    board["refersh"] = "15s"
    board["panels"][0]["targets"][0]["expression"] = "up"
    board["panels"][0]["fieldConfig"]["defaults"]["units"] = "s"
    lost = ["/refersh", "/panels/0/targets/0/expression", "/panels/0/fieldConfig/defaults/units"]
    assert sorted(_lost(board, _as_grafana_reads(board))) == sorted(lost)


def _as_grafana_reads(board: dict[str, Any]) -> Any:
    register_default_plugins()
    return json.loads(json.dumps(Dashboard.from_json(board), cls=JSONEncoder))


def _lost(ours: Any, theirs: Any, at: str = "") -> Iterator[str]:
    """Yields where something of ours is not, or is something else, in what they made of it."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for name, one in ours.items():
            yield from _lost(one, theirs.get(name), f"{at}/{name}")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for place, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _lost(one, other, f"{at}/{place}")
    elif ours != theirs:
        yield at


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
