"""The oldest browsers: the build is made for the versions that the guides promise, and for no newer ones."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BROWSERS = (ROOT / "pwa" / "browsers.ts").read_text()
PROMISED = re.findall(r'name: "([^"]+)", version: "([\d.]+)", targets: \[([^\]]+)\]', BROWSERS)


@pytest.mark.parametrize("page", ["docs/gebruik/medewerker.md", "docs/beheer/installeren.md", "docs/operations.md"])
def test_the_guides_name_what_the_build_is_made_for(page: str) -> None:
    words = re.sub(r"\s+", " ", (ROOT / page).read_text())
    assert len(PROMISED) == 4
    assert ", ".join(f"{name} {version}" for name, version, _ in PROMISED) in words


def test_what_they_are_called_reads_the_same_in_each_language() -> None:
    assert [name for name, _, _ in PROMISED if " " in name] == []


def test_a_target_is_the_version_that_is_named() -> None:
    for _, version, targets in PROMISED:
        for target in re.findall(r'"([a-z]+)([\d.]+)"', targets):
            assert float(target[1]) == float(version)


def test_script_styles_and_service_worker_are_all_built_for_them() -> None:
    config = (ROOT / "pwa" / "vite.config.ts").read_text()
    assert re.search(r"build: \{\s*target: targets,\s*cssTarget: targets,", config)
    assert re.search(r"injectManifest: \{[^}]*\}[^}]*target: targets,?\s*\}", config)
