"""Who may do what. Every action stands here once more, by hand: a change of the table must be meant."""

import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from achterwacht.people.actions import Action
from achterwacht.people.policy import RIGHTS, Caller, Grant, Inside, act_on
from achterwacht.people.roles import Role
from achterwacht.refused import NotAllowed, NotFound

TEAM, OTHER_TEAM = uuid4(), uuid4()
W, C, M, R, H, D, B, P, A = Role

BY_ROLE = {
    Action.CHECK_IN: {W},
    Action.PLAN_FOR: {C, M},
    Action.SEE_VISIT: {C, M},
    Action.KEEP_VISIT: set(),
    Action.CHANGE_VISIT: {C, M},
    Action.CHECK_OUT: {C, M},
    Action.ALLOW_ALONE: {M},
    Action.BE_BACK_UP: {C, M},
    Action.TELL_POLICE: {C, M},
    Action.EXPECT_TROUBLE: {C, M},
    Action.PREPARE: {C, M},
    Action.ASK_FRAUD: {C, M},
    Action.DECIDE_FRAUD: {M},
    Action.PANIC: set(),
    Action.ASK_WORKER: {C, M},
    Action.REPORT_CHECK_CALL: {C, M},
    Action.SEE_ALARM: {C, M},
    Action.TAKE_ALARM: {C, M},
    Action.RESOLVE_ALARM: {C, M},
    Action.SEE_BOARD: {C, M},
    Action.SEE_WHEREABOUTS: {C, M},
    Action.SEE_HAND_OVER: {C, M},
    Action.SEE_MESSAGES: {C, M},
    Action.SEE_WHO_NEVER_CHECKS_IN: {M, A},
    Action.SEARCH_ADDRESS: {W, C, M, R},
    Action.SEARCH_MARK: {W, C, M, R},
    Action.PROPOSE_MARK: {W, C, M, R},
    Action.SEE_MARKS: {M, R},
    Action.APPROVE_MARK: {M, R},
    Action.END_MARK: {M, R},
    Action.IMPORT_MARKS: {R},
    Action.EXPORT_MARKS: {R},
    Action.REPORT_INCIDENT: {W, C, M, R, H, D},
    Action.FILE_FOR_OTHERS: {C, M, R},
    Action.SEE_INCIDENTS: {M, R},
    Action.HANDLE_INCIDENT: {M},
    Action.SEE_LETTERS: {M, R},
    Action.WRITE_LETTER: {M, R},
    Action.DELIVER_LETTER: {M, R},
    Action.SET_LETTERS: {A},
    Action.SEE_FIGURES: {M, R, B},
    Action.ADVISE_ON_FIGURES: {R},
    Action.SEE_MEASURES: {M, R},
    Action.SEE_BANS: {M, R, D},
    Action.SETTLE_DAMAGE: {M, R},
    Action.SEE_CARE: {M},
    Action.SEE_CARE_RUNS: {M, R},
    Action.ADD_TO_CARE: {M, R},
    Action.SEE_TASKS: set(Role),
    Action.DROP_TASK: {M, R},
    Action.SEE_COLLEAGUES: {W, C, M, R, P, A},
    Action.SEE_DUTY: {W, C, M},
    Action.SEE_ROSTER: {C, M, A},
    Action.SET_ROSTER: {M, A},
    Action.SWAP_TURN: {C, M},
    Action.CLOSE_HOME_SAFE: {C, M},
    Action.TAKE_WATCH: {C, M},
    Action.SWAP_FOR_OTHERS: {M},
    Action.SET_DESK_MAIL: {A},
    Action.MANAGE_PEOPLE: {A},
    Action.CHOOSE_PROTOCOL: {A},
    Action.READ_PROTOCOLS: {C, M, R, H, B, A},
    Action.RUN_DRILL: {M, A},
    Action.SEE_DRILLS: {M, R, A},
    Action.SET_CANARY: {A},
    Action.SET_SIGN_ON: {A},
    Action.SEE_STANDING: {C, M, A},
    Action.SET_GUARD_FIRM: {A},
    Action.SEE_FUNCTIONS: set(Role) - {P},
    Action.NAME_HOLDERS: {A},
    Action.CHOOSE_PROTOCOL: {A},
    Action.END_LOST_PHONE: {C, M},
    Action.SEE_AUDIT: {R, P, A},
    Action.SEE_LOOKS: {R, P},
    Action.KEEP_DIARY: {W},
    Action.SHARE_DIARY: {C, M},
}
OWN = {
    Action.SEE_VISIT, Action.KEEP_VISIT, Action.CHANGE_VISIT, Action.CHECK_OUT, Action.PANIC, Action.SEE_ALARM,
    Action.SEE_INCIDENTS, Action.TELL_POLICE, Action.EXPECT_TROUBLE,
    Action.PREPARE, Action.ASK_FRAUD,
}  # fmt: skip
ALONG = {
    Action.SEE_VISIT, Action.KEEP_VISIT, Action.CHECK_OUT, Action.PANIC, Action.SEE_ALARM, Action.TELL_POLICE,
    Action.EXPECT_TROUBLE, Action.PREPARE,
}  # fmt: skip


