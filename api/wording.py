"""The words of `problems.toml` and its other languages. It knows nothing of HTTP: a command can use them too.

Who is signed in reads the language they chose, and anybody else what their browser asks for (`Accept-Language`): the
doors say so to `speak`, and what is said while one request is answered is said in that language.
"""

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from notifications.texts.catalogue import BESIDE, FIRST_LANGUAGE, called, languages

SERVER_ERROR = 500
LONGEST_WISH = 200
"""Letters of an `Accept-Language` that are read."""
_spoken: ContextVar[str] = ContextVar("spoken", default=FIRST_LANGUAGE)
_manager: ContextVar[str] = ContextVar("manager", default="")


def speak(language: str, manager: str = "") -> None:
    """Say what is said from now on, while this request is answered, in this language.

    manager: what the organisation calls who leads a team.
    """
    _spoken.set(language)
    _manager.set(manager)


def spoken_now() -> str:
    return _spoken.get()


def wished(accepted: str) -> str:
    """Returns the language of ours that fits an `Accept-Language` best: `fr-BE, nl;q=0.5` is French.

    A language that nobody asked for is only spoken when none of those asked for is ours: then it is the first one.
    """
    ours = {one.lower(): one for one in languages()}
    asked = []
    for place, part in enumerate(accepted[:LONGEST_WISH].split(",")):
        tag, _, quality = part.strip().partition(";")
        weight = quality.strip().removeprefix("q=").strip() or "1"
        if tag and weight.replace(".", "", 1).isdigit() and float(weight) > 0:
            asked.append((-float(weight), place, tag.strip().lower()))
    for _, _, tag in sorted(asked):
        found = ours.get(tag) or ours.get(tag.partition("-")[0])
        if found:
            return found
    return FIRST_LANGUAGE


@cache
def _catalogue(language: str = FIRST_LANGUAGE, manager: str = "") -> Mapping[str, Mapping[str, Any]]:
    own = read(language)
    if language in BESIDE:
        own = {table: said | own.get(table, {}) for table, said in read(BESIDE[language]).items()}
    if BESIDE.get(language, language) != FIRST_LANGUAGE:
        return own
    return {**own, "codes": called({"codes": own["codes"]}, manager)["codes"]}


def read(language: str) -> dict[str, dict[str, Any]]:
    """Returns what stands in the file of a language."""
    name = "problems.toml" if language == FIRST_LANGUAGE else f"problems.{language}.toml"
    return tomllib.loads(files("api").joinpath(name).read_text("utf-8"))


def _said(fact: Any, lengths: Mapping[str, str]) -> Any:
    if isinstance(fact, timedelta):
        minutes = round(fact.total_seconds() / 60)
        whole, unit = (minutes // 60, "hours") if minutes % 60 == 0 and minutes > 60 else (minutes, "minutes")
        return lengths[unit].format(n=whole)
    return ", ".join(str(part) for part in fact) if isinstance(fact, (list, tuple)) else fact


def sentence(code: str, facts: Mapping[str, Any] | None = None) -> str:
    """Returns the sentence for a code, or the general one if the catalogue does not know it."""
    words = _catalogue(spoken_now(), _manager.get())
    text: str = words["codes"].get(code) or words["codes"]["rule_broken"]
    try:
        return text.format_map({name: _said(fact, words["lengths"]) for name, fact in (facts or {}).items()})
    except KeyError:
        return text


def words_of(status: int) -> Mapping[str, str]:
    """Returns the title and detail of a status."""
    statuses: Mapping[str, Mapping[str, str]] = _catalogue(spoken_now())["statuses"]
    return statuses.get(str(status)) or statuses["500" if status >= SERVER_ERROR else "400"]
