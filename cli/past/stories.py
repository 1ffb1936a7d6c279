"""What happened in the demonstration's year. All of it is made up; what is quoted, nobody said."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from achterwacht.incidents.facts import DamageLine, IncidentKind, Whose
from achterwacht.protocols.conduct import ConductChannel


class Letter(StrEnum):
    """How far the letter about it gets."""

    NONE = "none"
    DRAFTED = "drafted"
    SIGNED = "signed"
    DELIVERED = "delivered"
    REFUSED = "refused"


class Step(StrEnum):
    """What people do about a report, in this order."""

    CARE = "care"
    FORM = "form"
    MEASURE = "measure"
    POLICE = "police"
    LETTER = "letter"
    REST = "rest"
    CLOSE = "close"


@dataclass(frozen=True)
class Story:
    """Something that happened. behaviour: of the profile. name: of who did it; None: nobody knows.

    alarm: they were on a visit and pressed the noodknop. ban: for so many days. broken: the ban was broken. undone:
    what nobody did.
    """

    kind: IncidentKind
    behaviour: str
    channel: ConductChannel
    told: str
    name: str | None = None
    injured: bool = False
    damages: tuple[DamageLine, ...] = field(default=())
    letter: Letter = Letter.DELIVERED
    alarm: bool = False
    ban: int | None = None
    broken: bool = False
    undone: frozenset[Step] = frozenset()

    @property
    def violent(self) -> bool:
        return self.behaviour == VIOLENCE

    @property
    def kind_said(self) -> str:
        """Returns what they did, in words for a letter to them."""
        return SAID[self.kind]


VERBAL, VIOLENCE = "verbal", "violence"
_K, _C = IncidentKind, ConductChannel
SAID = {
    _K.SCOLDING: "een medewerker uitschold",
    _K.THREATENING: "een medewerker bedreigde",
    _K.REFUSES_TO_LEAVE: "niet weg wilde gaan",
    _K.VIOLENCE_PERSON: "geweld gebruikte",
    _K.VIOLENCE_THINGS: "iets vernielde",
    _K.OTHER: "zich niet gedroeg",
}

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
    Story(_K.VIOLENCE_PERSON, VIOLENCE, _C.HOME_VISIT, "Gaf mij een duw bij de voordeur.", "D. Kaya", alarm=True),
    Story(
        _K.VIOLENCE_THINGS, VIOLENCE, _C.OFFICE, "Sloeg met een stoel op het bureau. Het scherm is stuk.", "S. Benali",
        damages=(DamageLine(Whose.ORGANISATION, "beeldscherm van de spreekkamer", Decimal("240.00")),),
    ),
)  # fmt: skip

_NOTHING_YET = frozenset(Step)
_SCREEN = DamageLine(Whose.ORGANISATION, "ruit van de hal", Decimal("310.00"))
LATELY: tuple[tuple[int, Story], ...] = (
    (1, Story(
        _K.THREATENING, VERBAL, _C.IN_WRITING, "Schreef: de volgende keer sta ik bij je voor de deur.", "T. Willems",
        undone=_NOTHING_YET,
    )),
    (4, Story(
        _K.THREATENING, VERBAL, _C.HOME_VISIT, "Kwam vlak voor mij staan en hield de deur dicht.", "P. Timmer",
        undone=_NOTHING_YET - {Step.FORM},
    )),
    (6, Story(
        _K.SCOLDING, VERBAL, _C.OFFICE, "Schold de hele wachtkamer bij elkaar.", "H. de Lange",
        letter=Letter.DRAFTED, undone=frozenset({Step.REST, Step.CLOSE}),
    )),
    (8, Story(
        _K.REFUSES_TO_LEAVE, VERBAL, _C.OFFICE, "Bleef na drie keer vragen zitten.", "E. Aydin",
        letter=Letter.SIGNED, undone=frozenset({Step.CLOSE}),
    )),
    (11, Story(
        _K.VIOLENCE_THINGS, VIOLENCE, _C.OFFICE, "Trapte bij het weggaan een ruit in.", "N. Hoekstra",
        damages=(_SCREEN,), undone=frozenset({Step.POLICE, Step.CLOSE}),
    )),
    (14, Story(
        _K.SCOLDING, VERBAL, _C.HOME_VISIT, "Schold mij uit en gooide de papieren op straat.", "G. Verhagen",
        letter=Letter.REFUSED, undone=frozenset({Step.CLOSE}),
    )),
    (31, Story(
        _K.VIOLENCE_PERSON, VIOLENCE, _C.HOME_VISIT, "Sloeg mij in de gang op de arm.", "W. Brouwer",
        injured=True, alarm=True, ban=180, broken=True, undone=frozenset({Step.CLOSE}),
    )),
    (90, Story(
        _K.VIOLENCE_PERSON, VIOLENCE, _C.OFFICE, "Trok aan de balie aan mijn jas.", "L. Dekker", ban=40,
    )),
)  # fmt: skip
"""What happened so many working days ago, so that there is always something in every state."""
TODAY = Story(
    _K.SCOLDING, VERBAL, _C.PHONE, "Schold aan de telefoon omdat de afspraak een uur later is.", "F. Mulder",
    undone=_NOTHING_YET,
)  # fmt: skip
"""What happened just now, so that there is always something that is not late yet."""
