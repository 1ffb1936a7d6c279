"""Calling a use case as a door does: with the id of its subject, and the caller."""

from collections.abc import Callable
from inspect import signature
from typing import Any

from sqlalchemy.orm import Session

from achterwacht.kinds import Actor
from achterwacht.use_cases import alarms
from achterwacht.watch.held import hold_alarm, hold_visit


def ask(session: Session, use_case: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """Call a use case; one that takes a held visit or alarm gets it: `ask(session, extend, visit_id, None, 15, by,
    pin)`.
    """
    if "held" not in signature(use_case).parameters:
        return use_case(session, *given, **named)
    (by,) = (one for one in given if isinstance(one, Actor))
    hold = hold_alarm if use_case.__module__ == alarms.__name__ else hold_visit
    return use_case(hold(session, given[0], by), *(one for one in given[1:] if one is not by), **named)
