"""Why two reports may be about the same person."""

from enum import StrEnum


class Alike(StrEnum):
    """A reason to propose it, the strongest first. It only proposes: a human says so."""

    REFERENCE = "reference"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    ADDRESS = "address"
    ADDRESS_PERHAPS = "address_perhaps"
    """The same building, or the same door written in another way."""
