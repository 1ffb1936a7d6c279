"""The columns of a file with people, and the words in them: ours, and those of the systems they come from."""

from collections.abc import Mapping

from achterwacht.people.roles import Role
from achterwacht.row_files.folded import bare
from achterwacht.row_files.rows import Layout

CALLED = {
    "name": ("naam", "volledige naam", "weergavenaam", "naam medewerker", "displayname"),
    "nick": ("roepnaam",),
    "first": ("voornaam", "voornamen", "given name", "first name"),
    "initials": ("voorletters", "initialen"),
    "infix": ("tussenvoegsel", "tussenvoegsels", "voorvoegsel", "voorvoegsels"),
    "last": ("achternaam", "familienaam", "surname", "last name"),
    "email": ("e-mail", "e-mailadres", "mail", "mailadres", "email address"),
    "workEmail": ("e-mail werk", "e-mailadres werk", "werkmail", "mail werk", "zakelijk e-mailadres",
                  "e-mail zakelijk", "e-mailadres zakelijk", "zakelijke e-mail", "werk e-mail", "werk e-mailadres",
                  "work email"),
    "phone": ("mobiel", "mobiel nummer", "mobiele nummer", "mobiele telefoon", "gsm", "gsm-nummer", "06-nummer",
              "mobile", "mobile phone", "mobiel telefoonnummer", "mobiele telefoonnummer", "mobile number"),
    "workPhone": ("mobiel werk", "mobiele telefoon werk", "mobiel zakelijk", "zakelijk mobiel", "gsm werk",
                  "mobiele telefoon zakelijk", "mobiel telefoonnummer werk", "mobiel telefoonnummer zakelijk",
                  "werk mobiel"),
    "telephone": ("telefoon", "telefoonnummer", "tel"),
    "workTelephone": ("telefoon werk", "telefoonnummer werk", "telefoon zakelijk"),
    "role": ("rol", "rollen", "rol in Achterwacht"),
    "team": ("team", "teams", "wijkteam"),
    "language": ("taal", "voertaal"),
}  # fmt: skip
FIRST_NAMES = ("nick", "first", "initials")
EMAILS = ("workEmail", "email")
PHONES = ("workPhone", "phone", "workTelephone", "telephone")
"""Of several columns the first that says something counts."""
OF_A_DESK = frozenset({"workTelephone", "telephone"})
PEOPLE = Layout(CALLED, [("email", "workEmail"), ("name", "last")], leaves=True)
"""What a system keeps of people besides is not for us: it is left out, and said."""

ROLES: Mapping[Role, tuple[str, ...]] = {
    Role.WORKER: ("buitendienst", "medewerker", "medewerker buitendienst"),
    Role.COLLEAGUE: ("achterwacht", "collega", "collega van dienst"),
    Role.MANAGER: ("teammanager", "leidinggevende", "teamleider", "manager"),
    Role.REGISTRAR: ("arbocoördinator", "registrator"),
    Role.HR: ("personeelszaken", "P&O"),
    Role.RECEPTION: ("receptie",),
    Role.BOARD: ("bestuur",),
    Role.PRIVACY_OFFICER: ("privacyfunctionaris", "functionaris gegevensbescherming", "FG", "DPO", "privacy officer",
                           "functionaris voor gegevensbescherming", "data protection officer"),
    Role.ADMINISTRATOR: ("beheerder",),
}  # fmt: skip
BY_HAND = frozenset({Role.ADMINISTRATOR})
"""Not by a file: in many a system the caretaker of a building is called *beheerder* too."""
OF_A_TEAM = frozenset({Role.WORKER, Role.COLLEAGUE, Role.MANAGER})
"""Roles that don't count everywhere unless the file says so."""
EVERYWHERE = frozenset(bare(one) for one in ("alle teams", "alle", "hele organisatie", "organisatie"))
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "nl": ("nederlands", "dutch"),
    "nl-BE": ("vlaams",),
    "fr": ("frans", "français", "french"),
    "en": ("engels", "english"),
}
TO_FILL_IN = [
    ("naam", True, "Zoals collega's die kennen. Of in drie kolommen: voornaam, tussenvoegsel, achternaam"),
    ("e-mail", True, "Waarmee iemand inlogt. Hieraan zien we wie er al is"),
    ("mobiel", False, "Van een persoon alleen, zoals 06 12345678. Een leeg vak verandert niets"),
    ("rol", True, "Een of meer, met ; ertussen: " + "; ".join(ROLES[one][0] for one in Role if one not in BY_HAND)),
    ("team", False, "De naam van het team, een of meer met ; ertussen, of: alle teams. Nodig bij "
     + ", ".join(ROLES[one][0] for one in Role if one in OF_A_TEAM)),
    ("taal", False, "Leeg: de taal van de organisatie"),
]  # fmt: skip
"""The headings of a file to fill in, whether each must be there, and what belongs in it."""
