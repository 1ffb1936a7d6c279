"""Each safeguard that `make mutants` takes away stands where it says, so that no move makes it a blank shot."""

from pathlib import Path

import pytest

from tools.mutants import MUTANTS, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.name)
def test_the_safeguard_stands_there_once(mutant: Mutant) -> None:
    assert Path(mutant.file).read_text().count(mutant.text) == 1
