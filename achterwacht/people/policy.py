"""Who may do what (architecture.md section 6). The only place that says so; anything not named here is not allowed.

A grant counts in its own team, or everywhere if it names none. Being inside counts too: the worker and the companions
of a visit may do things with that visit that their roles don't give, as long as they have any role or the visit goes
on. Being told of something gives nothing (`watch/access.py`). Something that somebody may not see does not exist
for them (`NotFound`); something they see and may not do is `NotAllowed`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from achterwacht.kinds import Actor
from achterwacht.people.actions import Action
from achterwacht.people.roles import Role
from achterwacht.refused import NotAllowed, NotFound

WORKER, COLLEAGUE, MANAGER = Role.WORKER, Role.COLLEAGUE, Role.MANAGER
REGISTRAR, HR, RECEPTION, BOARD = Role.REGISTRAR, Role.HR, Role.RECEPTION, Role.BOARD
PRIVACY_OFFICER, ADMINISTRATOR = Role.PRIVACY_OFFICER, Role.ADMINISTRATOR
AT_WORK = frozenset(Role) - {PRIVACY_OFFICER}
"""Whoever has a part in the work. A privacy officer watches over it from outside."""


@dataclass(frozen=True)
class Grant:
    """A role in one team, or (without a team) in the whole organisation."""

    role: Role
    team: UUID | None = None

    @property
    def said(self) -> str:
        """Returns the grant as text: `manager` for everywhere, or `manager` and the team's id."""
        return self.role.value if self.team is None else f"{self.role.value} {self.team}"


@dataclass(frozen=True)
class Inside:
    """Who is inside for a visit, alarm or report.

    now: it goes on at this moment. Then being inside counts for anybody who is; afterwards only for people who have a
    role here.
    """

    worker: UUID
    companions: Collection[UUID] = ()
    now: bool = False


@dataclass(frozen=True)
class Right:
    """Which roles give a right, and whether being the worker or a companion does."""

    roles: frozenset[Role]
    worker: bool = False
    companion: bool = False


def _roles(*roles: Role, worker: bool = False, companion: bool = False) -> Right:
    return Right(frozenset(roles), worker, companion)


