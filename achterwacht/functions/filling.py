"""Which role fills a function that nobody was named for. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from achterwacht.people.roles import Role
from achterwacht.protocols.functions import Function


class Filled(NamedTuple):
    """The role that fills a function. everywhere: for the whole organisation, and not for a team."""

    role: Role
    everywhere: bool = False


FILLED: Mapping[Function, Filled] = {
    Function.DIRECT_MANAGER: Filled(Role.MANAGER),
    Function.REGISTRAR: Filled(Role.REGISTRAR, everywhere=True),
    Function.HR: Filled(Role.HR),
    Function.RECEPTION: Filled(Role.RECEPTION),
    Function.BOARD: Filled(Role.BOARD, everywhere=True),
}

OF_THE_CASE = frozenset({Function.EMPLOYEE, Function.WITNESS, Function.COLLEAGUE})
"""Who they are follows from what happened: nobody is named for them."""

OF_A_TEAM = frozenset({Function.DIRECT_MANAGER, Function.DEPUTY_MANAGER})
"""Held for a team: somebody for the whole organisation would take the place of every team's own."""
