"""What the bundle's files are served as, and what an installation without a bundle says."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.routing import Mount

from api.pwa import PwaFallback

pytestmark = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)


@pytest.fixture
def dist(api: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    assert isinstance(api.app, FastAPI)
    mount = api.app.router.routes[-1]
    assert isinstance(mount, Mount)
    assert isinstance(mount.app, PwaFallback)
    folder = tmp_path / "dist"
    monkeypatch.setattr(mount.app, "dist", folder)  # the fallback is every test's
    return folder


@pytest.fixture
def built(dist: Path) -> Path:
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Achterwacht</title>")
    (dist / "sw.js").write_text("self")
    (dist / "manifest.webmanifest").write_text("{}")
    (dist / "assets" / "index-abc123.js").write_text("1")
    (dist.parent / "secret.txt").write_text("secret")
    return dist


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/", "/visits/1", "/simulator", "/board", "/people"])
def test_every_screen_is_the_same_page(api: TestClient, path: str) -> None:
    answer = api.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert "Achterwacht" in answer.text


@pytest.mark.usefixtures("built")
def test_what_never_changes_is_kept_and_what_may_is_asked_for_anew(api: TestClient) -> None:
    assert "immutable" in api.get("/assets/index-abc123.js").headers["cache-control"]
    assert "javascript" in api.get("/assets/index-abc123.js").headers["content-type"]
    assert api.get("/sw.js").headers["cache-control"] == "no-cache"
    assert api.get("/manifest.webmanifest").status_code == 200
    assert api.get("/assets/of-yesterday.js").status_code == 404
    assert api.head("/").status_code == 200


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("path", ["/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "//etc/passwd"])
def test_nothing_outside_the_bundle_is_served(api: TestClient, path: str) -> None:
    assert "secret" not in api.get(path).text
    assert "root:" not in api.get(path).text


@pytest.mark.usefixtures("built")
def test_a_page_can_not_be_posted_to(api: TestClient) -> None:
    answer = api.post("/visits/1")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


@pytest.mark.usefixtures("dist")
def test_without_a_bundle_it_says_how_to_build_one(api: TestClient) -> None:
    answer = api.get("/")
    assert answer.status_code == 503
    assert "make pwa" in answer.text
    assert api.get("/health/live").status_code == 200
