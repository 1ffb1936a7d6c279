"""The alert rules and the dashboard: read by Prometheus's own tool, and about figures that there are."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from achterwacht.monitoring.heartbeats import note_heartbeat
from foundation.session import Database
from foundation.settings import Settings
from tests.support.organisations import Organisation

TOP = Path(__file__).resolve().parents[2]
RULES = TOP / "deploy/prometheus/achterwacht.rules.yml"
TESTS = [TOP / f"deploy/prometheus/achterwacht.{name}.yml" for name in ("test", "days.test")]
BOARD = TOP / "deploy/grafana/achterwacht.json"
OF_PROMETHEUS = frozenset({"up", "process_open_fds", "process_max_fds", "process_resident_memory_bytes"})
PARTS = ("_created", "_count", "_sum")
"""Of a figure that is shown by its buckets, or as a rate."""


@pytest.fixture(scope="module")
def promtool() -> str:
    found = subprocess.run([TOP / "tools/promtool.sh"], check=True, capture_output=True, text=True)
    return found.stdout.strip()


def expressions() -> Iterator[str]:
    yield from re.findall(r"^ +expr: (.+)$", RULES.read_text(), re.MULTILINE)
    for panel in json.loads(BOARD.read_text())["panels"]:
        yield from (target["expr"] for target in panel["targets"])


def test_the_rules_alert_when_they_should_and_else_not(promtool: str) -> None:
    for what, file in (("check", RULES), *(("test", one) for one in TESTS)):
        told = subprocess.run([promtool, what, "rules", file], check=False, capture_output=True, text=True)
        assert told.returncode == 0, told.stdout + told.stderr
    alerts = re.findall(r"- alert: (\w+)", RULES.read_text())
    tried = re.findall(r"^ +alertname: (\w+)\n +exp_alerts:", "".join(map(Path.read_text, TESTS)), re.MULTILINE)
    assert sorted(set(tried)) == sorted(alerts), "each of them is seen to alert"


def test_prometheus_understands_every_panel_of_the_dashboard(promtool: str, tmp_path: Path) -> None:
    rules = [{"record": f"panel:{n}", "expr": expression} for n, expression in enumerate(expressions())]
    file = tmp_path / "panels.yml"
    file.write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))  # JSON is YAML
    told = subprocess.run([promtool, "check", "rules", file], check=False, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def test_they_are_about_figures_that_there_are(api: TestClient, ours: Organisation) -> None:
    assert api.get("/v1/me", headers=ours.worker.headers).status_code == 200
    told = api.get("/metrics").text
    there = set(re.findall(r"^(\w+?)(?:\{|\s)", told, re.MULTILINE)) | OF_PROMETHEUS
    named = {name for one in expressions() for name in re.findall(r"\b(?:achterwacht|process)_\w+", one)}
    # Before the first tick there is no age: an alert is about just that. And without a heartbeat there is none of it.
    may_lack = ("last_tick", "last_heartbeat", "last_backup")
    assert named - there <= {f"achterwacht_{one}_age_seconds" for one in may_lack}
    assert 'route="/v1/me"' in told, "counted by route, and not all as one"
    ours_only = {name for name in there if name.startswith("achterwacht_") and not name.endswith(PARTS)}
    assert ours_only <= named, "whoever runs it sees each of them, or is told"


def test_a_heartbeat_has_an_age_where_one_is_sent(api: TestClient, settings: Settings, database: Database) -> None:
    assert isinstance(api.app, FastAPI)
    note_heartbeat(database, True)
    age = "achterwacht_last_heartbeat_age_seconds"
    assert age not in api.get("/metrics").text, "it was, and is sent no more: it would grow old, and alert for ever"
    api.app.state.settings = settings.model_copy(update={"heartbeat_url": "https://hc.test/ping/1"})
    assert age in api.get("/metrics").text


def test_they_are_about_routes_that_there_are(api: TestClient) -> None:
    assert isinstance(api.app, FastAPI)
    routes = {getattr(one.original_route, "path", "") for one in iter_route_contexts(api.app.routes)}
    for expression in expressions():
        for pattern in re.findall(r'route=~"([^"]+)"', expression):
            for alternative in _spelled_out(pattern):
                assert alternative in routes, alternative


def _spelled_out(pattern: str) -> list[str]:
    """Returns every route that a pattern names: `a|b/(c|d)` is a, b/c and b/d."""
    found = []
    for one in re.split(r"\|(?![^(]*\))", pattern):
        inner = re.search(r"\(([^)]*)\)", one)
        found += [one.replace(inner[0], word) for word in inner[1].split("|")] if inner else [one]
    return found
