"""What somebody changes of a thing: the named fields get their new values, perhaps empty ones, and the rest stays."""

from dataclasses import fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Facts = TypeVar("Facts", bound=DataclassInstance)
Value = TypeVar("Value")


class Unchanged(Enum):
    """The value of a field that is not named. `None` empties a field."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def kept(value: Value | Unchanged, before: Value) -> Value:
    """Returns the new value if there is one, or else the old one."""
    return before if isinstance(value, Unchanged) else value


def is_empty(change: "DataclassInstance") -> bool:
    """Whether it changes nothing."""
    return not _named(change)


def changed(facts: "Facts", change: "DataclassInstance") -> "Facts":
    """Returns the facts after this change. The change may only name fields that the facts have."""
    return replace(facts, **_named(change))


def _named(change: "DataclassInstance") -> dict[str, Any]:
    values = {one.name: getattr(change, one.name) for one in fields(change)}
    return {name: value for name, value in values.items() if value is not UNCHANGED}
