"""What the pages name exists: files and names in them, links between pages, commands with options, `make` targets."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.core import TyperGroup

from cli.main import app

PAGES = [Path("README.md"), Path("CONTRIBUTING.md"), Path("SECURITY.md"), *sorted(Path("docs").rglob("*.md"))]
ROOMS = "achterwacht|api|bench|cli|documents|foundation|migrations|notifications|pwa|scheduler|tests|tools"
NAMED = re.compile(rf"`((?:{ROOMS})/[\w./-]+\.(?:py|toml|tsx?|sh|css))(?:::(\w+))?`")
LINKED = re.compile(r"\]\(([^)#:]+)(?:#[^)]*)?\)")
COMMAND = re.compile(r"(?:`|^ {4,}(?:ExecStart=)?)(?:[\w/.]*/)?achterwacht ([^`\n#]+)", re.MULTILINE)
TARGET = re.compile(r"(?:`|^ {4})make ([a-z]+)", re.MULTILINE)
NOT_BUILT = {Path("docs/decisions/0003-the-board-polls.md"): {"api/live.py"}}
"""Files that a decision says were planned and never made."""

pages = pytest.mark.parametrize("page", PAGES, ids=str)


@pages
def test_every_file_and_name_is_there(page: Path) -> None:
    missing = []
    for path, name in NAMED.findall(page.read_text(encoding="utf-8")):
        source = Path(path).read_text(encoding="utf-8") if Path(path).exists() else None
        if source is None and path in NOT_BUILT.get(page, ()):
            continue
        if source is None or (name and not re.search(rf"^(?:def|class) {name}\b", source, re.MULTILINE)):
            missing.append(f"{path}::{name}" if name else path)
    assert missing == []


@pages
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINKED.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pages
def test_every_command_and_option_is_there(page: Path) -> None:
    wrong = [line for line in COMMAND.findall(page.read_text(encoding="utf-8")) if not all(map(_known, _spelled(line)))]
    assert wrong == []


@pages
def test_every_make_target_is_there(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert [name for name in TARGET.findall(page.read_text(encoding="utf-8")) if name not in targets] == []


def test_a_page_that_names_what_is_gone_would_fail() -> None:
    assert _known(["protocol", "show", "ID"])
    assert not _known(["protocol", "shown", "ID"])
    assert not _known(["import", "places", "--organization", "SLUG"])
    assert _spelled("canary set NUMBER / off --organisation SLUG") == [
        ["canary", "set", "NUMBER"],
        ["canary", "off", "--organisation", "SLUG"],
    ]


def _spelled(line: str) -> list[list[str]]:
    """Returns each command of a line in full: `canary set NUMBER / off` is two."""
    first, *others = (part.replace("[", "").replace("]", "").split() for part in line.split(" / "))
    return [first, *([first[0], *other] for other in others)]


def _known(words: list[str]) -> bool:
    """Whether the words are a command, and its options are among those that the command takes."""
    command: Any = typer.main.get_command(app)
    while isinstance(command, TyperGroup) and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            return False
        command, words = command.commands[words[0]], words[1:]
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    return {word for word in words if word.startswith("--")} <= options
