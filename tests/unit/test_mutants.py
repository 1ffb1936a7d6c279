"""The safeguards that `make mutants` takes away are where it looks for them."""

import pytest

from tools.mutants import MUTANTS, TREE, Mutant, Seed

NAMED = sorted({test for one in MUTANTS if not isinstance(one.tests, Seed) for test in one.tests})


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_what_a_mutant_takes_away_is_there_once(mutant: Mutant) -> None:
    assert (TREE / mutant.file).read_text(encoding="utf-8").count(mutant.text) == 1


@pytest.mark.parametrize("test", NAMED)
def test_who_must_notice_is_there(test: str) -> None:
    file, _, name = test.partition("::")
    assert f"def {name}" in (TREE / file).read_text(encoding="utf-8")
