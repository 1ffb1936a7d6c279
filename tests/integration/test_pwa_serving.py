"""What the bundle's files are served as, and what an installation without a bundle says."""

import gzip
from pathlib import Path

import brotli
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


@pytest.fixture
def pressed(built: Path) -> Path:
    """A build whose script is there in both compressions, and whose style sheet in none."""
    script = built / "assets" / "index-abc123.js"
    script.with_name(f"{script.name}.br").write_bytes(brotli.compress(script.read_bytes()))
    script.with_name(f"{script.name}.gz").write_bytes(gzip.compress(script.read_bytes()))
    (built / "assets" / "index-abc123.css").write_text("a {}")
    return built


@pytest.mark.usefixtures("pressed")
@pytest.mark.parametrize(
    ("accepted", "way"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", None), ("", None)],
)
def test_a_file_goes_out_in_the_compression_that_the_browser_reads(
    api: TestClient, accepted: str, way: str | None
) -> None:
    answer = api.get("/assets/index-abc123.js", headers={"Accept-Encoding": accepted})
    assert (answer.text, answer.headers.get("content-encoding")) == ("1", way)
    assert "javascript" in answer.headers["content-type"]
    assert answer.headers["vary"] == "Accept-Encoding"
    style = api.get("/assets/index-abc123.css", headers={"Accept-Encoding": accepted})
    assert (style.text, style.headers.get("content-encoding")) == ("a {}", None)
    assert style.headers["vary"] == "Accept-Encoding"


@pytest.mark.usefixtures("pressed")
def test_who_has_it_already_gets_a_304_for_the_bytes_it_has(api: TestClient) -> None:
    path, seen = "/assets/index-abc123.js", {}
    for way in ("br", "gzip", "identity"):
        seen[way] = api.get(path, headers={"Accept-Encoding": way}).headers["etag"]
    assert len(set(seen.values())) == 3
    for way, tag in seen.items():
        again = api.get(path, headers={"Accept-Encoding": way, "If-None-Match": f'"else", {tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert "immutable" in again.headers["cache-control"]
    assert api.get(path, headers={"Accept-Encoding": "br", "If-None-Match": seen["gzip"]}).status_code == 200
    page = api.get("/")
    same = api.get("/board", headers={"If-None-Match": page.headers["etag"]})
    assert same.status_code == 304
    # What the browser has keeps the page's policy: with that of data nothing of it would be run.
    assert same.headers["content-security-policy"] == page.headers["content-security-policy"]