def caller(role: Role, team: UUID | None = TEAM) -> Caller:
    return Caller(uuid4(), uuid4(), "Iemand", frozenset({Grant(role, team)}))


def test_every_action_has_a_rule() -> None:
    assert set(RIGHTS) == set(Action) == set(BY_ROLE)


def test_every_action_guards_something() -> None:
    """A right that nothing asks for reads as a promise that somebody is kept out."""
    rules = {Path("achterwacht/people/actions.py"), Path("achterwacht/people/policy.py")}
    sources = (file for room in ("achterwacht", "api") for file in Path(room).rglob("*.py") if file not in rules)
    asked = {name for file in sources for name in re.findall(r"\bAction\.([A-Z_]+)", file.read_text(encoding="utf-8"))}
    assert [action.name for action in Action if action.name not in asked] == []


@pytest.mark.parametrize("action", Action)
@pytest.mark.parametrize("role", Role)
def test_a_role_gives_its_rights_in_its_team_only(action: Action, role: Role) -> None:
    may = role in BY_ROLE[action]
    assert caller(role).can(action, TEAM) is may
    assert caller(role).can(action) is may
    assert caller(role, None).can(action, TEAM) is may
    assert caller(role, OTHER_TEAM).can(action, TEAM) is False
    if not may:
        with pytest.raises(NotAllowed):
            caller(role).require(action, TEAM)


def test_a_privacy_officer_reads_the_logs_and_has_no_part_in_the_work() -> None:
    """Names of people, to look somebody up in them; and a task of their own, which is never left lying."""
    officer = caller(Role.PRIVACY_OFFICER, None)
    may = {action for action in Action if officer.can(action)}
    assert may == {Action.SEE_AUDIT, Action.SEE_LOOKS, Action.SEE_TASKS, Action.SEE_COLLEAGUES}


@pytest.mark.parametrize("action", Action)
def test_being_inside_counts(action: Action) -> None:
    jan = caller(Role.BOARD)
    if jan.can(action):
        return
    assert jan.can(action, TEAM, Inside(jan.id)) is (action in OWN)
    assert jan.can(action, TEAM, Inside(uuid4(), [jan.id])) is (action in ALONG)
    assert jan.can(action, TEAM, Inside(uuid4(), [uuid4()])) is False


@pytest.mark.parametrize("action", sorted(OWN))
def test_who_lost_every_role_is_inside_only_while_it_goes_on(action: Action) -> None:
    jan = Caller(uuid4(), uuid4(), "Jan", frozenset())
    assert jan.can(action, TEAM, Inside(jan.id)) is False
    assert jan.can(action, TEAM, Inside(jan.id, now=True)) is True


def test_what_may_not_be_seen_is_not_there() -> None:
    with pytest.raises(NotFound):
        act_on(caller(Role.COLLEAGUE, OTHER_TEAM), Action.TAKE_ALARM, Action.SEE_ALARM, TEAM)
    jan = caller(Role.WORKER)
    with pytest.raises(NotAllowed):
        act_on(jan, Action.TAKE_ALARM, Action.SEE_ALARM, TEAM, Inside(jan.id))
    fatima = caller(Role.COLLEAGUE)
    assert act_on(fatima, Action.TAKE_ALARM, Action.SEE_ALARM, TEAM).person_id == fatima.id


def test_who_has_no_grants_may_nothing() -> None:
    nobody = Caller(uuid4(), uuid4(), "Niemand", frozenset())
    assert not any(nobody.can(action) for action in Action)
    assert nobody.teams() == frozenset()


def test_a_grant_without_a_team_is_all_teams() -> None:
    everywhere = Caller(uuid4(), uuid4(), "x", frozenset({Grant(Role.MANAGER), Grant(Role.WORKER, TEAM)}))
    assert everywhere.teams_for(Action.SEE_BOARD) is None
    assert everywhere.teams_for(Action.CHECK_IN) == frozenset({TEAM})
    assert everywhere.teams_for(Action.MANAGE_PEOPLE) == frozenset()
    assert everywhere.teams_for(Action.PANIC) == frozenset()
    assert everywhere.has(Role.MANAGER)
    assert not everywhere.has(Role.HR)
