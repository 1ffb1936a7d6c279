"""The columns of a file with turns of the duty roster, and the words that stand in them."""

from collections.abc import Mapping

from achterwacht.roster.ranks import OnHolidays, Rank
from achterwacht.row_files.rows import Layout

CALLED = {
    "who": ("wie", "naam", "medewerker", "collega"),
    "email": ("e-mail", "e-mailadres", "mail"),
    "step": ("stap", "trede", "wie eerst"),
    "day": ("dag", "datum", "dagen", "weekdag"),
    "from": ("van", "begin", "begintijd", "start", "starttijd"),
    "until": ("tot", "einde", "eind", "eindtijd"),
    "weeks": ("om de hoeveel weken", "elke hoeveel weken", "weken"),
    "firstDay": ("vanaf", "eerste dag", "ingangsdatum"),
    "lastDay": ("tot en met", "laatste dag"),
    "holidays": ("feestdagen", "op feestdagen"),
}
TURNS = Layout(CALLED, [("who", "email"), ("step",), ("from",), ("until",)], leaves=True)
STEPS: Mapping[Rank, tuple[str, ...]] = {
    Rank.FIRST: ("eerste", "1", "1e", "achterwacht", "collega van dienst"),
    Rank.SECOND: ("tweede", "2", "2e", "reserve"),
    Rank.MANAGER: ("teammanager", "manager", "leidinggevende", "teamleider"),
    Rank.OUT_OF_HOURS: ("buiten kantoortijd", "buiten kantooruren"),
}
HOLIDAYS: Mapping[OnHolidays, tuple[str, ...]] = {
    OnHolidays.ALSO: ("ook", "wel", "ja"),
    OnHolidays.NOT: ("niet", "nee"),
    OnHolidays.ONLY: ("alleen",),
}
TO_FILL_IN = [
    ("wie", True, "De naam zoals die bij Mensen staat, of het e-mailadres"),
    ("stap", True, "Een van: " + "; ".join(also[0] for also in STEPS.values())),
    ("dag", True, "Een datum (28-11-2026) voor één keer, of dagen van de week: ma-vr; za, zo; elke dag"),
    ("van", True, "Een tijd: 08:00. Of met de datum erbij: 28-11-2026 08:00; dan mag dag leeg blijven"),
    ("tot", True, "Een tijd: 17:00. Niet later dan van: dan loopt de dienst door tot de volgende dag"),
    ("om de hoeveel weken", False, "Bij dagen van de week: 2 is om de week, geteld vanaf de dag bij vanaf"),
    ("vanaf", False, "Bij dagen van de week: de eerste dag"),
    ("tot en met", False, "Bij dagen van de week: de laatste dag"),
    ("feestdagen", False, "ook (als er niets staat), niet of alleen"),
]
"""The headings of a file to fill in, whether each must be there, and what belongs in it."""
