"""An address in a body: a union by `country`. What comes in is read as people write it, what goes out has its `line`.

address: AddressIn          # in a body; body.address.address() is the noun
address: AddressOut         # in an answer; address_out(address) makes it
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError

from achterwacht.addresses.address import Address, address_of
from achterwacht.addresses.described import LONGEST_CITY, LONGEST_WHERE, WhereTo, place_of
from achterwacht.addresses.reading import LONGEST_CODE, LONGEST_PLACE, LONGEST_STREET, read_address
from achterwacht.refused import Wrong, WrongInput
from api.http.schemas import Schema
from foundation.visible import on_one_line

LOOSE_NUMBER = {
    "anyOf": [{"type": "integer", "minimum": 1, "maximum": 99_999}, {"type": "string", "maxLength": 2 * LONGEST_CODE}],
    "description": '`12`, or as written: `"12-A"` is number 12 with addition A.',
    "examples": [12],
}


def at_most(longest: int) -> dict[str, int]:
    """Returns what the document says of a text that the rules of the address bound, once it is tidied."""
    return {"maxLength": longest}


OF_ANSWERS = frozenset({"line", "verified"})
"""What an answer adds. A client may send an address back as it got it; both are worked out anew."""


class _Union(BaseModel):
    """Not a `Schema`: its check of every field would stand before the discriminator. Reading drops NULs by itself."""

    model_config = Schema.model_config


class _Dutch(_Union):
    country: Literal["NL"]
    postcode: Annotated[str, Field(json_schema_extra=at_most(LONGEST_CODE), examples=["5211 AA"])]
    house_number: int
    addition: Annotated[str | None, Field(json_schema_extra=at_most(LONGEST_CODE), examples=["A"])] = None
    street: Annotated[str | None, Field(json_schema_extra=at_most(LONGEST_STREET), examples=["Dorpsstraat"])] = None
    city: Annotated[str | None, Field(json_schema_extra=at_most(LONGEST_PLACE), examples=["Den Bosch"])] = None
    register_id: Annotated[
        str | None,
        Field(
            json_schema_extra=at_most(LONGEST_CODE),
            description="Of the nummeraanduiding in the BAG.",
            examples=["0796200000123456"],
        ),
    ] = None


class _Belgian(_Union):
    country: Literal["BE"]
    street: Annotated[str, Field(json_schema_extra=at_most(LONGEST_STREET), examples=["Veldstraat"])]
    house_number: Annotated[str, Field(json_schema_extra=at_most(2 * LONGEST_CODE), examples=["12A"])]
    box: Annotated[str | None, Field(json_schema_extra=at_most(LONGEST_CODE), examples=["3"])] = None
    postcode: Annotated[str, Field(json_schema_extra=at_most(LONGEST_CODE), examples=["9000"])]
    city: Annotated[str, Field(json_schema_extra=at_most(LONGEST_PLACE), examples=["Gent"])]
    register_id: Annotated[
        str | None,
        Field(
            json_schema_extra=at_most(LONGEST_CODE),
            description="Of the address in the Flemish register.",
            examples=["36416228"],
        ),
    ] = None


class _Read(_Union):
    """Read by the rules of the address, which say every wrong field at once."""

    @model_validator(mode="before")
    @classmethod
    def _read(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        known = {alias for name, field in cls.model_fields.items() for alias in (name, field.alias)} | OF_ANSWERS
        wrong = [Wrong(f"/{name}", "unknown_field") for name in data if name not in known]
        try:
            address = read_address(data)
        except WrongInput as refused:
            wrong += refused.wrong
        else:
            if not wrong:
                return address.to_dict()
        raise ValidationError.from_exception_data(cls.__name__, [_line(one, data) for one in wrong])

    def address(self) -> Address:
        """Returns the address as the code uses it."""
        return address_of(self.model_dump(by_alias=True))


def _line(wrong: Wrong, data: Mapping[str, Any]) -> InitErrorDetails:
    name = wrong.pointer.removeprefix("/")
    return InitErrorDetails(
        type=PydanticCustomError(wrong.code, wrong.code, wrong.facts), loc=(name,), input=data.get(name)
    )


class DutchAddress(_Read, _Dutch):
    house_number: Annotated[int, WithJsonSchema(LOOSE_NUMBER)]


class BelgianAddress(_Read, _Belgian):
    pass


class _Shown(_Union):
    verified: Annotated[bool, Field(description="Whether it was chosen from a register, and not typed by hand.")]


class DutchAddressOut(_Dutch, _Shown):
    line: Annotated[str, Field(examples=["Dorpsstraat 12-A, 5211 AA Den Bosch"])]


class BelgianAddressOut(_Belgian, _Shown):
    line: Annotated[str, Field(examples=["Veldstraat 12A bus 3, 9000 Gent"])]


def one_line(value: Any) -> Any:
    """Returns what was typed on one line, without signs that nobody sees; other things as they are."""
    return " ".join(on_one_line(value).split()) if isinstance(value, str) else value


class DescribedPlace(_Union):
    """A place without a house number: where somebody observes, or inspects from the street. No mark is found by it."""

    model_config = ConfigDict(**_Union.model_config, extra="forbid", str_strip_whitespace=True)

    country: Literal["place"]
    where: Annotated[str, Field(min_length=1, max_length=LONGEST_WHERE, examples=["hoek Dorpsstraat en Kerkstraat"])]
    city: Annotated[str, Field(min_length=1, max_length=LONGEST_CITY, examples=["Den Bosch"])]

    @model_validator(mode="before")
    @classmethod
    def _as_answered(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {name: value for name, value in data.items() if name not in OF_ANSWERS}

    @field_validator("where", "city", mode="before")
    @classmethod
    def _on_one_line(cls, value: Any) -> Any:
        return one_line(value)

    def address(self) -> WhereTo:
        """Returns the place as the house knows it."""
        return place_of(self.model_dump(by_alias=True))


class DescribedPlaceOut(_Shown):
    """`verified` is never true of it."""

    country: Literal["place"]
    where: str
    city: str
    line: Annotated[str, Field(examples=["hoek Dorpsstraat en Kerkstraat, Den Bosch"])]


AddressIn = Annotated[DutchAddress | BelgianAddress, Field(discriminator="country")]
AddressOut = Annotated[DutchAddressOut | BelgianAddressOut, Field(discriminator="country")]

WhereToIn = Annotated[DutchAddress | BelgianAddress | DescribedPlace, Field(discriminator="country")]
WhereToOut = Annotated[DutchAddressOut | BelgianAddressOut | DescribedPlaceOut, Field(discriminator="country")]

_out: TypeAdapter[DutchAddressOut | BelgianAddressOut] = TypeAdapter(AddressOut)


def address_out(address: Address) -> DutchAddressOut | BelgianAddressOut:
    """Returns the address as an answer shows it."""
    return _out.validate_python(
        {**address.to_dict(), "line": address.line, "verified": address.register_id is not None}
    )


_where: TypeAdapter[DutchAddressOut | BelgianAddressOut | DescribedPlaceOut] = TypeAdapter(WhereToOut)


def where_out(place: WhereTo) -> DutchAddressOut | BelgianAddressOut | DescribedPlaceOut:
    """Returns where a visit is, as it is answered."""
    return _where.validate_python({**place.to_dict(), "line": place.line, "verified": place.register_id is not None})
