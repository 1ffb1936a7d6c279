"""What an operator types, sets, opens or looks at stands in the English page and in the Dutch ones alike."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from cli.main import app
from foundation.settings import Settings

ENGLISH = (Path("docs/operations.md"),)
DUTCH = tuple(sorted(Path("docs/beheer").glob("*.md")))
TWINS = (Path("docs/beheer/installeren.md"), Path("docs/beheer/reservekopie.md"))
"""The Dutch pages that the English one says again. To the others it points: they are there in Dutch only."""

CODE = re.compile(r"`([^`\n]+)`|^ {4,}(\S.*)$", re.MULTILINE)
HOST = re.compile(r"(?<![\w.@-])(?:\*\.)?(?:[a-z0-9-]+\.)+(?:nl|be|com|net|org|io)\b")
PLACE = re.compile(r"(?<![\w.~])(/(?:v1|health|metrics|o|diary|\.well-known)\b[\w/.-]*)")
FIGURE = re.compile(r"\bachterwacht_[a-z_]+\b")
FILE = re.compile(r"\b(?:deploy|tools|build)/[\w/.*-]+")
VARIABLE = re.compile(r"\b[A-Z][A-Z0-9_]+\b")
OF_OTHERS = frozenset({"FORWARDED_ALLOW_IPS", "SSL_CERT_FILE"})
"""Variables that what we are made of reads."""

NOT_IN_DUTCH = {"build/sbom-*.json", "tools/audit.sh"}
"""They are about the source code: for who builds it, who reads English."""


def names_in(pages: Iterable[Path]) -> set[str]:
    """Returns the commands with their options, settings, hosts, paths, figures and files that these pages name."""
    found: set[str] = set()
    settings = {name.upper() for name in Settings.model_fields} | OF_OTHERS
    for page in pages:
        for span, line in CODE.findall(page.read_text(encoding="utf-8")):
            code = span or line
            found |= _commands(code)
            found |= {one for one in map(_setting, VARIABLE.findall(code)) if one in settings}
            found |= {one for one in HOST.findall(code) if "voorbeeld." not in one and "gemeente." not in one}
            rest = re.sub(r"https?://[^/\s]+", "", code)
            found |= {re.sub(r"/[A-Z_]+$", "/", one).rstrip(".") for one in PLACE.findall(rest)}
            found |= set(FIGURE.findall(code)) | {one.rstrip(".*") for one in FILE.findall(code)}
    return found


def _setting(name: str) -> str:
    return name.removeprefix("ACHTERWACHT_").removesuffix("" if name == "SSL_CERT_FILE" else "_FILE")


def _commands(code: str) -> set[str]:
    """Returns the commands of a line: after `achterwacht`, or by themselves where the line is no more than one."""
    found: set[str] = set()
    named = re.split(r"(?:^|[\s/])achterwacht (?=[a-z])", code)
    for words in named[1:] or named:
        command, path = _reached(words.split())
        if path and (named[1:] or not isinstance(command, TyperGroup)):
            known = {option for one in command.params for option in one.opts}
            options = {word.strip("[](),;") for word in words.split() if word.startswith(("--", "[--"))}
            found |= {path, *(f"{path} {one}" for one in options & known)}
    return found


def _reached(words: list[str]) -> tuple[Any, str]:
    command: Any = typer.main.get_command(app)
    path: list[str] = []
    while isinstance(command, TyperGroup) and words and words[0] in command.commands:
        path.append(words[0])
        command, words = command.commands[words[0]], words[1:]
    return command, " ".join(path)


def test_what_the_english_page_names_stands_in_a_dutch_one() -> None:
    assert names_in(ENGLISH) - names_in(DUTCH) == NOT_IN_DUTCH


def test_what_its_dutch_twins_name_stands_in_the_english_page() -> None:
    assert names_in(TWINS) - names_in(ENGLISH) == set()


def test_they_are_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "`achterwacht backup FILE [--recipient age1…]`, `restore FILE --drill`, `https://HOST/v1/webhooks/cm/status/SECRET`\n"
        "`ACHTERWACHT_SECRET_KEY_FILE` `SSL_CERT_FILE` `*.push.apple.com` `achterwacht_ready` `deploy/systemd/`\n"
        "    .venv/bin/achterwacht serve --host 127.0.0.1\nachterwacht migrate\n",
        encoding="utf-8",
    )
    assert names_in([page]) == {
        "backup", "backup --recipient", "restore", "restore --drill", "/v1/webhooks/cm/status/", "SECRET_KEY",
        "SSL_CERT_FILE", "*.push.apple.com", "achterwacht_ready", "deploy/systemd/", "serve", "serve --host",
    }  # fmt: skip
