"""The board: who is where until when, by urgency. It is asked for every two seconds, and says how old it is.

It is read in a fixed number of statements (`achterwacht/views/board.py`), written without a model for each row
(`api/board/rows.py`), and shared for a second by all desks with the same rights (`api/http/sharing.py`). It holds what
a row shows and no timeline, which is asked for one alarm or visit at a time.
"""

from datetime import datetime
from typing import Annotated

import orjson
from fastapi import Depends, Header, Request, Response
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.refused import NotAllowed
from achterwacht.views.board import on_the_board
from api.board.rows import all_rows
from api.board.schemas import Board
from api.board.sight import WRITTEN
from api.http.errors import problems
from api.http.last_step import Router
from api.http.security import Me, Read
from api.http.sharing import Answer, Made, Shared
from api.http.transaction import DoorsOfApp
from foundation.clock import clock_of
from foundation.made_before import MadeBefore

router = Router(prefix="/v1/board", tags=["board"])


def shared_of(request: Request) -> Shared:
    shared: Shared = request.app.state.shared
    return shared


SharedOfApp = Annotated[Shared, Depends(shared_of)]
Tag = Annotated[
    str | None,
    Header(
        description="The ETag of the board you have: when nothing on it changed, 304.",
        json_schema_extra={"maxLength": 100},
    ),
]


@router.get("", response_model=Board, responses={**problems(403), 304: {"description": "Nothing on it changed"}})
def board(
    request: Request, me: Me, session: Read, shared: SharedOfApp, doors: DoorsOfApp, if_none_match: Tag = None
) -> Response:
    """Returns alarms first, drills apart, then visits under way by urgency, then what is planned for the next hours."""
    if not me.can(Action.SEE_BOARD):
        raise NotAllowed(Action.SEE_BOARD)
    written = doors.database.written
    now = clock_of(session).now(session)
    key = (me.organisation_id, me.grants, me.language)
    return shared.get(key, me.id, now, written, lambda before: make(session, me, now, before)).to(request)


def make(session: Session, me: Caller, now: datetime, before: MadeBefore) -> Made:
    """Read the board, and write it for everybody with these rights; and for this caller, if theirs differs.

    before: what the last board for these rights was made of.
    """
    found = on_the_board(session, me.organisation_id, me.teams_for(Action.SEE_BOARD), now, before, me.language)
    own = found.own_eyes()
    as_of = orjson.dumps(now, option=orjson.OPT_UTC_Z)
    answer = Answer(orjson.dumps(all_rows(found, me, None, before), option=WRITTEN), as_of)
    if me.id not in own:
        return Made(answer, own, answer)
    return Made(answer, own, Answer(orjson.dumps(all_rows(found, me, me.id, before), option=WRITTEN), as_of))
