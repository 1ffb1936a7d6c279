"""Nothing that comes in or goes out is without end: each text and list of a body has a bound in the document, and each
list of an answer is paged, cut with a word of it, or bounded by something that is named here. A new one fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from achterwacht.people import service as people
from achterwacht.people import teams
from achterwacht.views import drills as drill_views
from api.alarms import routes as alarm_routes
from api.drills import routes as drill_routes
from api.incidents import routes as incident_routes
from api.people import routes as people_routes
from api.visits import routes as visit_routes
from tests.support.organisations import NOBODYS_ID, Organisation
from tests.support.person import an_address

sqlite = pytest.mark.parametrize("kind", ["sqlite"], indirect=True)
OF_A_PROVIDER = "/webhooks/"
BOUNDS = ("maxLength", "enum", "const", "pattern", "maxItems")
FORMS = ("date-time", "uuid", "date", "binary")
PAGED = "a page, with `next`"
CUT = "the first so many, with `more`"
PEOPLE = "5,000 people at most, and so their grants"
TEAMS = "500 teams at most"
NOW = "what goes on at this moment, of people who are on one visit each"
PROFILE = "the profile, whose lists are bounded when it is loaded"
ONE_BODY = "what came in with one body, whose lists are bounded"
ROSTER = "the shifts of one roster, bounded in its body, and seven days of them"
HANDFUL = "a handful by its own rule"
OF_ONE = "one visit, alarm or report: what people do in it until it ends"
PERSON = "the reports about one person, as people said by hand"
IN_FORCE = "the measures in force, each decided by hand"
EXPORT = "everything there is of one address, as the law asks"

NAMED = "whose name was looked for, 200 at most"

WHY = {
    NAMED: "LookOut.about",
    PAGED: "AuditOut.lines Drills.drills Incidents.incidents LetterRegister.letters Looks.looks LooksAtMe.looks "
    "Marks.marks PastAlarms.alarms "
    "PastMessages.messages PastVisits.visits PeopleOut.people ThirdPartyActs.acts",
    CUT: "Alarms.alarms CarePlans.plans Measures.measures "
    "NeverCheckedInOut.people Readers.readers "
    "SignInsOut.signIns Tasks.tasks Visits.visits",
    PEOPLE: "PhonesNotReady.phones "
    "MeOut.grants MeOut.teams PersonOut.grants TeamDrills.players WatchesOut.alone get /colleagues get "
    "/alarms/{alarm_id}/colleagues get /teams/{team_id}/workers MayTakeOut.people",
    TEAMS: "FunctionOut.holders "
    "Board.teams Drills.teams DutyNumbers.teams TeamsOut.teams Board.withoutGuard Board.watches "
    "ProtocolOut.teams ProtocolRow.teams SwitchOut.follow SwitchOut.keep",
    NOW: "Board.alarms Board.drills Board.visits Board.planned Board.goingHome Board.reliefs Board.crowds "
    "LoudAlarms.alarms WhereaboutsOut.underWay WhereaboutsOut.planned",
    PROFILE: "CareOfferOut.by CareOfferOut.parties CarePlanOut.alsoFor CarePlanOut.checklist CarePlanOut.graver "
    "CarePlanOut.information CarePlanOut.offers GraverOut.steps "
    "AskedOut.kinds ByProtocolOut.when ByProtocolOut.otherwise ByProtocolOut.inConsultation "
    "ByProtocolOut.accompaniedBy ByProtocolOut.afterwardsWith ByProtocolOut.informedBy MatterOut.missing "
    "MayReport.by PoliceOut.asked PoliceOut.mayReport PoliceOut.matters "
    "DamageOfIncident.missing DamagesOut.recovers DamagesOut.says "
    "TaskOut.outcomes TaskOut.points TaskOut.parties "
    "AlarmOut.plan AlarmOut.steps BeforehandOut.hints BeforehandOut.steps CardOut.steps CardOut.toDo "
    "CardOut.follows DrillOut.steps DiaryOut.fields MyDiaryOut.fields OfficeHoursOut.days "
    "PoliceFirstOut.say ProfileOut.visitKinds ProfileOut.observing ProfileOut.reminders "
    "ProfileOut.questions ProfileOut.visitMinutes ProfileOut.officeHours ProfileOut.cards "
    "ProtocolOut.visitKinds ProtocolOut.observing ProtocolOut.reminders ProtocolOut.questions "
    "ProtocolOut.visitMinutes ProtocolOut.officeHours ProtocolOut.cards WaitsOut.lookUp ProfileOut.told "
    "LetterChoice.says LetterOut.behind LetterOut.needs LetterOut.missing LetterOut.possibleAttachments LetterOut.says "
    "LetterOut.signers LetterOut.ways Letters.choices TemplateOut.fields TemplateOut.says TemplateOut.words "
    "Templates.templates "
    "FormWordOut.attempts FormOut.behaviours FormOut.channels FormOut.expressions FormOut.fields FormOut.levels "
    "FormOut.motives FormOut.stalkingLog "
    "ProfileOut.riskSigns ProtocolOut.told ProtocolOut.riskSigns MeasureAdvice.measures MeasureAdvice.others "
    "AdvisedMeasure.percent MeasureOut.percentLimits "
    "AdvisedMeasure.decidedBy AdvisedMeasure.inConsultation AdvisedMeasure.askFirst AdvisedMeasure.conditions "
    "MeasureOut.checklist MeasureOut.deciders MeasureOut.decidersCalled MeasureOut.stepsWhenBroken "
    "Ban.locations Ban.steps "
    "IncidentOut.asks IncidentOut.missing IncidentOut.signaturesAsked "
    "WholeIncidentOut.asks WholeIncidentOut.missing WholeIncidentOut.signaturesAsked "
    "ProtocolsOut.protocols SwitchOut.heldByNobody ProtocolRead.pages ReadPage.columns ReadPage.rows ReadRow.cells "
    "FiguresOut.shares FiguresOut.tables FiguresOut.teams FiguresOut.times FigureTable.rows",
    ONE_BODY: "SignOnOut.groups PhoneNotReady.failing "
    "ActOut.kinds FactsOut.conditions LetterOut.attachments LetterOut.text LetterheadOut.lines "
    "BoardVisit.companions HandOver.companions PastVisitOut.companions VisitOut.companions StayOut.companions "
    "Mark.criteria Mark.advice Mark.notFor MarkGiven.criteria MarkGiven.advice Found.advice RiskOut.advice "
    "Imported.refused Imported.notes "
    "RosterRead.refused RosterRead.notes "
    "PeopleImported.refused PeopleImported.changes PeopleImported.notes ChangedRow.what "
    "RefusedRow.wrong Problem.errors IncidentOut.behaviours IncidentOut.expressions IncidentOut.damages "
    "Happened.behaviours ClientForTask.behaviours ReportForTask.damages "
    "WholeIncidentOut.behaviours WholeIncidentOut.expressions WholeIncidentOut.damages "
    "WholeIncidentOut.witnesses WholeIncidentOut.stalkingLog DamagesOut.lines "
    "IncidentOut.witnesses IncidentOut.stalkingLog SightingOut.hit MeasureOut.conditions BreachOut.steps "
    "PlacesOnMap.places PlacesOnMap.askAgain",
    ROSTER: "BoardVisit.onDuty WatchOut.onDuty WatchesOut.onDuty WatchesOut.managers WhereaboutsOut.onDuty "
    "WhereaboutsOut.managers WeekOut.turns WeekOut.gaps WeekOut.swaps WeekOut.holidays WeekOut.mayTake "
    "ReliefOut.staying ReliefOut.asked RosterRead.shifts",
    HANDFUL: "CodesOut.recoveryCodes SteppedIn.recoveryCodes SignInPolicyOut.secondStep Functions.functions "
    "NewPasskeyOptions.algorithms NewPasskeyOptions.known PasskeyOptions.allowed PasskeysOut.passkeys "
    "NextStep.ways AddedOut.recoveryCodes ScimTokensOut.tokens ScimTokensOut.groups "
    "BreakGlassOut.accounts HowItStands.ways "
    "MeOut.functions RetentionTerms.terms WholeIncidentOut.attachments "
    "CalendarRead.notes DutyOfTeam.people Proposals.notes Proposals.proposals Suggestions.suggestions "
    "Found.instructions PlaceOut.instructions RiskOut.instructions HandOver.addresses HandOver.say "
    "TeamProtocolOut.choices AggressorOfReport.proposals SamePersonProposal.why",
    OF_ONE: "CarePlanOut.carers CarePlanOut.steps TasksOfIncident.tasks "
    "AlarmOut.told AlarmOut.timeline AlarmOut.ticks VisitOut.timeline DrillLine.told DrillOut.people DrillOut.silent "
    "Letters.letters Letters.sent "
    "DrillOut.timeline DrillRow.messages GuardOut.calls HandOver.tried HandOver.policeCalls "
    "WholeIncidentOut.signatures WholeIncidentOut.tasks WholeIncidentOut.measures AftercareOut.plans "
    "IncidentOut.signatures IncidentOut.reopenings WholeIncidentOut.reopenings "
    "MeasureOut.breaches PastVisitOut.alarmIds ReportLine.measures",
    PERSON: "AggressorOfReport.reports AggressorOfReport.said KnownAggressor.reports KnownAggressor.said "
    "Repeated.incidents",
    IN_FORCE: "Bans.bans",
    EXPORT: "Exported.marks Exported.lookUps ExportedWithNames.marks ExportedWithNames.lookUps LookUpOut.told "
    "LookUpGiven.told",
}


@pytest.fixture
def document(api: TestClient) -> dict[str, Any]:
    found: dict[str, Any] = api.get("/v1/openapi.json").json()
    return found


class Walk:
    """Through the schemas of a document."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    def operations(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                if isinstance(operation, dict) and not path.startswith(OF_A_PROVIDER):
                    yield f"{method} {path}", operation

    def endless(self, schema: dict[str, Any], where: str, *, seen: frozenset[str] = frozenset()) -> Iterator[str]:
        """Texts and lists without a bound."""
        if "$ref" in schema:
            name = schema["$ref"].rpartition("/")[2]
            if name not in seen:
                yield from self.endless(self.document["components"]["schemas"][name], where, seen=seen | {name})
            return
        bound = any(one in schema for one in BOUNDS) or schema.get("format") in FORMS
        if schema.get("type") in ("string", "array") and not bound:
            yield where
        if not bound or "properties" in schema:
            for part in ("anyOf", "oneOf", "allOf"):
                for one in schema.get(part, ()):
                    yield from self.endless(one, where, seen=seen)
        if "items" in schema:
            yield from self.endless(schema["items"], f"{where}/0", seen=seen)
        for name, one in schema.get("properties", {}).items():
            yield from self.endless(one, f"{where}/{name}", seen=seen)

    def lists(self, schema: dict[str, Any], where: str) -> Iterator[str]:
        """The lists of an answer without a bound, by the name of their schema."""
        for part in ("anyOf", "oneOf", "allOf"):
            for one in schema.get(part, ()):
                yield from self.lists(one, where)
        if schema.get("type") == "array":
            if "maxItems" not in schema:
                yield where
            yield from self.lists(schema.get("items", {}), f"{where}[]")


