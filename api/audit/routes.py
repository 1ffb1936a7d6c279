"""The audit, for who watches over it: who signed in, who got a role, what was changed, and how long what stays."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from achterwacht.audit.records import Audited
from achterwacht.audit.trail import read_trail
from achterwacht.people.actions import Action
from achterwacht.people.names import names_of
from achterwacht.retention.rules import TERMS, Keeping
from achterwacht.retention.service import terms_of
from api.audit.pages import page_behind, place_of_page
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named, Schema, Utc
from api.http.security import Me, Read

router = Router(prefix="/v1/audit", tags=["administration"])
terms = Router(prefix="/v1/retention-terms", tags=["administration"])
MOST = 200


class AuditLine(Schema):
    """A line of the audit.

    by: nobody at the console (`via` is `cli`) and before somebody is signed in. about: a person or team; without a name
    if it is no person.
    """

    id: UUID
    at: Utc
    kind: Audited
    by: Named | None
    via: str
    about_id: UUID | None
    about: Named | None
    facts: dict[str, Any]


class AuditOut(Schema):
    """Newest first. next: what to pass as `behind` to read on; null at the end."""

    lines: list[AuditLine]
    next: str | None


class RetentionTerm(Schema):
    """How many days something stays after it is over. least, most: between which an organisation may choose.

    usual: what it is where nobody chose.
    """

    keeping: Keeping
    days: int
    usual: int
    least: int
    most: int


class RetentionTerms(Schema):
    """One for each rule; what it takes away stands in docs/privacy/verwerkingen.md."""

    terms: list[RetentionTerm]


@terms.get("", responses=problems(403))
def retention_terms(me: Me, session: Read) -> RetentionTerms:
    """Returns how long your organisation keeps what. Whoever runs the server changes it; that stands in the audit."""
    me.require(Action.SEE_AUDIT)
    own = terms_of(session, me.organisation_id)
    return RetentionTerms(
        terms=[
            RetentionTerm(keeping=one, days=own[one], usual=term.days, least=term.least, most=term.most)
            for one, term in TERMS.items()
        ]
    )


@router.get("", responses=problems(403))
def trail(
    me: Me,
    session: Read,
    behind: Annotated[str, Query(max_length=100)] = "",
    most: Annotated[int, Query(ge=1, le=MOST)] = 50,
    kind: Audited | None = None,
    person: UUID | None = None,
) -> AuditOut:
    """Returns who did what when: sign-ins, roles, passwords, numbers, teams, rosters and profiles.

    `kind`: only these kinds. `person`: what they did, and what was done to them.
    """
    me.require(Action.SEE_AUDIT)
    found = read_trail(session, me.organisation_id, place_of_page(behind), most + 1, kind, person)
    shown = found[:most]
    names = names_of(session, me.organisation_id, {one.by_id for one in shown} | {one.about_id for one in shown})

    def named(person: UUID | None) -> Named | None:
        return Named(id=person, name=names[person]) if person in names and person is not None else None

    return AuditOut(
        lines=[
            AuditLine(
                id=one.id,
                at=one.at,
                kind=one.kind,
                by=named(one.by_id),
                via=one.via,
                about_id=one.about_id,
                about=named(one.about_id),
                facts=one.facts,
            )
            for one in shown
        ],
        next=page_behind(shown[-1].at, shown[-1].id) if len(found) > most else None,
    )
