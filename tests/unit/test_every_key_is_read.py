"""No key of a profile is said for nothing: some code reads it, by its name, or it stands here with what becomes of it.

A name that two parts share counts for both, so this finds less than there is; what it finds is so.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from achterwacht.protocols.part import Part
from achterwacht.protocols.profile import Profile
from tests.unit.test_profiles import _kinds

HERE = Path(__file__).parents[2]
ROOMS = ("achterwacht", "api", "notifications", "scheduler")
LOOKS_AT_ALL = HERE / "achterwacht" / "protocols" / "coherence.py"
"""Whether a profile is coherent: no rule of the work."""
NOT_READ_BY_NAME = {
    "Talk.if_wanted": "what is left when a talk has no days and does not come back: it is asked whether they want it",
    "Registration.minor_too": "everything is registered, whatever the protocol",
    "Registration.by_itself_with_letter": "the register is kept here: nothing is typed a second time",
    "Registration.completed_if_needed": "whoever completes the form is asked after the employee, so only if needed",
    "OrderTalk.registered": "a talk is an outcome of its task, and stands in the report",
    "OrderTalk.invitation": "the measure names the same letter; coherence.py looks at both",
    # Nobody sees these yet but with `achterwacht protocol show`.
    "OrderTalk.if_possible": "only shown at the console: whether the employee comes is theirs to say (004 L258-259)",
    "Registration.with_help_of": "only shown at the console: whom one asks for help with the form (002 L172-173)",
    "Delivery.possibly_with": "only shown at the console: who comes along to hand over a ban (004 L319)",
    "Leaving.police_called_by": "only shown at the console; who calls stands on the cards, in the protocol's own words",
}


def _read() -> Iterator[str]:
    for room in ROOMS:
        for path in (HERE / room).rglob("*.py"):
            if path != LOOKS_AT_ALL:
                yield from _names(ast.parse(path.read_text()))


def _names(node: ast.AST) -> Iterator[str]:
    """What is read of anything in it; what a part looks at to be coherent itself does not count, nor what a request
    brings in its `body`: that is never a profile.
    """
    if isinstance(node, ast.FunctionDef) and any("validator" in ast.unparse(one) for one in node.decorator_list):
        return
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load) and ast.unparse(node.value) != "body":
        yield node.attr
    for inner in ast.iter_child_nodes(node):
        yield from _names(inner)


def test_every_key_of_a_profile_is_read() -> None:
    read = frozenset(_read())
    parts = {one for one in _kinds(Profile) if issubclass(one, Part)}
    unread = {f"{part.__name__}.{name}" for part in parts for name in part.model_fields if name not in read}
    assert unread == set(NOT_READ_BY_NAME)
