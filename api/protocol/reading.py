"""The protocols that an organisation uses or could use, to read in words, with where each rule comes from."""

from typing import Annotated
from uuid import UUID

from fastapi import Path
from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.people.actions import Action
from achterwacht.people.records import OrganisationRecord
from achterwacht.people.teams import teams_of
from achterwacht.protocols.of_team import choices
from achterwacht.protocols.profile import Profile, read_profile, stored_profile
from achterwacht.protocols.records import ProtocolVersionRecord
from achterwacht.protocols.service import shipped
from achterwacht.protocols.sources import Key, Source, sources
from achterwacht.refused import NotFound
from api.http.errors import problems
from api.http.last_step import Router
from api.http.schemas import Named, Schema
from api.http.security import Me, Read
from api.protocol.brief import in_brief
from api.protocol.pages import Page, pages

router = Router(prefix="/v1/protocols", tags=["protocol"])

ProfileId = Annotated[str, Path(max_length=40, pattern="^[a-z][a-z0-9-]*$")]


class ProtocolRow(Schema):
    """version: as it was loaded here; null: as it comes with the product. inForce: it is the organisation's. teams:
    those that use this one as their own."""

    id: str
    name: str
    version: int | None
    in_force: bool
    teams: list[Named]


class ProtocolsOut(Schema):
    protocols: list[ProtocolRow]


class ReadRow(Schema):
    """A rule in words. source: which lines of the protocol's text say so (`004 L305-310`), or that it is our own
    choice; empty if that is not known, or the same as in the row before."""

    cells: list[str]
    source: str


class ReadPage(Schema):
    """A part of a protocol. key: what it is about, to lay it beside that of another one. columns: empty where each row
    is a label and a text."""

    key: str
    title: str
    columns: list[str]
    rows: list[ReadRow]

    @classmethod
    def of(cls, page: Page) -> "ReadPage":
        rows = [ReadRow(cells=list(row.cells), source=row.source) for row in page.rows]
        return cls(key=page.key, title=page.title, columns=list(page.columns), rows=rows)


class ProtocolRead(Schema):
    id: str
    name: str
    version: int | None
    pages: list[ReadPage]


@router.get("", responses=problems(403))
def protocols(me: Me, session: Read) -> ProtocolsOut:
    """Returns the protocols that this organisation uses, and the others that its teams could use."""
    me.require(Action.READ_PROTOCOLS)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    versions = _versions(session, me.organisation_id)
    used = versions.get(organisation.protocol_id) if organisation.protocol_id else None
    own: dict[str, list[Named]] = {}
    for team in teams_of(session, me.organisation_id):
        if team.protocol_id is not None:
            own.setdefault(versions[team.protocol_id].profile_id, []).append(Named(id=team.id, name=team.name))
    found = {one.id: one for one in choices(session, organisation)}
    return ProtocolsOut(
        protocols=[
            ProtocolRow(
                id=one.id,
                name=one.name,
                version=one.version,
                in_force=used is not None and used.profile_id == one.id,
                teams=own.get(one.id, []),
            )
            for one in found.values()
        ]
    )


@router.get("/{profile}", responses=problems(403, 404))
def read_protocol(profile: ProfileId, me: Me, session: Read) -> ProtocolRead:
    """Returns a protocol in words: the version that is in force, else the latest that was loaded here, else as it comes
    with the product."""
    me.require(Action.READ_PROTOCOLS)
    organisation = session.get_one(OrganisationRecord, me.organisation_id)
    content, version = profile_to_read(session, organisation, profile)
    found = _sources(content)
    return ProtocolRead(
        id=content.id,
        name=content.name,
        version=version,
        pages=[ReadPage.of(page) for page in (in_brief(content, found), *pages(content, found))],
    )


def profile_to_read(session: Session, organisation: OrganisationRecord, profile: str) -> tuple[Profile, int | None]:
    """Returns a profile with its version here: the one in force, else the latest, else as it comes with the product.

    Raises:
        NotFound: it is none of the choices of this organisation.
    """
    chosen = next((one for one in choices(session, organisation) if one.id == profile), None)
    if chosen is None:
        raise NotFound
    versions = _versions(session, organisation.id)
    used = versions.get(organisation.protocol_id) if organisation.protocol_id else None
    latest = next((one for one in versions.values() if one.version == chosen.version), None)
    kept = used if used is not None and used.profile_id == profile else latest
    if kept is None:
        return read_profile(shipped()[profile]), None
    return stored_profile(kept.content), kept.version


def _versions(session: Session, organisation_id: UUID) -> dict[UUID, ProtocolVersionRecord]:
    found = select(ProtocolVersionRecord).where(ProtocolVersionRecord.organisation_id == organisation_id)
    return {one.id: one for one in session.scalars(found)}


def _sources(profile: Profile) -> dict[Key, Source]:
    """Returns where the parts come from that are as in the file that comes with the product: of others nobody knows."""
    text = shipped().get(profile.id)
    if text is None:
        return {}
    ours = read_profile(text)
    return {
        key: one for key, one in sources(text).items() if getattr(ours, str(key[0])) == getattr(profile, str(key[0]))
    }
