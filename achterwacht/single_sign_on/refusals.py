"""Why somebody does not come in by their organisation. The sentence for each code stands in `api/problems.toml`."""

from enum import StrEnum

from achterwacht.refused import NotAllowed, RuleBroken


class Why(StrEnum):
    """Codes that whoever tries is told, and the audit keeps."""

    OFF = "sign_on_off"
    AWAY = "sign_on_away"
    OVER = "sign_on_over"
    STOPPED = "sign_on_stopped"
    NOT_TRUSTED = "sign_on_not_trusted"
    TOO_LOW = "sign_on_too_low"
    TOO_MANY_GROUPS = "sign_on_too_many_groups"
    NO_GROUP = "sign_on_no_group"
    UNKNOWN = "sign_on_unknown"
    ANOTHERS = "sign_on_anothers"
    LAST_ADMINISTRATOR = "last_administrator"


class SignOnRefused(RuleBroken):
    """Nobody came in."""

    def __init__(self, why: Why) -> None:
        self.code = why.value
        self.why = why
        super().__init__()


class OnlyBySignOn(NotAllowed):
    """Their organisation lets nobody in by a password."""

    code = "sign_on_only"
