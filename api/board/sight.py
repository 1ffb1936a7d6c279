"""What all rows of one board share: whose board it is, and from whom they hide something."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import orjson

from achterwacht.people.policy import Caller
from achterwacht.views.board import Next, OnTheBoard
from achterwacht.watch.duty import Duty
from achterwacht.watch.inside import in_secret

Json = dict[str, Any]
WRITTEN = orjson.OPT_OMIT_MICROSECONDS | orjson.OPT_UTC_Z


class Sight:
    """A board as one viewer may see it; None for everybody for whom nothing on it differs. me: what they may do."""

    def __init__(self, board: OnTheBoard, me: Caller, viewer: UUID | None) -> None:
        self.board = board
        self.reading = board.reading
        self.me = me
        self.viewer = viewer
        silent, quiet = board.hushed
        self.hushes: Collection[UUID] = () if viewer in silent else silent
        """Who may not be phoned or questioned. For somebody inside a silent alarm nothing shows."""
        session, here = board.reading.session, board.reading.organisation.id
        self.secret = viewer is not None and viewer in silent and in_secret(session, here, viewer)
        """Whether the viewer is inside of a silent alarm that they must not know of: no alarm of others shows."""
        self.quiets: Collection[UUID] = () if viewer in quiet else quiet
        """Who may not be phoned, since somebody inside asked for it."""
        busy = set(board.busy.values())
        known = busy.union(board.teams, (one.team_id for one in board.reliefs))
        self.duties: dict[UUID, Duty] = {team: board.reading.duty(team) for team in busy}
        self.teams: dict[UUID, Json] = {team: {"id": team, "name": board.reading.team(team)} for team in known}

    def hushed(self, inside: Collection[UUID]) -> bool:
        """Whether nobody may phone or question those inside."""
        return bool(self.hushes) and any(one in self.hushes for one in inside)

    def quiet(self, inside: Collection[UUID]) -> bool:
        """Whether nobody may phone those inside, since that was asked."""
        return bool(self.quiets) and any(one in self.quiets for one in inside)

    def named(self, person: UUID | None) -> Json | None:
        return None if person is None else {"id": person, "name": self.reading.name(person)}


def due_in_json(due: Next | None) -> Json | None:
    return None if due is None else {"kind": due[1], "dueAt": due[0]}
