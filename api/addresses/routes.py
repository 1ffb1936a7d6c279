"""Finding an address while somebody types it, in the public registers of the Netherlands and Flanders.

Both are POST, so that no address stands in a URL of ours. No answer is no error: somebody at a door types the address
by hand, and it is marked as not verified.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import Field, StringConstraints

from achterwacht.addresses.fold import tidy
from achterwacht.addresses.registers.port import AddressRegister, RegisterDown, Suggestion
from achterwacht.addresses.registers.registers import Registers
from achterwacht.people.actions import Action
from api.addresses.schemas import AddressOut, address_out
from api.http.errors import problems
from api.http.last_step import Router
from api.http.limits import RateLimiter
from api.http.schemas import Body, Schema
from api.http.security import MeBefore

router = Router(prefix="/v1/addresses", tags=["addresses"])

SHORTEST, LONGEST = 3, 200
TRIES = "120/minute"
"""More than anybody types. A program that asks more would use up the registers' limits for everybody else."""
_tries = RateLimiter(TRIES)
Country = Literal["NL", "BE"]


class SearchText(Body):
    """What was typed so far: a postcode and a number, or any part of an address."""

    country: Country
    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=SHORTEST, max_length=LONGEST),
        Field(examples=["5211AA 12"]),
    ]


class Chosen(Body):
    """The suggestion that was chosen, by its id."""

    country: Country
    id: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class SuggestionOut(Schema):
    """A line to choose. If it has no `address`, ask `_complete` for it once it is chosen."""

    id: str
    line: Annotated[str, Field(examples=["Dorpsstraat 12-A, 5211 AA Den Bosch"])]
    address: AddressOut | None


class Suggestions(Schema):
    """Best first, eight at most.

    If not `available`, the register could not be asked, so an empty list means nothing.
    """

    available: bool
    suggestions: list[SuggestionOut]


def _registers(request: Request) -> Registers:
    registers: Registers = request.app.state.registers
    return registers


RegistersOfApp = Annotated[Registers, Depends(_registers)]


@router.post("/_search", responses=problems(403, 429))
async def search_addresses(body: SearchText, me: MeBefore, registers: RegistersOfApp) -> Suggestions:
    """Returns addresses that may be meant. Nothing is stored, and the register only gets the text."""
    me.require(Action.SEARCH_ADDRESS)
    _tries.take(str(me.id))
    return await _ask(registers.of(body.country), lambda register: register.suggest(tidy(body.text)))


@router.post("/_complete", responses=problems(403, 429))
async def complete_address(body: Chosen, me: MeBefore, registers: RegistersOfApp) -> Suggestions:
    """Returns the chosen address in full, or several if there are boxes (bus) to choose from."""
    me.require(Action.SEARCH_ADDRESS)
    _tries.take(str(me.id))
    return await _ask(registers.of(body.country), lambda register: register.complete(body.id))


async def _ask(
    register: AddressRegister | None, question: Callable[[AddressRegister], Awaitable[Sequence[Suggestion]]]
) -> Suggestions:
    if register is None:
        return Suggestions(available=False, suggestions=[])
    try:
        found = await question(register)
    except RegisterDown:
        return Suggestions(available=False, suggestions=[])
    return Suggestions(available=True, suggestions=[_out(one) for one in found])


def _out(suggestion: Suggestion) -> SuggestionOut:
    address = suggestion.address
    return SuggestionOut(
        id=suggestion.id, line=suggestion.line, address=None if address is None else address_out(address)
    )