@sqlite
def test_whatever_comes_in_has_a_bound(document: dict[str, Any]) -> None:
    walk, seen = Walk(document), 0
    endless: list[str] = []
    for operation, said in walk.operations():
        for parameter in said.get("parameters", ()):
            seen += 1
            endless += walk.endless(parameter["schema"], f"{operation} ?{parameter['name']}")
        for kind, content in said.get("requestBody", {}).get("content", {}).items():
            if kind == "application/json":
                seen += 1
                endless += walk.endless(content["schema"], operation)
    assert seen > 100
    assert endless == []


@sqlite
def test_every_list_that_goes_out_is_paged_or_bounded(document: dict[str, Any]) -> None:
    walk, found, schemas = Walk(document), set(), document["components"]["schemas"]
    asked = {name for name in schemas if not name.startswith("Cm")}
    for name in asked:
        for field, schema in schemas[name].get("properties", {}).items():
            found |= set(walk.lists(schema, f"{name}.{field}"))
    for operation, said in walk.operations():
        for status, answer in said["responses"].items():
            schema = answer.get("content", {}).get("application/json", {}).get("schema", {})
            if status.startswith("2"):
                found |= set(walk.lists(schema, operation))
    known = {one for names in WHY.values() for one in _apart(names)}
    assert found == known
    for name in WHY[PAGED].split():
        assert "next" in schemas[name.partition(".")[0]]["required"]
    for name in WHY[CUT].split():
        assert "more" in schemas[name.partition(".")[0]]["required"]