RIGHTS: Mapping[Action, Right] = {
    Action.CHECK_IN: _roles(WORKER),
    Action.PLAN_FOR: _roles(COLLEAGUE, MANAGER),
    Action.SEE_VISIT: _roles(COLLEAGUE, MANAGER, worker=True, companion=True),
    Action.KEEP_VISIT: _roles(worker=True, companion=True),
    Action.CHANGE_VISIT: _roles(COLLEAGUE, MANAGER, worker=True),
    Action.CHECK_OUT: _roles(COLLEAGUE, MANAGER, worker=True, companion=True),
    Action.CLOSE_HOME_SAFE: _roles(COLLEAGUE, MANAGER),
    Action.ALLOW_ALONE: _roles(MANAGER),
    Action.BE_BACK_UP: _roles(COLLEAGUE, MANAGER),
    Action.TELL_POLICE: _roles(COLLEAGUE, MANAGER, worker=True, companion=True),
    Action.ASK_FRAUD: _roles(COLLEAGUE, MANAGER, worker=True),
    Action.DECIDE_FRAUD: _roles(MANAGER),
    Action.PREPARE: _roles(COLLEAGUE, MANAGER, worker=True, companion=True),
    Action.EXPECT_TROUBLE: _roles(COLLEAGUE, MANAGER, worker=True, companion=True),
    Action.PANIC: _roles(worker=True, companion=True),
    Action.ASK_WORKER: _roles(COLLEAGUE, MANAGER),
    Action.REPORT_CHECK_CALL: _roles(COLLEAGUE, MANAGER),
    Action.SEE_ALARM: _roles(COLLEAGUE, MANAGER, worker=True, companion=True),
    # Not the administrator: people who hand out rights do none of the work behind them.
    Action.TAKE_ALARM: _roles(COLLEAGUE, MANAGER),
    Action.RESOLVE_ALARM: _roles(COLLEAGUE, MANAGER),
    Action.SEE_BOARD: _roles(COLLEAGUE, MANAGER),
    Action.SEE_WHEREABOUTS: _roles(COLLEAGUE, MANAGER),
    Action.SEE_HAND_OVER: _roles(COLLEAGUE, MANAGER),
    Action.SEE_MESSAGES: _roles(COLLEAGUE, MANAGER),
    # Who manages a team, and who put its people into the product. Not colleagues: it is about how somebody works.
    Action.SEE_WHO_NEVER_CHECKS_IN: _roles(MANAGER, ADMINISTRATOR),
    Action.SEARCH_ADDRESS: _roles(WORKER, COLLEAGUE, MANAGER, REGISTRAR),
    Action.SEARCH_MARK: _roles(WORKER, COLLEAGUE, MANAGER, REGISTRAR),
    Action.PROPOSE_MARK: _roles(WORKER, COLLEAGUE, MANAGER, REGISTRAR),
    Action.SEE_MARKS: _roles(MANAGER, REGISTRAR),
    Action.APPROVE_MARK: _roles(MANAGER, REGISTRAR),
    Action.END_MARK: _roles(MANAGER, REGISTRAR),
    Action.IMPORT_MARKS: _roles(REGISTRAR),
    Action.EXPORT_MARKS: _roles(REGISTRAR),
    Action.REPORT_INCIDENT: _roles(WORKER, COLLEAGUE, MANAGER, REGISTRAR, HR, RECEPTION),
    Action.FILE_FOR_OTHERS: _roles(COLLEAGUE, MANAGER, REGISTRAR),
    Action.SEE_INCIDENTS: _roles(MANAGER, REGISTRAR, worker=True),
    Action.HANDLE_INCIDENT: _roles(MANAGER),
    # Whoever must sign one sees that one too (`letters/access.py`).
    Action.SEE_LETTERS: _roles(MANAGER, REGISTRAR),
    Action.WRITE_LETTER: _roles(MANAGER, REGISTRAR),
    Action.DELIVER_LETTER: _roles(MANAGER, REGISTRAR),
    Action.SET_LETTERS: _roles(ADMINISTRATOR),
    # Who decides on one sees it by their function (afterwards/measures.py), and so do the readers of the ban list.
    Action.SEE_MEASURES: _roles(MANAGER, REGISTRAR),
    Action.SEE_BANS: _roles(MANAGER, REGISTRAR, RECEPTION),
    Action.SETTLE_DAMAGE: _roles(MANAGER, REGISTRAR),
    # Care is not for those who read reports: the registrar knows that it goes on. Whoever is cared for or has a task of
    # it sees it without a role (`aftercare/sight.py`).
    Action.SEE_CARE: _roles(MANAGER),
    Action.SEE_CARE_RUNS: _roles(MANAGER, REGISTRAR),
    Action.ADD_TO_CARE: _roles(MANAGER, REGISTRAR),
    # Everybody sees the figures of their own reports. Numbers are all that the board sees of them.
    Action.SEE_FIGURES: _roles(MANAGER, REGISTRAR, BOARD),
    Action.ADVISE_ON_FIGURES: _roles(REGISTRAR),
    # Their own, whatever they are: which ones those are, `tasks/holding.py` says.
    Action.SEE_TASKS: _roles(*Role),
    Action.DROP_TASK: _roles(MANAGER, REGISTRAR),
    # Names and no more. The registrar names the employee of "not this employee"; an administrator hands on a task that
    # lay; a privacy officer looks somebody up in the logs.
    Action.SEE_COLLEAGUES: _roles(WORKER, COLLEAGUE, MANAGER, REGISTRAR, PRIVACY_OFFICER, ADMINISTRATOR),
    # Whom to call: stored on the phones of people who go out.
    Action.SEE_DUTY: _roles(WORKER, COLLEAGUE, MANAGER),
    Action.SEE_ROSTER: _roles(COLLEAGUE, MANAGER, ADMINISTRATOR),
    Action.SET_ROSTER: _roles(MANAGER, ADMINISTRATOR),
    Action.SWAP_TURN: _roles(COLLEAGUE, MANAGER),
    Action.TAKE_WATCH: _roles(COLLEAGUE, MANAGER),
    Action.SWAP_FOR_OTHERS: _roles(MANAGER),
    Action.SET_DESK_MAIL: _roles(ADMINISTRATOR),
    Action.MANAGE_PEOPLE: _roles(ADMINISTRATOR),
    Action.CHOOSE_PROTOCOL: _roles(ADMINISTRATOR),
    # Whoever watches, files or decides by it; who goes out has the cards.
    Action.READ_PROTOCOLS: _roles(COLLEAGUE, MANAGER, REGISTRAR, HR, BOARD, ADMINISTRATOR),
    Action.RUN_DRILL: _roles(MANAGER, ADMINISTRATOR),
    Action.SEE_DRILLS: _roles(MANAGER, REGISTRAR, ADMINISTRATOR),
    Action.SET_CANARY: _roles(ADMINISTRATOR),
    Action.SET_GUARD_FIRM: _roles(ADMINISTRATOR),
    Action.SET_SIGN_ON: _roles(ADMINISTRATOR),
    # Whoever watches leans on it, and whoever must have it mended. Nothing of anybody stands in it.
    Action.SEE_STANDING: _roles(COLLEAGUE, MANAGER, ADMINISTRATOR),
    Action.SEE_FUNCTIONS: _roles(*AT_WORK),
    Action.NAME_HOLDERS: _roles(ADMINISTRATOR),
    # Who watches is who is rung: at night no administrator is there.
    Action.END_LOST_PHONE: _roles(COLLEAGUE, MANAGER),
    # Who keeps the register watches over who looks in it, also over administrators. A privacy officer does over both.
    Action.SEE_AUDIT: _roles(REGISTRAR, PRIVACY_OFFICER, ADMINISTRATOR),
    Action.SEE_LOOKS: _roles(REGISTRAR, PRIVACY_OFFICER),
    Action.KEEP_DIARY: _roles(WORKER),
    Action.SHARE_DIARY: _roles(COLLEAGUE, MANAGER),
}


