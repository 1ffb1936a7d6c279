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
    ADMINISTRATOR = "administrator"
