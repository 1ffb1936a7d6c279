"""Requests and answers for a file of risk addresses."""

from enum import StrEnum
from uuid import UUID

from api.addresses.schemas import AddressIn
from api.http.row_files import RefusedRow
from api.http.schemas import Body, Name, Named, Schema, Utc
from api.risk_addresses.schemas import Mark


class Imported(Schema):
    """The result of an import.

    rows: those in the file that are not empty, duplicates included. kept: new marks, or in a dry run those that would
    be new. refused: the first 200. notes: what else to show about the file, such as which rows are in no address
    register.

    If rows were refused nothing is stored, unless the good ones were asked for; otherwise kept, known and refused add
    up to rows.
    """

    rows: int
    kept: int
    known: int
    refused_count: int
    refused: list[RefusedRow]
    dry_run: bool
    notes: list[str]


class Format(StrEnum):
    JSON = "json"
    XLSX = "xlsx"


class Access(Body):
    """The address or person it is about. With a name: what is about that person, and about the household as a whole."""

    address: AddressIn
    person_name: Name | None = None
    format: Format = Format.JSON


class LookUpOut(Schema):
    """Who looked the address up, when and why. told: the marks whose instruction they got."""

    at: Utc
    person: Named | None
    purpose: str
    visit_id: UUID | None
    told: list[UUID]
    same_building: bool


class Exported(Schema):
    """Everything about it: also marks that ended, with their reasons, and who looked."""

    made_at: Utc
    marks: list[Mark]
    look_ups: list[LookUpOut]
