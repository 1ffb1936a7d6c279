"""Asks the address registers which doors the rows of a file mean, before anything is written.

A mark with the register's id is found however its address is written (docs/decisions/0020). So a row that certainly
means one address of the register gets its id; what was written stays as it is. Other rows count as they are written,
and are reported by line, so that somebody can look at them. If a register is away or too busy, that never costs a row.

No transaction may be open meanwhile. Only the address is sent. We ask two questions at a time, since people who stand
at a door use the same registers.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from achterwacht.addresses.address import Address, BelgianAddress, address_of
from achterwacht.addresses.likeness import is_shortened, written_as
from achterwacht.addresses.registers.port import AddressRegister, RegisterDown
from achterwacht.addresses.registers.registers import Registers
from achterwacht.risk_files.importing import Judged
from achterwacht.risks.records import RiskMarkRecord

MOST_ASKED = 200
PATIENCE_SECONDS = 20.0
"""For a whole file, since somebody waits for it at a screen. The command goes on until it is done."""
AT_ONCE = 2


@dataclass(frozen=True)
class Placed:
    """What the registers said about a file, by line number.

    not_found: they don't know the address, or it may be one of several. unanswered: the register could not be asked.
    left: not asked, since there were too many or it took too long. Any other line got its id.
    """

    not_found: tuple[int, ...] = ()
    unanswered: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


class _Answer(StrEnum):
    FOUND = "found"
    NOT_FOUND = "not_found"
    UNANSWERED = "unanswered"
    LEFT = "left"


@dataclass
class Question:
    """An address of the file, with all marks on it."""

    address: Address
    register: AddressRegister
    marks: list[RiskMarkRecord]
    answer: _Answer = _Answer.LEFT

    @property
    def asked(self) -> bool:
        return self.answer is not _Answer.LEFT


async def place(
    judged: Judged, registers: Registers, most: int = MOST_ASKED, patience: float = PATIENCE_SECONDS
) -> Placed:
    """Give the marks of a file, not in the database yet, the id of their address if a register knows it."""
    questions = questions_of(judged.marks, registers)
    try:
        async with asyncio.timeout(patience):
            await ask_all(questions[:most])
    except TimeoutError:
        pass  # what was not answered by now is told as such
    return placed(questions, judged.lines)


async def ask_all(questions: Sequence[Question], advance: Callable[[], None] = lambda: None) -> None:
    """Ask these, however long it takes, and give their marks the ids. When it is cancelled, earlier answers stand."""
    left = iter(questions)
    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(_ask(left, advance))


def placed(questions: Sequence[Question], lines: Mapping[UUID, int]) -> Placed:
    """Returns what the registers said, by line."""
    return Placed(*(_lines(questions, one, lines) for one in (_Answer.NOT_FOUND, _Answer.UNANSWERED, _Answer.LEFT)))


def questions_of(marks: Sequence[RiskMarkRecord], registers: Registers) -> list[Question]:
    """Returns each address once, the least clearly written first, without those for which there is no register."""
    found: dict[str, Question] = {}
    for mark in marks:
        address = address_of(mark.address)
        register = registers.of(mark.address["country"])
        if register is not None:
            found.setdefault(f"{address.key} {address.line}", Question(address, register, [])).marks.append(mark)
    return sorted(found.values(), key=lambda one: _need(one.address))


def _need(address: Address) -> int:
    """Sorts first the addresses whose text says least about which door it is."""
    if isinstance(address, BelgianAddress):
        return 0 if is_shortened(address.street) else 1
    return 2


async def _ask(left: Iterator[Question], advance: Callable[[], None]) -> None:
    for one in left:
        try:
            found = written_as(one.address, await one.register.like(one.address))
        except RegisterDown:
            one.answer = _Answer.UNANSWERED
        else:
            one.answer = _Answer.NOT_FOUND if found is None else _Answer.FOUND
            if found is not None:
                _settle(one, found)
        advance()


def _settle(question: Question, found: Address) -> None:
    known = replace(question.address, register_id=found.register_id)
    for mark in question.marks:
        mark.address, mark.register_key = known.to_dict(), known.register_key


def _lines(questions: Sequence[Question], answer: _Answer, lines: Mapping[UUID, int]) -> tuple[int, ...]:
    return tuple(sorted(lines[mark.id] for one in questions if one.answer == answer for mark in one.marks))
