"""What a letter costs to typeset: ours with its data checked, the typesetter alone, and the goal of 50 ms."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from statistics import median

from achterwacht.letters.paper import as_pdf
from bench.result import Measured, at_most
from documents.typeset import STANDARDS, _typesetter
from tests.support.letters import a_sheet, letter_of, profiles, signed_by_all

TIMES = 60
GOAL_MS = 50.0
PLAIN = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title)
#set text(font: "Source Sans 3", lang: "nl")
= #data.title
#for one in data.text [#par[#one]]"""


def a_letter() -> list[Measured]:
    """Measure the longest letter of all protocols, signed, each time with other words; both in turn."""
    letter = signed_by_all(letter_of("s-hertogenbosch", "ban"))
    sheet = a_sheet(letter, profiles()["s-hertogenbosch"], signed=True)
    ours: list[float] = []
    alone: list[float] = []
    for number in range(TIMES):
        other = replace(letter, text=(*letter.text, f"Nummer {number}."))
        ours.append(_took(partial(as_pdf, other, sheet)))
        said = json.dumps({"title": letter.spec.name, "text": list(other.text)})
        alone.append(_took(partial(_alone, said)))
    value, bare = median(ours) * 1000, median(alone) * 1000
    against = [at_most("the goal of 50 ms", GOAL_MS, value, 1), at_most("the typesetter alone", bare, value, 4)]
    return [Measured("a letter as PDF/UA-1 and PDF/A-2a (median)", value, "ms", against)]


def _took(does: Callable[[], object]) -> float:
    began = time.perf_counter()
    does()
    return time.perf_counter() - began


def _alone(data: str) -> bytes:
    made: bytes = _typesetter().compile(
        PLAIN.encode(), format="pdf", sys_inputs={"data": data}, pdf_standards=list(STANDARDS), timestamp=0
    )
    return made
