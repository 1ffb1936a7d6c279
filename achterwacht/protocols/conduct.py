"""The parts of a profile about behaviour, what is registered of it, and the report to the police (sections 4 to 6)."""

from enum import StrEnum

from pydantic import Field

from achterwacht.protocols.part import Identity, Part, Text


class Nature(StrEnum):
    """Emotional behaviour is no aggression until it persists (P4); frustration and instrumental differ (P2 P3)."""

    EMOTIONAL = "emotional"
    AGGRESSION = "aggression"
    EXTREME = "extreme"
    SELF_HARM = "self_harm"


class Behaviour(Part):
    """A class of behaviour. never_letter: help is brought in and no letter is ever sent (P4: E)."""

    id: Identity
    name: Text
    nature: Nature
    persistent_is_aggression: bool = False
    never_letter: bool = False
    help: Text | None = None


class ConductChannel(StrEnum):
    """How it reached the employee (P5)."""

    PHONE = "phone"
    OFFICE = "office"
    HOME_VISIT = "home_visit"
    OUTSIDE = "outside"
    IN_WRITING = "in_writing"


class FormField(StrEnum):
    """A part of the registration form (P5's form)."""

    EMPLOYEE = "employee"
    EMPLOYMENT = "employment"
    MOMENT = "moment"
    CAUSED_BY = "caused_by"
    KIND = "kind"
    DESCRIPTION = "description"
    INJURY = "injury"
    DAMAGE_PERSONAL = "damage_personal"
    DAMAGE_ORGANISATION = "damage_organisation"
    POLICE_REPORT = "police_report"
    AFTERCARE = "aftercare"
    FURTHER_ACTION = "further_action"
    SIGNATURES = "signatures"
    MEASURE = "measure"


class Route(Part):
    """Where a registration goes. when: only then; else always."""

    to: Text
    when: Text | None = None


class Registration(Part):
    """What is registered, by whom, and where it goes.

    minor_too: everything, also minor cases (P3). by_itself_with_letter: a letter makes the registration (P4).
    follow_up: what is done with all of them together: the board, the year.
    """

    form: list[FormField] = Field(min_length=1)
    filled_in_by: Text
    completed_by: Text | None = None
    minor_too: bool = False
    by_itself_with_letter: bool = False
    stalking_log: tuple[Text, ...] = ()
    routes: list[Route] = Field(min_length=1)
    follow_up: tuple[Text, ...] = ()


class PoliceReport(Part):
    """Who reports to the police, and with which address: never the employee's private one (P2 P3 P5).

    always_for: ids of behaviour that is always reported. otherwise: what is done with the rest.
    """

    always_for: tuple[Identity, ...] = ()
    otherwise: Text | None = None
    against_things_by: Text | None = None
    against_person_by: Text | None = None
    accompanied_by: Text | None = None
    organisation_address: bool = True
