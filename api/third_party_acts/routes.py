"""The Belgian register of acts by third parties: facts and dates, and the employee's name only if they say so."""

from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Response

from achterwacht.afterwards.third_party_acts import entry_of, read_register, say_name
from achterwacht.people.records import OrganisationRecord
from achterwacht.third_party_acts.records import ThirdPartyActRecord
from api.http.errors import problems
from api.http.idempotency import IdempotentRequest
from api.http.last_step import Router
from api.http.security import Me, Read, Write
from api.third_party_acts.schemas import ActOut, EntryOut, NameIn, ThirdPartyActs
from documents.sheets import CSV, csv_text
from notifications.texts.catalogue import catalogue

router = Router(prefix="/v1/third-party-acts", tags=["third-party acts"])
of_incidents = Router(prefix="/v1/incidents", tags=["third-party acts"])
also = Router(prefix="/v1", include_in_schema=False)
"""The contract's address of the sheet, which the design rules keep out of the document."""

A_PAGE = 200
COLUMNS = ("happened", "time", "kinds", "facts", "place", "entered", "kept", "employee")


@router.get("", responses=problems(403, 404))
def read_acts(me: Me, session: Write, after: UUID | None = None) -> ThirdPartyActs:
    """Returns the register, for the prevention adviser, where the protocol has one. That you read it is recorded."""
    found = read_register(session, me, after, A_PAGE + 1)
    page = found[:A_PAGE]
    more = page[-1].id if len(found) > len(page) else None
    return ThirdPartyActs(acts=[ActOut.model_validate(one) for one in page], next=more)


@also.get("/third-party-acts.csv", response_class=Response)
@router.get("/acts.csv", response_class=Response, responses=problems(403, 404) | {200: {"content": {"text/csv": {}}}})
def read_acts_csv(me: Me, session: Write) -> Response:
    """Returns the whole register as CSV. That you read it is recorded."""
    acts = read_register(session, me, None, None)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    texts, zone = catalogue(organisation.language), ZoneInfo(organisation.time_zone)
    rows = [[texts.say("third_party_acts", one) for one in COLUMNS]]
    for one in acts:
        at = one.happened_at.astimezone(zone)
        when = [at.date().isoformat(), at.strftime("%H:%M")]
        kept = [one.entered_on.isoformat(), one.kept_until.isoformat()]
        rows.append([*when, ", ".join(one.kinds), one.facts, one.place, *kept, one.employee or ""])
    headers = {"Content-Disposition": 'attachment; filename="feitenregister.csv"', "Cache-Control": "no-store"}
    return Response("\ufeff" + csv_text(rows), media_type=CSV, headers=headers)


@of_incidents.get("/{incident_id}/third-party-act", responses=problems(404))
def read_entry(incident_id: UUID, me: Me, session: Read) -> EntryOut:
    """Returns whether a report stands in the register, and whether the employee's name does."""
    record, own = entry_of(session, me, incident_id)
    return _entry(record, own)


@of_incidents.put("/{incident_id}/third-party-act", responses=problems(403, 404))
def say_whether_named(incident_id: UUID, body: NameIn, me: Me, session: Write, once: IdempotentRequest) -> EntryOut:
    """Say whether your name may stand in the register, or take it back: only whom it happened to."""
    return once.answer(_entry(say_name(session, me, incident_id, body.named), True))


def _entry(record: ThirdPartyActRecord | None, own: bool) -> EntryOut:
    if record is None:
        return EntryOut(entered_at=None, kept_until=None, named=None, may_say=False)
    return EntryOut(entered_at=record.entered_at, kept_until=record.kept_until, named=record.named, may_say=own)
