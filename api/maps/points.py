"""Where addresses are, asked of the public registers a few at a time: they are the servers of others."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from achterwacht.addresses.described import DescribedPlace, WhereTo
from achterwacht.addresses.registers.port import Point, RegisterDown
from achterwacht.addresses.registers.registers import Registers

AT_ONCE = 4


@dataclass
class Points:
    """found: by whose address it is. away: those whose register gave no answer, so that it is worth asking again."""

    found: dict[UUID, Point] = field(default_factory=dict)
    away: list[UUID] = field(default_factory=list)


async def points_of(registers: Registers, addresses: Mapping[UUID, WhereTo]) -> Points:
    """Returns where these addresses are. A street without a number, or an address that nobody knows, is in neither."""
    points, turns = Points(), asyncio.Semaphore(AT_ONCE)

    async def ask(whose: UUID, where: WhereTo) -> None:
        register = None if isinstance(where, DescribedPlace) else registers.of(_country(where))
        if register is None or isinstance(where, DescribedPlace):
            return
        async with turns:
            try:
                point = await register.point(where)
            except RegisterDown:
                points.away.append(whose)
                return
        if point is not None:
            points.found[whose] = point

    await asyncio.gather(*(ask(whose, where) for whose, where in addresses.items()))
    return points


def _country(where: WhereTo) -> str:
    country: str = where.to_dict()["country"]
    return country
