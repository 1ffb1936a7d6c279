"""The care for somebody as it is shown to the one who asks: all of it, or only that it goes on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.aftercare.records import CareOfferRecord
from achterwacht.aftercare.service import Seen
from achterwacht.aftercare.sight import TALKED, Sight
from achterwacht.afterwards.care import offers_of, outsiders
from achterwacht.afterwards.care_plans import care_by, chain_of, profile_by
from achterwacht.functions.holding import who_holds
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.people.policy import Caller
from achterwacht.people.records import OrganisationRecord, PersonRecord
from achterwacht.protocols.aftercare import Aftercare
from achterwacht.protocols.functions import Function
from achterwacht.protocols.profile import Profile
from achterwacht.protocols.words import word_for
from achterwacht.tasks.facts import TaskKind, TaskState
from achterwacht.tasks.holding import Asked, does_by
from achterwacht.tasks.records import TaskRecord
from achterwacht.tasks.rules import not_yet
from api.aftercare.schemas import CareEvaluationOut, CareOfferOut, CarePlanOut, CarerOut, GraverOut, SeenAs
from api.http.schemas import Named
from api.tasks.shown import PartyOut, TaskOut, shown_tasks
from foundation.clock import clock_of


def shown_plans(session: Session, me: Caller, found: Sequence[Seen]) -> list[CarePlanOut]:
    """Returns these plans as the caller sees them."""
    if not found:
        return []
    asked = Asked(session, who_holds(session, me.organisation_id))
    now = clock_of(session).now(session)
    wanted = [one.plan.person_id for one in found]
    people: dict[UUID | None, PersonRecord] = {
        one.id: one
        for one in session.scalars(
            select(PersonRecord).where(PersonRecord.organisation_id == me.organisation_id, PersonRecord.id.in_(wanted))
        )
    }
    tasks = {one.id: one for one in shown_tasks(session, me, [task for plan in found for task in plan.tasks])}
    return [
        _Shown(
            session, me, one, asked, [tasks[task.id] for task in one.tasks], people.get(one.plan.person_id), now
        ).plan()
        for one in found
    ]


class _Shown:
    """One plan, with what it is read by. tasks: its steps, as shown. person: whom it is for, if that is a colleague."""

    def __init__(
        self,
        session: Session,
        me: Caller,
        seen: Seen,
        asked: Asked,
        tasks: Sequence[TaskOut],
        person: PersonRecord | None,
        now: datetime,
    ) -> None:
        self.session, self.me, self.seen, self.asked, self.tasks, self.person = session, me, seen, asked, tasks, person
        self.organisation = session.get_one(OrganisationRecord, me.organisation_id)
        self.profile: Profile | None = profile_by(session, seen.plan)
        self.care: Aftercare = care_by(session, seen.plan)
        self.all = seen.sees is not Sight.RUNS
        self.now = now

    def plan(self) -> CarePlanOut:
        plan, own = self.seen.plan, self.seen.sees is Sight.OWN
        following = next((one for one in self._open() if one.kind in TALKED and not _of_employee(one)), None)
        officials = self.care.officials if plan.official else None
        return CarePlanOut(
            id=plan.id,
            incident_id=plan.incident_id,
            person=self._person(),
            whom=plan.whom,
            hit=plan.hit,
            seen_as=SeenAs[self.seen.sees.name],
            official=plan.official,
            left=self._left(),
            happened_at=plan.happened_at,
            made_at=plan.made_at,
            ended_at=plan.ended_at,
            another=plan.another_at,
            enough=plan.enough_at if self.all else None,
            carer=None if following is None else self._word(chain_of(following)[0]),
            carers=[] if following is None else self._carers(following),
            steps=self._steps(),
            checklist=list(self.care.checklist) if self.all else [],
            offers=self._offers() if self.all else [],
            free_choice=self.care.free_choice,
            information=list(self.care.information) if self.all else [],
            also_for=outsiders(self.session, self.organisation, plan),
            graver=self._graver() if self.all and not own else [],
            evaluation=self._evaluation() if self.all else None,
            police_address=None if officials is None else officials.police_address,
            police_voluntary=officials is not None and officials.voluntary,
            regular=any(one.regularly for one in self.care.talks) and plan.enough_at is None,
            may_ask_another=self.all and plan.ended_at is None and plan.person_id is not None,
            may_add=self.me.can(Action.ADD_TO_CARE, plan.team_id),
        )

    def _steps(self) -> list[TaskOut]:
        return [self._hidden(one) for one in self.tasks]

    def _hidden(self, task: TaskOut) -> TaskOut:
        """What was ticked is for whoever has the task; what came of it not for who only sees that it goes on."""
        if task.mine:
            return task
        hidden: dict[str, object] = {"points": []}
        if not self.all:
            hidden |= {"outcome": None, "note": ""}
        return task.model_copy(update=hidden)

    def _open(self) -> list[TaskRecord]:
        return [one for one in self.seen.tasks if one.state is TaskState.OPEN]

    def _offers(self) -> list[CareOfferOut]:
        found = []
        for key, one in offers_of(self.session, self.seen.plan).items():
            noted = self.seen.offers.get(key)
            parties = (self.asked.held.party(by, self.seen.plan.team_id) for by in one.by)
            found.append(
                CareOfferOut(
                    offer=key,
                    name=one.name,
                    by=[self._word(by) for by in one.by],
                    parties=[PartyOut.model_validate(party) for party in parties if party is not None],
                    soon=one.soon,
                    offered_on=None if noted is None else noted.offered_on,
                    accepted=None if noted is None else noted.accepted,
                    answered_on=None if noted is None else noted.answered_on,
                    answered_by=self._answered_by(noted),
                )
            )
        return found

    def _answered_by(self, noted: CareOfferRecord | None) -> Named | None:
        by = None if noted is None else noted.answered_by
        if by is None or by == self.seen.plan.person_id:
            return None
        return Named(id=by, name=names_of(self.session, self.me.organisation_id, [by])[by])

    def _graver(self) -> list[GraverOut]:
        laid = {one.because for one in self.seen.tasks}
        return [
            GraverOut(
                rule=place,
                after=rule.after,
                steps=[one.text for one in rule.steps],
                not_optional=rule.not_optional,
                told_only=rule.told_only,
                started=f"aftercare.graver[{place}]" in laid,
            )
            for place, rule in enumerate(self.care.graver)
        ]

    def _evaluation(self) -> CareEvaluationOut | None:
        asked = [one for one in self.seen.tasks if one.kind is TaskKind.EVALUATE_CARE]
        if not asked:
            return None
        own = self.seen.sees is Sight.OWN
        said = {one.by_employee: one.sufficient for one in self.seen.evaluations}
        mine = [
            one
            for one in asked
            if one.state is TaskState.OPEN and _of_employee(one) is own and (own or self._holds(one))
        ]
        return CareEvaluationOut(
            asks=None if self.care.evaluation is None else self.care.evaluation.asks,
            by_employee=said.get(True),
            by_carer=said.get(False),
            may_answer=any(not not_yet(one.not_before, self.now) for one in mine),
        )

    def _holds(self, task: TaskRecord) -> bool:
        return does_by(self.asked.held, self.me, task.facts())

    def _carers(self, task: TaskRecord) -> list[CarerOut]:
        return [
            CarerOut(id=one.id, name=one.name, called=None if function is None else self._word(function))
            for function, people in self.asked.who_has_it(task.facts())
            for one in people
        ]

    def _word(self, function: Function) -> str:
        return word_for(function, self.profile, self.me.language or self.organisation.language)

    def _person(self) -> Named | None:
        return None if self.person is None else Named(id=self.person.id, name=self.person.name)

    def _left(self) -> bool:
        return self.person is not None and not self.person.active


def _of_employee(task: TaskRecord) -> bool:
    return chain_of(task)[:1] == (Function.EMPLOYEE,)
