"""How the stories from a panic to the closed report are told: who has a task does it, until nothing is left."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, func, inspect, select

from achterwacht.functions.records import HolderRecord
from achterwacht.incidents.form_records import IncidentBehaviourRecord
from achterwacht.incidents.records import IncidentRecord
from achterwacht.measures.records import MeasureRecord
from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import TaskKind
from achterwacht.tasks.records import TaskRecord
from tests.acceptance.stories import Json, panic
from tests.support.app_under_test import AppUnderTest, Person
from tests.support.letters import in_pdf

DAY = 24 * 60
WEEKS_AT_MOST = 20
PIETERS = {"name": "Pieters", "initials": "J.", "dateOfBirth": "1981-03-04"}
NO = {"yes": False}
THE_REST_OF_THE_FORM = {
    "injury": NO, "damage": False, "policeReport": {"yes": True, "namely": "Dat doe ik"},
    "aftercare": {"yes": True, "namely": "Met mijn leidinggevende"}, "furtherAction": {"yes": True, "namely": "Brief"},
}  # fmt: skip
BY_ITSELF = frozenset(
    {"report", "complete_form", "sign_form", "sign_letter", "deliver_letter", "decide_measures", "close_report"}
)
"""Kinds of which a story tells itself how they end; those of the police and the evaluation are in `does_it`."""


class Thread:
    """One incident, from the noodknop to its end."""

    def __init__(self, app: AppUnderTest, profile: str, **held: Person) -> None:
        self.app = app.runs_on(profile).lets_calls_ring()
        self.people = [app.jan, app.karin, app.ruth, app.ali, Person(app, app.ours.hr), Person(app, app.ours.board)]
        with app.database.write() as session:
            for function, who in held.items():
                session.add(
                    HolderRecord(
                        organisation_id=app.ours.id, function=Function(function), person_id=who.id, team_id=None
                    )
                )
        self.path = ""
        self.year = 0

    def begins(self, behaviour: str, **more: Any) -> Json:
        """Panic on a visit, an alarm that is closed as an incident, a report that is asked for, and filed."""
        app = self.app
        visit = panic(app)
        alarm = app.karin.alarm()
        app.karin.on_alarm(alarm, "resolve", outcome="incident")
        app.jan.does(visit, "check-out")
        app.forgets_messages()
        assert self.asked(app.jan) == ["report"], "an alarm that is closed so asks for a report"
        body = {
            "kind": "threatening", "happenedAt": app.now().isoformat(), "description": "Hij stond op en dreigde.",
            "visitId": visit["id"], "alarmId": alarm["id"], "aggressor": PIETERS,
            "behaviours": [{"id": behaviour, "channel": "home_visit"}], **more,
        }  # fmt: skip
        filed: Json = app.jan.posts("/v1/incidents", body, expect=201)
        app.forgets_messages()
        self.path = f"/v1/incidents/{filed['id']}"
        self.year = app.now().year
        assert "report" not in self.asked(app.jan)
        assert filed["alarmId"] == alarm["id"]
        return filed

    def asked(self, who: Person) -> list[str]:
        """What this person is asked to do, by kind."""
        return sorted({one["kind"] for one in who.asks("/v1/tasks?mine=true")["tasks"]})

    def open_tasks(self, kind: str = "") -> list[Json]:
        found = self.app.ruth.asks(f"{self.path}/tasks")["tasks"]
        return [one for one in found if one["state"] == "open" and kind in ("", one["kind"])]

    def because(self) -> set[str]:
        """The keys of the profile by which something is still asked for."""
        return {one["because"] for one in self.open_tasks()}

    def completes(self, *signers: Person) -> None:
        self.app.jan.posts(f"{self.path}/complete", THE_REST_OF_THE_FORM)
        for who in signers:
            who.posts(f"{self.path}/sign", {})

    def advised(self) -> list[str]:
        return [one["kind"] for one in self.app.karin.asks(f"{self.path}/advice")["measures"]]

    def takes(self, kind: str, **more: Any) -> Json:
        made: Json = self.app.karin.posts(f"{self.path}/measures", {"kind": kind, **more}, expect=201)
        return made

    def declines_the_rest(self) -> None:
        """Whatever else is advised is decided too: not this time."""
        taken = {one["kind"] for one in self.app.karin.asks(f"{self.path}/measures")["measures"]}
        for kind in dict.fromkeys(self.advised()):
            if kind not in taken:
                self.takes(kind, declined=True, reason="Deze keer niet")

    def letter(
        self, letter: str, *signers: Person, receipt: str = "signed", how: str = "in_person", **more: Any
    ) -> Json:
        """Drafted, signed by who may, and delivered: never before it is signed."""
        app = self.app
        today = app.now().date()
        facts = {
            "what": "U bedreigde een medewerker.", "contact": "S. de Vries, 073 - 123 45 67", "department": "Inkomen",
            "happenedOn": today.isoformat(), "until": (today + timedelta(days=60)).isoformat(),
            "policeReportedOn": today.isoformat(), "policeReportedOf": "bedreiging",
            "talkOn": today.isoformat(), "talkAt": "10:00", "talkPlace": "het kantoor",
            "talkWith": "de leidinggevende", "agreements": "U belt voordat u komt.", "measures": "U komt op afspraak.",
        }  # fmt: skip
        drafted = app.karin.posts(f"{self.path}/letters", {"letterId": letter, "facts": facts, **more}, expect=201)
        its = f"/v1/letters/{drafted['id']}"
        assert drafted["missing"] == [], "every field of it is filled in"
        delivered = {"how": how, "receipt": receipt}
        app.karin.posts(f"{its}/delivered", delivered, expect=409)
        signed = [who.posts(f"{its}/sign", {}) for who in signers or (app.karin,)][-1]
        assert (signed["state"], signed["number"] is not None) == ("signed", True)
        app.jobs.keep()
        assert app.karin.asks(its)["kept"], "its file is in the store"
        gone: Json = app.karin.posts(f"{its}/delivered", delivered)
        if gone["refusalDue"]:
            gone = app.karin.posts(f"{its}/refusal-report", {"what": "Meneer nam de brief niet aan."})
        return gone

    def to_the_police(self, kind: str, by: Person, against: str = "person", **more: Any) -> None:
        by.posts(f"{self.path}/police", {"kind": kind, "against": against, **more}, expect=201)
        if kind != "none":
            today = self.app.now().date().isoformat()
            by.patches(f"{self.path}/police/{against}", {"on": today, "number": "PL21-4711"})

    def weeks_pass(self) -> None:
        """Who has a task does it, as soon as it is its time, until nothing is left."""
        app = self.app
        for _ in range(WEEKS_AT_MOST):
            for who in self.people:
                who.signs_in()
            while any(self.does_it(who, one) for who in self.people for one in self._of(who)):
                app.forgets_messages()
            left = [one["kind"] for one in self.open_tasks() if one["because"] not in self.goes_on]
            if left in ([], ["close_report"]):
                return
            app.passes(minutes=7 * DAY)
            app.forgets_messages()
        raise AssertionError(f"still open: {self.open_tasks()}")

    goes_on: frozenset[str] = frozenset()
    """What has no end by itself."""

    def _of(self, who: Person) -> list[Json]:
        found = who.asks("/v1/tasks?mine=true")["tasks"]
        return [one for one in found if one["incidentId"] is not None and self._its_time(one)]

    def _its_time(self, task: Json) -> bool:
        return task["notBefore"] is None or datetime.fromisoformat(task["notBefore"]) <= self.app.now()

    def does_it(self, who: Person, task: Json) -> bool:
        """Returns whether this was something to do."""
        kind, against = task["kind"], "person"
        if task["because"] in self.goes_on or kind in BY_ITSELF:
            return False
        if task["id"] not in {one["id"] for one in self.open_tasks()}:
            return False
        if kind == "police_outcome":
            for matter in who.asks(f"{self.path}/police")["matters"]:
                against = matter["against"]
                who.patches(f"{self.path}/police/{against}", {"outcome": "convicted"})
        elif kind == "evaluate_care":
            for plan in who.asks(f"{self.path}/aftercare")["plans"]:
                if plan["evaluation"]["mayAnswer"]:
                    who.posts(f"/v1/aftercare/{plan['id']}/evaluate", {"sufficient": True})
        elif kind == "name_in_register":
            who.puts(f"{self.path}/third-party-act", {"named": False})
        elif kind.startswith("police"):
            return False
        else:
            points = [{"text": one["text"], "done": True} for one in task["points"]]
            who.posts(f"/v1/tasks/{task['id']}/done", {"points": points} if points else {})
        return task["id"] not in {one["id"] for one in self.open_tasks()}

    def closes(self, kind: str, *measures: str, of_class: str = "unknown") -> None:
        """Nothing is left to do: no reason is asked for. Whoever it happened to does not close it. Then it is in the
        annual report: of this kind and class, with these measures."""
        self.app.passes(minutes=2)
        (asked,) = self.open_tasks()
        assert asked["kind"] == "close_report"
        self.app.jan.signs_in().posts(f"{self.path}/close", {}, expect=403)
        assert "close_report" in self.asked(self.app.karin.signs_in())
        # It is not left open by saying that it need not be closed, or that it is.
        for word, body in {"drop": {"reason": "Komt later"}, "done": {}}.items():
            refused = self.app.karin.posts(f"/v1/tasks/{asked['id']}/{word}", body, expect=409)
            assert refused["code"] == "task_ends_otherwise"
        closed = self.app.karin.posts(f"{self.path}/close", {})
        assert self.open_tasks() == []
        assert (closed["state"], closed["closedBy"]["id"]) == ("closed", str(self.app.karin.id))
        plans = self.app.karin.asks(f"{self.path}/aftercare")["plans"]
        assert all(one["endedAt"] for one in plans if not one["regular"]), "the last talk was held"
        assert self.app.invariants_hold()
        self.counts(kind, measures, of_class)

    def counts(self, kind: str, measures: tuple[str, ...], of_class: str) -> None:
        """Where it stands in the figures of its year. To the worker it is one; to others one of so few that no number
        is shown, and the tenth when there were nine like it."""
        app, told = self.app, self.app.jan.asks(self.path)
        at = datetime.fromisoformat(told["happenedAt"]).astimezone(ZoneInfo("Europe/Amsterdam"))
        lines = {("kind", kind), ("channel", "face_to_face"), ("place", "home_visit"), ("hour", str(at.hour))}
        lines |= {("weekday", str(at.isoweekday())), ("behaviour", told["behaviours"][0]["id"])}
        lines |= {("measure", one) for one in measures}
        lines |= set() if of_class == "unknown" else {("class", of_class)}
        watched = {("alarm", "panic"), ("outcome", "incident"), ("visit", "watched")}
        assert self._counted(app.jan) == dict.fromkeys(lines | watched, "1")
        assert set(self._counted(app.ruth).values()) == {"–"}, "1 to 4 is never said, nor of what"
        with self._nine_like_it():
            lines.add(("team", str(app.ours.team)))
            said = {line: number for line, number in self._counted(app.ruth).items() if number != "–"}
            assert said == dict.fromkeys(lines, "10")
            self._reads_the_annual_report()

    def _counted(self, who: Person) -> dict[tuple[str, str], str]:
        """The lines of the figures that have a number, or one that is not said."""
        found = who.signs_in().asks(f"/v1/reports/{self.year}")
        rows = [(table["id"], row) for table in found["tables"] for row in table["rows"]]
        return {(table, row["id"]): row["number"]["shown"] for table, row in rows if row["number"]["shown"] != "0"}

    def _reads_the_annual_report(self) -> None:
        """The board reads the same on paper; half of the ten had their first care as soon as this one."""
        app = self.app
        board = Person(app, app.ours.board).signs_in()
        found = board.asks(f"/v1/reports/{self.year}")
        seconds = {(one["id"], one["percent"]): one["seconds"] for one in found["times"]}
        cared = self._cared_after()
        assert seconds["first_care", 50] == (cared and pytest.approx(cared, abs=1))
        address = f"/v1/reports/{self.year}.pdf"
        paper = in_pdf(app.http.get(address, headers=board.employee.headers).content)
        for table in found["tables"]:
            for row in table["rows"]:
                assert row["number"]["shown"] != "10" or row["name"] in paper, row["name"]

    def _cared_after(self) -> float | None:
        """How many seconds after it happened the first care was given; None where the protocol has none."""
        here = UUID(self.path.rpartition("/")[2])
        of_it = (TaskRecord.incident_id == here) & (TaskRecord.kind == TaskKind.FIRST_CARE)
        with self.app.database.read() as session:
            happened = session.scalars(select(IncidentRecord.happened_at).where(IncidentRecord.id == here)).one()
            given = session.scalar(select(func.min(TaskRecord.closed_at)).where(of_it))
            return None if given is None else (given - happened).total_seconds()

    @contextmanager
    def _nine_like_it(self) -> Iterator[None]:
        """Nine others in the register, to Ali: four that had their first care sooner, and five later."""
        cared, ids = self._cared_after(), [uuid4() for _ in range(9)]
        with self.app.database.write() as session:
            for id_, slower in zip(ids, (0.2, 0.4, 0.6, 0.8, 2, 3, 4, 5, 6), strict=True):
                own = {"employee_id": self.app.ali.id, "alarm_id": None, "visit_id": None}
                it = session.get_one(IncidentRecord, (UUID(self.path.rpartition("/")[2]), self.app.ours.id))
                session.add(_like(it, id=id_, **own))
                session.flush()
                crosses = select(IncidentBehaviourRecord).where(IncidentBehaviourRecord.incident_id == it.id)
                measures = select(MeasureRecord).where(MeasureRecord.incident_id == it.id)
                for one in (*session.scalars(crosses), *session.scalars(measures)):
                    session.add(_like(one, id=uuid4(), incident_id=id_))
                if cared is not None:
                    of_it = (TaskRecord.incident_id == it.id) & (TaskRecord.kind == TaskKind.FIRST_CARE)
                    task = session.scalars(select(TaskRecord).where(of_it).order_by(TaskRecord.closed_at)).first()
                    closed = it.happened_at + timedelta(seconds=cared * slower)
                    session.add(_like(task, id=uuid4(), incident_id=id_, closed_at=closed))
        try:
            yield
        finally:
            with self.app.database.write() as session:
                for table in (TaskRecord, MeasureRecord, IncidentBehaviourRecord):
                    session.execute(delete(table).where(table.incident_id.in_(ids)))
                session.execute(delete(IncidentRecord).where(IncidentRecord.id.in_(ids)))


def _like(record: Any, **other: Any) -> Any:
    """The same row, but for what is said."""
    kept = {one.key: getattr(record, one.key) for one in inspect(type(record)).column_attrs}
    return type(record)(**{**kept, **other})
