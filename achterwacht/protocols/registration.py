"""The parts of a profile about what is registered of an incident, and about reports to the police."""

from enum import StrEnum

from pydantic import Field

from achterwacht.protocols.conduct import ConductChannel
from achterwacht.protocols.functions import Assignment, Function, Recipient
from achterwacht.protocols.part import Identity, Part, Text


class FormField(StrEnum):
    """A part of the registration form."""

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


class Rhythm(StrEnum):
    YEARLY = "yearly"
    REGULARLY = "regularly"


class Figures(Part):
    """The figures of all reports together: who makes them, how often, for whom, and what they hold."""

    by: tuple[Function, ...] = ()
    every: Rhythm
    to: list[Function] = Field(min_length=1)
    says: tuple[Text, ...] = ()


class Route(Recipient):
    """Who must know of a report, or the file it goes into.

    channels: only of what came in one of these ways. decided: only if those in `decided_by` say so.
    """

    channels: tuple[ConductChannel, ...] = ()
    decided: bool = False


class Registration(Part):
    """What is registered, by whom, and where it goes.

    several: more than one kind of behaviour and place at once. decided_by: who decide together what of it goes on, the
    first one with the others.
    with_help_of: whom one can ask for help. completed_if_needed: only then. minor_too: everything, also minor cases.
    by_itself_with_letter: sending a letter makes the registration. analysed: each report, with a proposal if needed.
    threat_to_come: what each does at once when the report says that something still threatens.
    """

    form: list[FormField] = Field(min_length=1)
    several: bool = False
    decided_by: tuple[Function, ...] = ()
    filled_in_by: list[Function] = Field(min_length=1)
    with_help_of: tuple[Function, ...] = ()
    completed_by: tuple[Function, ...] = ()
    completed_if_needed: bool = False
    signed_by: tuple[Function, ...] = ()
    minor_too: bool = False
    by_itself_with_letter: bool = False
    analysed: bool = False
    stalking_log: tuple[Text, ...] = ()
    routes: list[Route] = Field(min_length=1)
    figures: Figures | None = None
    follow_up: tuple[Assignment, ...] = ()
    threat_to_come: tuple[Assignment, ...] = ()


class PoliceReport(Part):
    """What is reported to the police, by whom, and with which address.

    things: ids of behaviour that is aimed at things and not at a person. always_for, possible_for, notification_for:
    ids of behaviour: always a report; a report if the situation asks for it; a notification. or_notification_for: a
    report or a notification. when: the text's own list. otherwise: who is told of the rest. voluntary: nobody is
    obliged to report what was done to them. for_organisation: who may report in its name. address: what stands in it as
    the employee's address, never their own. where: by preference. literally: a threat in its own words. witnesses: they
    are looked for. resident_told: the aggressor is told of the report. copy_of_record: somebody asks for one.
    afterwards_with: with whom the next steps are agreed. informed_by: who can say what came of it.
    """

    things: tuple[Identity, ...] = ()
    always_for: tuple[Identity, ...] = ()
    possible_for: tuple[Identity, ...] = ()
    notification_for: tuple[Identity, ...] = ()
    or_notification_for: tuple[Identity, ...] = ()
    when: tuple[Text, ...] = ()
    in_consultation: tuple[Function, ...] = ()
    otherwise: tuple[Function, ...] = ()
    against_things_by: tuple[Function, ...] = ()
    against_person_by: tuple[Function, ...] = ()
    for_organisation: tuple[Function, ...] = ()
    voluntary: bool = False
    accompanied_by: tuple[Function, ...] = ()
    accompanied_if_needed: bool = False
    address: Text
    where: Text | None = None
    literally: bool = False
    witnesses: bool = False
    resident_told: bool = False
    copy_of_record: bool = False
    afterwards_with: tuple[Function, ...] = ()
    informed_by: tuple[Function, ...] = ()
