"""Requests and answers for a file of risk addresses."""

from enum import StrEnum
from uuid import UUID

from api.addresses.schemas import AddressIn
from api.http.row_files import RefusedRow
from api.http.schemas import Body, Name, Named, Schema, Utc
from api.risk_addresses.schemas import Mark, MarkGiven


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
    """The address or person it is about. With a name: what is about that person, and about the household as a whole.

    withNames: of who works here. For an inquiry of one's own, and not to be given to whoever asks.
    """

    address: AddressIn
    person_name: Name | None = None
    format: Format = Format.JSON
    with_names: bool = False


class LookUpGiven(Schema):
    """When the address was looked up, and why. told: the marks whose instruction was given."""

    at: Utc
    purpose: str
    told: list[UUID]
    same_building: bool


class LookUpOut(LookUpGiven):
    """With who did, and for which visit."""

    person: Named | None
    visit_id: UUID | None


class Exported(Schema):
    """What the register holds: also marks that ended, with their reasons, and when somebody looked."""

    made_at: Utc
    marks: list[MarkGiven]
    look_ups: list[LookUpGiven]


class ExportedWithNames(Schema):
    """The same, with who works here."""

    made_at: Utc
    marks: list[Mark]
    look_ups: list[LookUpOut]

    def without_names(self) -> Exported:
        """As it is given to whom it is about."""
        return Exported(
            made_at=self.made_at,
            marks=[MarkGiven(**{name: getattr(one, name) for name in MarkGiven.model_fields}) for one in self.marks],
            look_ups=[
                LookUpGiven(**{name: getattr(one, name) for name in LookUpGiven.model_fields}) for one in self.look_ups
            ],
        )
