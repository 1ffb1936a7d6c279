"""What a use case answers when it will not do what was asked. `api/http/errors.py` turns it into an answer."""

from dataclasses import dataclass, field
from typing import Any


class NotFound(Exception):
    """There is no such thing, or it belongs to strangers: the two answer the same, so that nobody can ask around."""


class NotAllowed(Exception):
    """The caller may know of it and may not do this with it. `code` where there is more to say than that."""

    code = ""


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong with the input. `code` has its sentence in `api/problems.toml`."""

    pointer: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class WrongInput(Exception):
    """The input can't be used. Everything that is wrong with it, at once."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(", ".join(f"{one.pointer} {one.code}" for one in wrong))
        self.wrong = wrong


def refuse(wrong: list[Wrong]) -> None:
    """Raise `WrongInput` when anything is wrong."""
    if wrong:
        raise WrongInput(*wrong)
