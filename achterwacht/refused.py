"""What a use case raises when it does not do what was asked. `api/http/errors.py` turns it into an answer."""

from dataclasses import dataclass, field
from typing import Any


class NotFound(Exception):
    """There is no such thing, or it belongs to strangers.

    Both get the same answer, so that nobody can find out by asking.
    """


class NotAllowed(Exception):
    """The caller may know of it, but may not do this with it.

    code: set if there is more to say than that.
    """

    code = ""


class RuleBroken(Exception):
    """Something was asked that the rules don't allow.

    code: for programs; its text stands in the catalogue. pointer: the JSON pointer of the field that is wrong, or empty
    if the state forbids it.
    """

    code = "rule_broken"
    pointer = ""

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code)
        self.facts = facts


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong with the input. The sentence for `code` stands in `api/problems.toml`."""

    pointer: str
    code: str
    facts: dict[str, Any] = field(default_factory=dict)


class WrongInput(Exception):
    """The input can't be used. It holds everything that is wrong with it."""

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(", ".join(f"{one.pointer} {one.code}" for one in wrong))
        self.wrong = wrong


def refuse(wrong: list[Wrong]) -> None:
    """Raise `WrongInput` if anything is wrong."""
    if wrong:
        raise WrongInput(*wrong)
