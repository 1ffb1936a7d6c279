"""Which teams a cell names. Pure."""

import re
from collections.abc import Mapping, Sequence
from uuid import UUID

from achterwacht.people_files.columns import EVERYWHERE
from achterwacht.refused import Wrong
from achterwacht.row_files.folded import bare

LONGEST_NAME = 60


def teams_in(text: str, teams: Mapping[str, Sequence[UUID]], wrong: list[Wrong]) -> list[UUID | None]:
    """Returns the teams that a cell names; None: every team. What is none, or may be two, is added to `wrong`.

    teams: the ids by bare name. The name of a team may hold a comma or a slash.
    """
    found: list[UUID | None] = []
    for name in _names(text, teams):
        ids = teams.get(bare(name), [])
        if len(ids) == 1:
            found += ids
        elif not ids and bare(name) in EVERYWHERE:
            found.append(None)
        else:
            wrong.append(Wrong("/team", "team_not_here", {"name": name[:LONGEST_NAME]}))
    return list(dict.fromkeys(found))


def _names(text: str, teams: Mapping[str, Sequence[UUID]]) -> list[str]:
    names: list[str] = []
    for piece in [text] if bare(text) in teams else re.split(r"[;|]+", text):
        names += [piece] if bare(piece) in teams else re.split(r"[,/]+", piece)
    return [name.strip() for name in names if bare(name)]
