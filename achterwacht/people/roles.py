"""The roles that somebody may have in an organisation."""

from enum import StrEnum


class Role(StrEnum):
    """What a grant allows (architecture.md section 6). A grant may be for one team, or for the whole organisation."""

    WORKER = "worker"
    COLLEAGUE = "colleague"
    MANAGER = "manager"
    REGISTRAR = "registrar"
    HR = "hr"
    RECEPTION = "reception"
    BOARD = "board"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


ONLY_EVERYWHERE = frozenset({Role.PRIVACY_OFFICER})
"""Never in one team: who watches over privacy reads the logs of a whole organisation, which know no team."""
