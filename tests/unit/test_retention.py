"""Every table has a rule of retention, and every rule its bounds."""

import re
from pathlib import Path

import pytest

from achterwacht.clockwork.forgetting.run import STEPS
from achterwacht.retention.rules import STAYS, TERMS, WITHIN_DAYS, Keeping, TermOutOfBounds, checked
from foundation.columns import Retention
from migrations.metadata import all_tables

PAGE = (Path(__file__).resolve().parents[2] / "docs/privacy/verwerkingen.md").read_text(encoding="utf-8")


def test_no_table_is_without_a_rule() -> None:
    ruled = {table for term in TERMS.values() for table in term.tables}
    tables = all_tables().tables
    assert ruled | WITHIN_DAYS | set(STAYS) == set(tables)
    assert not ruled & set(STAYS)
    without_people = {name for name in STAYS if tables[name].info["retention"] is Retention.NONE}
    assert set(STAYS) - without_people <= {"canary", "desk_mail", "roster"}, "personal data stays only while in use"


def test_every_rule_is_carried_out() -> None:
    assert {step.keeping for step in STEPS} == set(Keeping)


@pytest.mark.parametrize("keeping", list(Keeping))
def test_the_default_is_within_its_bounds_and_on_the_page(keeping: Keeping) -> None:
    term = TERMS[keeping]
    assert checked(keeping, term.days) == term.days
    for beyond in (term.least - 1, term.most + 1):
        with pytest.raises(TermOutOfBounds):
            checked(keeping, beyond)
    said = rf"^\| `{keeping.value}` \|.*\| \*\*{term.days}\*\* \| {term.least} – {term.most} \|"
    assert re.search(said, PAGE, re.MULTILINE), (
        f"verwerkingen.md does not say {keeping.value}: {term.days}, {term.least} – {term.most}"
    )


def test_a_term_of_a_resident_never_outlives_the_figures() -> None:
    assert TERMS[Keeping.FIGURES].least >= max(TERMS[Keeping.VISIT].most, TERMS[Keeping.ALARM].days)
