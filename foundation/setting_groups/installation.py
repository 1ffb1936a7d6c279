"""The installation itself: its database, its address, its key, and whether it is for real."""

from enum import StrEnum

from pydantic import SecretStr

from foundation.database_url import read_database_url
from foundation.setting_groups.group import PREFIX, Group

WELL_KNOWN_KEYS = frozenset({"development", "changethis", "secret", "achterwacht", "development-only-key"})
DEVELOPMENT_KEY = "development-only-key"
SHORTEST_KEY = 32


class Environment(StrEnum):
    """`production` allows no simulator, no demonstration and no weak secret."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class SecondStep(StrEnum):
    """Who must take a second step to sign in."""

    DESK = "desk"
    CHOSEN = "chosen"


class Installation(Group):
    """Settings of the installation as a whole."""

    database_url: str = "sqlite:///./achterwacht.db"
    """SQLite, or `postgresql://user:password@host/name`. Several hosts, the primary and its replicas:
    `postgresql://user:password@db1:5432,db2:5432/name`; only one that can be written to is used
    (`target_session_attrs`, `read-write` or `primary`)."""
    environment: Environment = Environment.DEVELOPMENT
    """`production` allows no simulator, no demonstration and no weak secret."""
    public_base_url: str = ""
    """Where the outside reaches this installation; `http://127.0.0.1:8000` in links while it is empty. Must be https in
    production; Twilio needs it."""
    secret_key: SecretStr = SecretStr(DEVELOPMENT_KEY)
    """32 characters or more in production; a well-known one without. It seals the addresses of calendars that workers
    let be read, and second steps: with another key, they name them again, and a second step must be reset."""

    second_step: SecondStep | None = None
    """Who must take a second step to sign in, in an organisation that did not choose itself: `desk`, whoever has
    another role than to go out; `chosen`, who chose so themselves. Not said: `desk` in production, else `chosen`."""

    @property
    def asks_second_step(self) -> SecondStep:
        """Who must take a second step here."""
        return self.second_step or (SecondStep.DESK if self.production else SecondStep.CHOSEN)

    @property
    def base_url(self) -> str:
        """Where the outside world reaches this installation, without a slash at the end."""
        return (self.public_base_url or "http://127.0.0.1:8000").rstrip("/")

    @property
    def production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    def _database_problems(self) -> list[str]:
        try:
            read_database_url(self.database_url)
        except ValueError as error:
            return [f"{PREFIX}DATABASE_URL: {error}"]
        return []

    def _key_problems(self) -> list[str]:
        why = "" if self.production else f"; {PREFIX}DELIVERY=twilio reaches people"
        key = self.secret_key.get_secret_value()
        if key in WELL_KNOWN_KEYS:
            return [f"{PREFIX}SECRET_KEY: missing or well known; make one of {SHORTEST_KEY} characters or more{why}"]
        if len(key) < SHORTEST_KEY:
            return [f"{PREFIX}SECRET_KEY: too short; {SHORTEST_KEY} characters or more{why}"]
        return []