def _apart(names: str) -> Iterator[str]:
    words = iter(names.split())
    for word in words:
        yield f"{word} {next(words)}" if word == "get" else word


def test_reports_come_by_the_page(api: TestClient, ours: Organisation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incident_routes, "A_PAGE", 2)
    body = {"kind": "threatening", "happenedAt": "2026-01-01T10:00:00Z", "description": "Hij dreigde"}
    made = [ours.worker.post(api, "/v1/incidents", body).json()["id"] for _ in range(5)]
    assert sorted(_all(api, ours, "incidents", "/v1/incidents")) == sorted(made)
    assert ours.worker.get(api, f"/v1/incidents?after={NOBODYS_ID}").status_code == 404
    assert ours.worker2.get(api, f"/v1/incidents?after={made[0]}").status_code == 404, "not theirs to see"


def _all(api: TestClient, ours: Organisation, name: str, path: str) -> list[str]:
    """Read on to the end, a page of two at a time."""
    who, read, after, pages = ours.administrator if name == "people" else ours.worker, [], "", 0
    while pages == 0 or after:
        page = who.get(api, path + (f"?after={after}" if after else "")).json()
        assert len(page[name]) <= 2
        read += [one["id"] for one in page[name]]
        after, pages = page["next"], pages + 1
    assert pages == (len(read) + 1) // 2
    return read


