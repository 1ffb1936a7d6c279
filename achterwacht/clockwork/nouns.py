"""The list of all nouns to which time brings something. A new one is a folder and a line here (adding-a-noun.md)."""

from achterwacht.canary.clockwork import CANARIES
from achterwacht.clockwork.desk_mail import LISTS
from achterwacht.clockwork.measures import MEASURES
from achterwacht.clockwork.risk_marks import MARKS
from achterwacht.clockwork.rosters import ROSTERS
from achterwacht.clockwork.visits_and_alarms import ALARMS, VISITS
from achterwacht.noun import Noun
from achterwacht.tasks.clockwork import TASKS

NOUNS: tuple[Noun, ...] = (
    VISITS,
    ALARMS,
    CANARIES,
    LISTS,
    ROSTERS,
    MARKS,
    TASKS,
    MEASURES,
)
