"""The words of `problems.toml`. It knows nothing of HTTP, so that a command can use them too."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

SERVER_ERROR = 500


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(files("api").joinpath("problems.toml").read_text("utf-8"))


def _spoken(fact: Any) -> Any:
    if isinstance(fact, timedelta):
        minutes = round(fact.total_seconds() / 60)
        return f"{minutes // 60} uur" if minutes % 60 == 0 else f"{minutes} minuten"
    return ", ".join(str(part) for part in fact) if isinstance(fact, (list, tuple)) else fact


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """Returns the sentence for a code, or the general one if the catalogue does not know it."""
    codes = _catalogue()["codes"]
    text: str = codes.get(code) or codes["rule_broken"]
    try:
        return text.format_map({name: _spoken(fact) for name, fact in (facts or {}).items()})
    except KeyError:
        return text


def words_of(status: int) -> Mapping[str, str]:
    """Returns the title and detail of a status."""
    statuses: dict[str, dict[str, str]] = _catalogue()["statuses"]
    return statuses.get(str(status)) or statuses["500" if status >= SERVER_ERROR else "400"]
