"""Several questions in one statement."""

import pytest
from sqlalchemy import Column, ForeignKey, MetaData, Table, select

from foundation.together import Together


def test_a_column_whose_type_is_not_known_yet_is_refused_when_the_statement_is_made() -> None:
    """A foreign key has the type of what it points to, which another module may bring in later."""
    here = Table("here", MetaData(), Column("there_id", ForeignKey("there.id")))
    with pytest.raises(TypeError, match="there_id"):
        Together(here=select(here.c.there_id))