@dataclass(frozen=True)
class Caller:
    """The person who asks, with what they may do. Made at the door, and never changed.

    only_alarms: their sign-in was ended while they are inside somewhere, and only the noodknop still works. read_only:
    they ask by a token that changes nothing. unnoted: this use of their sign-in is the first in an hour. language: what
    they read; empty for that of the organisation. manager: what their organisation calls who leads a team.
    """

    id: UUID
    organisation_id: UUID
    name: str
    grants: frozenset[Grant]
    via: str = "app"
    only_alarms: bool = False
    read_only: bool = False
    unnoted: bool = False
    language: str = ""
    manager: str = ""

    def actor(self) -> Actor:
        """Returns the caller as the rules know them."""
        return Actor(self.organisation_id, self.id, self.name, self.via)

    def has(self, *roles: Role) -> bool:
        """Whether they have one of these roles, in any team."""
        return any(grant.role in roles for grant in self.grants)

    def teams(self, *roles: Role) -> frozenset[UUID] | None:
        """Returns the teams in which they have one of these roles (any role if none is named). None: every team."""
        teams = {grant.team for grant in self.grants if not roles or grant.role in roles}
        return None if None in teams else frozenset(team for team in teams if team is not None)

    def can(self, action: Action, team_id: UUID | None = None, inside: Inside | None = None) -> bool:
        """Whether they may do this: in that team, or in some team if none is named."""
        return is_allowed(self, action, team_id, inside)

    def require(self, action: Action, team_id: UUID | None = None, inside: Inside | None = None) -> Actor:
        """Returns the caller as the actor.

        Raises:
            NotAllowed: they may not.
        """
        if not is_allowed(self, action, team_id, inside):
            raise NotAllowed(action)
        return self.actor()

    def teams_for(self, action: Action) -> frozenset[UUID] | None:
        """Returns the teams in which their roles give this right. None: every team of the organisation."""
        return self.teams(*RIGHTS[action].roles) if RIGHTS[action].roles else frozenset()


def is_allowed(caller: Caller, action: Action, team_id: UUID | None = None, inside: Inside | None = None) -> bool:
    """Whether the caller may do this, by a role in that team (any team if none is named) or by being inside."""
    right = RIGHTS.get(action)
    if right is None:
        return False
    if inside is not None and (caller.grants or inside.now):
        if right.worker and caller.id == inside.worker:
            return True
        if right.companion and caller.id in inside.companions:
            return True
    return any(
        grant.role in right.roles and (team_id is None or grant.team is None or grant.team == team_id)
        for grant in caller.grants
    )


def act_on(caller: Caller, action: Action, seen_by: Action, team_id: UUID, inside: Inside | None = None) -> Actor:
    """Returns the caller as the actor on an object of their organisation: `act_on(me, TAKE_ALARM, SEE_ALARM, team)`.

    Raises:
        NotFound: they may not know of it.
        NotAllowed: they know of it, and may not do this.
    """
    if not is_allowed(caller, seen_by, team_id, inside):
        raise NotFound
    return caller.require(action, team_id, inside)