def test_people_come_by_the_page(
    api: TestClient, ours: Organisation, strangers: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people_routes, "A_PAGE", 2)
    read = _all(api, ours, "people", "/v1/people")
    assert sorted(read) == sorted(str(one.id) for one in ours.everybody)
    assert ours.administrator.get(api, f"/v1/people?after={strangers.worker.id}").status_code == 404


@sqlite
def test_an_organisation_has_a_bound_of_people_and_teams(
    api: TestClient, ours: Organisation, strangers: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "MOST_PEOPLE", len(ours.everybody))
    monkeypatch.setattr(teams, "MOST_TEAMS", 1)
    somebody = {"name": "Els", "email": "els@voorstad.test"}
    full = ours.administrator.post(api, "/v1/people", somebody)
    assert (full.status_code, full.json()["code"]) == (409, "people_full")
    full = ours.administrator.post(api, "/v1/teams", {"name": "Wmo"})
    assert (full.status_code, full.json()["code"]) == (409, "teams_full")
    left = f"/v1/people/{ours.hr.id}"
    assert ours.administrator.patch(api, left, {"active": False}).status_code == 200
    assert ours.administrator.post(api, "/v1/people", somebody).status_code == 201, "who left makes room"
    assert ours.administrator.patch(api, left, {"active": True}).json()["code"] == "people_full"
    assert ours.administrator.patch(api, left, {"name": "Hanna"}).status_code == 200


