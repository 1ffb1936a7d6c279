"""What happened in the demonstration's year. All of it is made up; what is quoted, nobody said."""

from dataclasses import dataclass, field
from decimal import Decimal

from achterwacht.incidents.facts import DamageLine, IncidentKind, Whose
from achterwacht.protocols.conduct import ConductChannel


@dataclass(frozen=True)
class Story:
    """Something that happened. behaviour: of the profile. name: of who did it; None: nobody knows."""

    kind: IncidentKind
    behaviour: str
    channel: ConductChannel
    told: str
    name: str | None = None
    injured: bool = False
    damages: tuple[DamageLine, ...] = field(default=())


VERBAL, VIOLENCE = "verbal", "violence"
_K, _C = IncidentKind, ConductChannel

USUAL = (
    Story(_K.SCOLDING, VERBAL, _C.HOME_VISIT, "Schold mij uit toen ik naar de inkomsten vroeg.", "K. Verbeek"),
    Story(_K.SCOLDING, VERBAL, _C.PHONE, "Schold aan de telefoon en hing op."),
    Story(_K.SCOLDING, VERBAL, _C.PHONE, "Riep dat wij allemaal dieven zijn.", "M. Pronk"),
    Story(_K.SCOLDING, VERBAL, _C.OFFICE, "Schreeuwde aan de balie. Ging weg toen de beveiliging kwam.", "A. Koster"),
    Story(_K.THREATENING, VERBAL, _C.HOME_VISIT, "Zei: ik weet waar jij je auto zet.", "R. Schouten"),
    Story(_K.THREATENING, VERBAL, _C.IN_WRITING, "Schreef in een mail dat ik hier spijt van krijg.", "J. Postma"),
    Story(_K.REFUSES_TO_LEAVE, VERBAL, _C.OFFICE, "Wilde na het gesprek niet weg uit de spreekkamer.", "B. Groen"),
    Story(_K.SCOLDING, VERBAL, _C.HOME_VISIT, "De buurman bemoeide zich ermee en schold."),
)
RARE = (
    Story(_K.VIOLENCE_PERSON, VIOLENCE, _C.HOME_VISIT, "Gaf mij een duw bij de voordeur.", "D. Kaya"),
    Story(
        _K.VIOLENCE_THINGS, VIOLENCE, _C.OFFICE, "Sloeg met een stoel op het bureau. Het scherm is stuk.", "S. Benali",
        damages=(DamageLine(Whose.ORGANISATION, "beeldscherm van de spreekkamer", Decimal("240.00")),),
    ),
)  # fmt: skip
