"""Naming who holds a function: whoever was to name somebody need not any more, and who holds it now hears of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from achterwacht.functions.facts import Holder
from achterwacht.functions.holding import who_holds
from achterwacht.functions.service import set_holders
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller
from achterwacht.people.service import lock_organisation
from achterwacht.protocols.functions import Function
from achterwacht.tasks.ending import close
from achterwacht.tasks.facts import TaskState
from achterwacht.tasks.naming import named_by_now
from achterwacht.tasks.telling import tell_new_holders


def name_holders(
    session: Session, caller: Caller, function: Function, holders: Sequence[Holder], now: datetime
) -> None:
    """Name everybody who holds a function. Who newly holds it is told that a task waits, if one does.

    Raises:
        NotAllowed: by who is no administrator.
        NotFound, WrongInput: as `functions.service.set_holders`.
    """
    by = caller.require(Action.NAME_HOLDERS)
    organisation = lock_organisation(session, caller.organisation_id)
    before = who_holds(session, organisation.id)
    set_holders(session, organisation, function, holders, by)
    for task in named_by_now(session, organisation.id):
        close(session, task, TaskState.DONE, caller.id, "")
    tell_new_holders(session, organisation, function, before, now)