def test_what_is_watched_now_is_never_cut_off(
    api: TestClient, ours: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many are planned, and however many alarms came after one that is still open."""
    monkeypatch.setattr(visit_routes, "MOST", 2)
    monkeypatch.setattr(alarm_routes, "MOST", 1)
    now = datetime.now(UTC)
    end = {"address": an_address(), "companions": [], "expectedEnd": (now + timedelta(hours=1)).isoformat()}
    watched = ours.worker.post(api, "/v1/visits", end | {"checkIn": True}).json()["id"]
    plans = []
    for days in (3, 2, 1):
        later = {"plannedStart": now + timedelta(days=days), "expectedEnd": now + timedelta(days=days, hours=1)}
        planned = end | {name: at.isoformat() for name, at in later.items()}
        plans.append(ours.worker.post(api, "/v1/visits", planned).json()["id"])
    shown = ours.manager.get(api, "/v1/visits").json()
    assert ([one["id"] for one in shown["visits"]], shown["more"]) == ([watched, plans[2]], True), (
        "and the soonest plan"
    )
    shown = ours.manager.get(api, "/v1/visits?state=planned").json()
    assert ([one["id"] for one in shown["visits"]], shown["more"]) == ([plans[2], plans[1]], True)
    shown = ours.manager.get(api, "/v1/visits?state=under_way").json()
    assert ([one["id"] for one in shown["visits"]], shown["more"]) == ([watched], False)
    open_one = ours.worker2.post(api, "/v1/alarms").json()["id"]
    closed = ours.worker.post(api, "/v1/alarms").json()["id"]
    assert ours.manager.post(api, f"/v1/alarms/{closed}/resolve", {"outcome": "safe"}).status_code == 200
    shown = ours.manager.get(api, "/v1/alarms").json()
    assert ([one["id"] for one in shown["alarms"]], shown["more"]) == ([open_one], True)


def test_of_too_many_that_are_watched_the_most_urgent_are_kept(
    api: TestClient, ours: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever began first is the first to be overdue, and has the first alarm: the latest can wait."""
    monkeypatch.setattr(visit_routes, "MOST", 1)
    monkeypatch.setattr(alarm_routes, "MOST", 1)
    now, end = datetime.now(UTC), {"address": an_address(), "companions": []}
    first, *_ = (
        who.post(api, "/v1/visits", end | {"checkIn": True, "expectedEnd": (now + timedelta(hours=hours)).isoformat()})
        for who, hours in ((ours.worker, 1), (ours.worker2, 2))
    )
    for state in ("", "?state=under_way"):
        found = ours.manager.get(api, f"/v1/visits{state}").json()
        assert ([one["id"] for one in found["visits"]], found["more"]) == ([first.json()["id"]], True)
    first, *_ = (who.post(api, "/v1/alarms") for who in (ours.worker, ours.worker2))
    for wanted in ("", "?open=true"):
        found = ours.manager.get(api, f"/v1/alarms{wanted}").json()
        assert ([one["id"] for one in found["alarms"]], found["more"]) == ([first.json()["id"]], True)


def test_drills_come_by_the_page_the_latest_first(
    api: TestClient, ours: Organisation, strangers: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drill_views, "A_PAGE", 2)
    monkeypatch.setattr(drill_routes, "A_PAGE", 2)
    made: list[str] = []
    for _ in range(5):
        made.append(ours.manager.post(api, "/v1/drills", {"teamId": str(ours.team)}).json()["id"])
        assert ours.manager.post(api, f"/v1/drills/{made[-1]}/stop").status_code == 200
    read: list[str] = []
    after: str | None = ""
    while after is not None:
        page = ours.manager.get(api, "/v1/drills" + (f"?after={after}" if after else "")).json()
        assert len(page["drills"]) <= 2
        read += [one["id"] for one in page["drills"]]
        after = page["next"]
    assert read == made[::-1]
    other = strangers.manager.post(api, "/v1/drills", {"teamId": str(strangers.team)}).json()["id"]
    assert ours.manager.get(api, f"/v1/drills?after={other}").status_code == 404
