"""Writes letters, which leave by mail. Their words stand in the language's catalogue, their shape in a separate file,
and what all short ones share in `page.html`.

`{{ say("key") }}` in a shape gives the sentence with that key from the catalogue's table named after the template.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from jinja2 import Template as Shape

from notifications.texts.catalogue import catalogue
from notifications.texts.letter import Letter
from notifications.texts.templates import Template


def _source(name: str) -> str:
    return (files("notifications.texts") / name).read_text("utf-8")


SHAPES = FunctionLoader(_source)
PLAIN = Environment(loader=SHAPES, undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 - plain text
PAGE = Environment(loader=SHAPES, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def write(template: Template, language: str, payload: Mapping[str, Any]) -> tuple[str, Letter]:
    """Returns a letter as plain text, and its subject and HTML page.

    Raises:
        jinja2.UndefinedError: a fact is missing.
    """
    words = catalogue(language, payload.get("manager", ""))

    def say(key: str, **facts: Any) -> str:
        return words.say(template.value, key, {**payload, **facts})

    facts = {**payload, "say": say, "language": language}
    text = _shape(template, "txt").render(facts)
    return text, Letter(say("subject"), _shape(template, "html").render(facts))


def _shape(template: Template, kind: str) -> Shape:
    """Read once: an environment keeps its shapes."""
    return (PAGE if kind == "html" else PLAIN).get_template(f"{template.value}.{kind}")
