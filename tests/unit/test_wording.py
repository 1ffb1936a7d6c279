"""Every refusal has its sentence, and every sentence its facts."""

import ast
import pkgutil
from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import achterwacht
from achterwacht.refused import RuleBroken
from api.http.validation import BEGINNINGS, CODES
from api.wording import _catalogue, sentence

CHECKOUT = Path(__file__).resolve().parents[2]


def every_refusal() -> Iterator[type[RuleBroken]]:
    for module in pkgutil.walk_packages(achterwacht.__path__, "achterwacht."):
        import_module(module.name)
    waiting = [RuleBroken]
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if one.__module__.startswith("achterwacht"):
            yield one


def every_wrong_code() -> Iterator[str]:
    """The codes that are written down as `Wrong(pointer, "code")` or `RefusedNumber("code")` anywhere."""
    places = {"Wrong": 1, "RefusedNumber": 0, "PydanticCustomError": 0}
    for path in (path for package in ("achterwacht", "api") for path in (CHECKOUT / package).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in places:
                place = places[node.func.id]
                given = node.args[place] if len(node.args) > place else None
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def test_every_refusal_of_the_rules_has_a_sentence() -> None:
    assert {one.code for one in every_refusal()} <= set(_catalogue()["codes"])


def test_every_wrong_field_has_a_sentence() -> None:
    codes = {*every_wrong_code(), *CODES.values(), *BEGINNINGS.values()}
    assert len(codes) > 30
    assert codes <= set(_catalogue()["codes"])


def test_facts_are_said_in_dutch() -> None:
    assert sentence("visit_too_long", {"longest": timedelta(hours=4)}).endswith("4 uur.")
    assert sentence("visit_too_long", {"longest": timedelta(minutes=90)}).endswith("90 minuten.")
    assert sentence("not_a_choice", {"choices": ["ja", "nee"]}) == "Kies een van deze: ja, nee."
    assert "{" not in sentence("password_too_short", {"length": 12})
    assert sentence("a code nobody knows") == "Dat kan nu niet."
