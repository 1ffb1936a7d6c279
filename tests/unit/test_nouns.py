"""The scheduler and monitoring collect what the nouns offer: none is missing, and none speaks of what is another's."""

import re
from pathlib import Path

from achterwacht.clockwork.nouns import NOUNS
from achterwacht.kinds import DeadlineKind
from achterwacht.monitoring.invariants import ALL
from foundation.columns import Base
from migrations.metadata import all_tables
from scheduler.jobs import HANDLERS


def test_whatever_can_come_due_has_a_noun_that_decides_it() -> None:
    roots = [noun.root for noun in NOUNS]
    assert len(roots) == len(set(roots))
    assert {kind.spec.of for kind in DeadlineKind} == set(roots)
    assert set(HANDLERS.passes) == set(HANDLERS.last_resorts) == set(roots)


def test_every_noun_with_deadlines_says_what_must_always_be_true_of_it() -> None:
    assert all(noun.invariants for noun in NOUNS)
    names = [one.name for one in ALL]
    assert len(names) == len(set(names))


def test_every_table_says_how_long_its_rows_may_stay() -> None:
    assert not [name for name, table in all_tables().tables.items() if "retention" not in table.info]
    assert Base.metadata is all_tables()


def test_every_table_of_the_source_is_found() -> None:
    named = re.compile(r'__tablename__ = "(\w+)"')
    sources = [*Path("achterwacht").rglob("*.py"), *Path("notifications").rglob("*.py")]
    tables = {name for source in sources for name in named.findall(source.read_text("utf-8"))}
    assert tables - set(all_tables().tables) == set()
