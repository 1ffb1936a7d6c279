"""Functions: the protocols' words for those who do, decide, sign or get something.

A function is no role: a role gives rights in the software.
"""

from enum import StrEnum

from pydantic import model_validator

from achterwacht.protocols.part import Part, Text, wrong


class Function(StrEnum):
    """Who does something, in or outside the organisation. The profile holds what its text calls them."""

    EMPLOYEE = "employee"
    """The employee whom it happened to."""
    WITNESS = "witness"
    COLLEAGUE = "colleague"
    DIRECT_MANAGER = "direct_manager"
    DEPUTY_MANAGER = "deputy_manager"
    HEAD_OF_DEPARTMENT = "head_of_department"
    DIRECTOR = "director"
    MANAGEMENT = "management"
    """Those who manage a location."""
    MANAGEMENT_TEAM = "management_team"
    BOARD = "board"
    MAYOR = "mayor"
    REGISTRAR_OF_THE_COUNCIL = "registrar_of_the_council"
    MUNICIPAL_SECRETARY = "municipal_secretary"
    OFFICIALS = "officials"
    """The other elected officials."""
    HR = "hr"
    REGISTRAR = "registrar"
    """Keeps the register of all reports."""
    PREVENTION = "prevention"
    TRUSTED_PERSON = "trusted_person"
    PEER_SUPPORTER = "peer_supporter"
    """A colleague or manager who is trained to receive employees who went through it."""
    CONTACT_PERSON = "contact_person"
    """Whom the aggressor can always reach."""
    COORDINATOR = "coordinator"
    """Coordinates everything about aggression and violence."""
    SIGNATORY = "signatory"
    """Entitled to sign letters."""
    SAFETY_COMMITTEE = "safety_committee"
    LEGAL = "legal"
    FACILITY = "facility"
    BENEFITS = "benefits"
    """Pays benefits."""
    RECEPTION = "reception"
    SECURITY = "security"
    CASE_WORKER = "case_worker"
    """Continues the case of the aggressor."""
    OCCUPATIONAL_HEALTH = "occupational_health"
    SOCIAL_WORKER = "social_worker"
    """For employees."""
    TRAUMA_AGENCY = "trauma_agency"
    CARE_PROVIDER = "care_provider"
    VICTIM_SUPPORT = "victim_support"
    HELP_AGENCY = "help_agency"
    """For somebody who threatens to harm themselves or others."""
    SOCIAL_ORGANISATIONS = "social_organisations"
    LABOUR_INSPECTORATE = "labour_inspectorate"
    POLICE = "police"
    COMMUNITY_OFFICER = "community_officer"
    COURT = "court"


class File(StrEnum):
    """A file in which something is kept."""

    CLIENT_FILE = "client_file"
    PERSONNEL_FILE = "personnel_file"
    AGGRESSION_FILE = "aggression_file"
    THIRD_PARTY_ACTS = "third_party_acts"
    """The Belgian register of acts by third parties."""


class Recipient(Part):
    """Who gets a copy or a report, or the file it goes into.

    by: who tells them, if they are not told by us. kept_by: who puts it into the file. possibly: only if it is decided
    so. when: only then.
    """

    to: Function | None = None
    by: Function | None = None
    file: File | None = None
    kept_by: Function | None = None
    possibly: bool = False
    when: Text | None = None

    @model_validator(mode="after")
    def _one_place(self) -> "Recipient":
        if (self.to is None) == (self.file is None):
            raise ValueError(wrong("to_or_file"))
        return self


class Assignment(Part):
    """Something that somebody does.

    by: who; one of them is enough. to: whom it is for, or who is brought in; all of them. together: not for each
    incident, but once a year over all of them.
    """

    text: Text
    together: bool = False
    by: tuple[Function, ...] = ()
    to: tuple[Function, ...] = ()
    possibly: bool = False

    @property
    def to_the_police(self) -> bool:
        """Whether it is the employee who goes to the police."""
        return Function.EMPLOYEE in self.by and Function.POLICE in self.to
