"""What somebody changes of a thing: what they name becomes so, also when it becomes empty; the rest stays as it is."""

from dataclasses import fields, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    Facts = TypeVar("Facts", bound=DataclassInstance)
Value = TypeVar("Value")


class Unchanged(Enum):
    """Of what is not named. `None` says that it becomes empty."""

    UNCHANGED = "unchanged"


UNCHANGED: Final = Unchanged.UNCHANGED


def kept(value: Value | Unchanged, before: Value) -> Value:
    """The new value where there is one, or else the one of before."""
    return before if isinstance(value, Unchanged) else value


def is_empty(change: "DataclassInstance") -> bool:
    """Whether it changes nothing."""
    return not _named(change)


def changed(facts: "Facts", change: "DataclassInstance") -> "Facts":
    """The facts after this change. What it names are facts of theirs."""
    return replace(facts, **_named(change))


def _named(change: "DataclassInstance") -> dict[str, Any]:
    values = {one.name: getattr(change, one.name) for one in fields(change)}
    return {name: value for name, value in values.items() if value is not UNCHANGED}
