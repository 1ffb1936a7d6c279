"""What an installation can be told from outside, and the settings it refuses to start with.

Every setting is an environment variable with the prefix `ACHTERWACHT_` (or a line in `.env`). A secret may also be
given as a file: `ACHTERWACHT_SECRET_KEY_FILE=/run/secrets/key`.
"""

import os
import re
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from foundation.database_url import read_database_url
from foundation.failpoints import FailpointSpec
from foundation.web_address import host_of, is_loopback, is_plain, wrong_with, wrong_with_heartbeat

PREFIX = "ACHTERWACHT_"
WELL_KNOWN_KEYS = frozenset({"development", "changethis", "secret", "achterwacht", "development-only-key"})
DEVELOPMENT_KEY = "development-only-key"
SHORTEST_KEY = 32
SENDER = re.compile(r"\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
ADDRESS = re.compile(r"[^@\s<>,;:\"]+@[^@\s<>,;:\"]+")
SECRET_IN_ADDRESS = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST_KEY},128}}")


class Delivery(StrEnum):
    """Which way messages leave the house."""

    SIMULATOR = "simulator"
    TWILIO = "twilio"


class SmsFallback(StrEnum):
    """The provider that sends an SMS when the first one does not take it."""

    NONE = ""
    CM = "cm"


class SmtpSecurity(StrEnum):
    """How the way to the mail server is closed to others: from the first byte, from STARTTLS on, or not at all."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


class CalendarReading(StrEnum):
    """Whether workers may let us read their own calendar; `loopback`: also one on this machine, for tests."""

    NO = "no"
    YES = "yes"
    LOOPBACK = "loopback"


class Environment(StrEnum):
    """`production` allows no simulator, no demonstration and no weak secret."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class RefusedSettings(Exception):
    """The settings can't be used. `problems` names each setting with what is wrong with it, all at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Settings(BaseSettings):
    """The settings, checked together: a wrong one stops the start, with its name and the reason."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", hide_input_in_errors=True, use_attribute_docstrings=True
    )

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
    let be read: with another key, they name them again."""
    delivery: Delivery = Delivery.SIMULATOR
    """`twilio` sends for real. Outside this machine it wants https everywhere and a `SECRET_KEY` of your own, also
    without `production`."""
    simulator_anywhere: bool = False
    """Serve the simulator beyond this machine, if you really mean it."""
    twilio_account_sid: str = ""
    """Needed with `DELIVERY=twilio`."""
    twilio_auth_token: SecretStr = SecretStr("")
    """Needed with `DELIVERY=twilio`; also checks the signature of webhooks."""
    twilio_from: str = ""
    """The number that texts and calls, as `+31…`; needed with `DELIVERY=twilio`."""
    twilio_api_base: str = "https://api.twilio.com"
    """Another server, for tests."""
    voice: str = ""
    """Name of the Dutch voice in calls, for example `Polly.Laura-Neural`; empty: Twilio's own for Dutch."""
    sms_fallback: SmsFallback = SmsFallback.NONE
    """`cm`: CM.com sends an SMS at once when Twilio does not take it
    ([why and how](decisions/0015-second-sms-provider.md))."""
    cm_product_token: SecretStr = SecretStr("")
    """Needed with `SMS_FALLBACK=cm`."""
    cm_from: str = ""
    """The sender: a name of at most 11 letters and digits, or a number as `+31…`; needed with `SMS_FALLBACK=cm`. Unless
    it is `TWILIO_FROM`, texts end with where to answer."""
    cm_status_secret: SecretStr = SecretStr("")
    """32 letters, digits, `-` or `_`, or more: the end of the address that CM.com's status reports go to, since they
    are not signed; needed with `SMS_FALLBACK=cm`."""
    cm_api_base: str = "https://gw.messaging.cm.com"
    """CM.com's gateway; another one without Cloudflare on request, or a server for tests."""
    cm_transactions_base: str = "https://api.cmtelecom.com"
    """Where is asked what became of an SMS."""
    smtp_host: str = ""
    """The mail server, for [lists of who is where](decisions/0019-the-list-by-mail-and-on-the-board.md) by mail; empty:
    nothing is mailed."""
    smtp_security: SmtpSecurity = SmtpSecurity.STARTTLS
    """`tls` from the first byte; `none` only to this machine."""
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    """Not said: 587, 465 or 25, by the line above."""
    smtp_username: str = ""
    """With `SMTP_PASSWORD`, or neither."""
    smtp_password: SecretStr = SecretStr("")
    """With `SMTP_USERNAME`, or neither."""
    mail_from: str = ""
    """The sender's bare address; needed with `SMTP_HOST`."""
    address_search: bool | None = None
    """Look addresses up in the public registers while somebody types
    ([why and how](decisions/0020-addresses-from-the-registers.md)). Not said: on with `DELIVERY=twilio`, off with the
    simulator."""
    pdok_base: str = "https://api.pdok.nl/bzk/locatieserver/search/v3_1"
    """PDOK Locatieserver, for Dutch addresses; must be https in production, as the next two."""
    flanders_geolocation_base: str = "https://geo.api.vlaanderen.be/geolocation/v4"
    """Suggests Flemish addresses."""
    flanders_register_base: str = "https://api.basisregisters.vlaanderen.be/v2"
    """Knows their ids and boxes."""
    flanders_api_key: SecretStr = SecretStr("")
    """Optional: without it the Flemish register takes fewer questions."""
    read_calendars: CalendarReading | None = None
    """Let workers have their own published calendar read, to propose visits from
    ([why and how](decisions/0024-the-diary-out-and-in.md)). `no`: never; `loopback`: for tests. Not said: on with
    `DELIVERY=twilio`, off with the simulator."""
    tick_seconds: float = Field(default=1.0, gt=0, le=30)
    """How often the clock looks for what is due."""
    dispatch_concurrency: int = Field(default=32, ge=1, le=500)
    """Messages handed to the provider at the same time."""
    sms_per_second: float | None = Field(default=None, gt=0)
    """The pace your sender number may keep; what waits stays in the outbox. Not said: no limit."""
    heartbeat_url: str = ""
    """Gets a POST every minute while all invariants hold, and `/fail` behind it when not, as
    [Healthchecks](https://healthchecks.io) knows it; without `?` or `#`
    ([others](operations.md#knowing-that-it-works)). Required in production."""
    no_heartbeat_because: str = ""
    """The reason why there is no heartbeat, if there is none."""
    failpoint: str = ""
    """Where a test lets this process end (`foundation/failpoints.py`). Never in production."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, SecretFiles(settings_cls), dotenv_settings

    @property
    def base_url(self) -> str:
        """Where the outside world reaches this installation, without a slash at the end."""
        return (self.public_base_url or "http://127.0.0.1:8000").rstrip("/")

    @property
    def asks_address_registers(self) -> bool:
        return self.delivery is not Delivery.SIMULATOR if self.address_search is None else self.address_search

    @property
    def reads_calendars(self) -> bool:
        if self.read_calendars is None:
            return self.delivery is not Delivery.SIMULATOR
        return self.read_calendars is not CalendarReading.NO

    @property
    def production(self) -> bool:
        return self.environment is Environment.PRODUCTION

    @property
    def reaches_people(self) -> bool:
        """Whether messages go to real telephones: a test's own provider on this machine doesn't count."""
        here = all(is_loopback(host_of(one)) for one in self._providers.values())
        return self.delivery is Delivery.TWILIO and not here

    @property
    def _providers(self) -> dict[str, str]:
        """Where SMS and calls go, with the name of each setting."""
        providers = {"TWILIO_API_BASE": self.twilio_api_base}
        if self.sms_fallback is SmsFallback.CM:
            providers |= {"CM_API_BASE": self.cm_api_base, "CM_TRANSACTIONS_BASE": self.cm_transactions_base}
        return providers

    @property
    def mails(self) -> bool:
        """Whether mail can leave, or would in the simulator."""
        return self.delivery is Delivery.SIMULATOR or bool(self.smtp_host)

    @model_validator(mode="after")
    def _must_be_usable_together(self) -> Self:
        problems = [
            *self._database_problems(), *self._twilio_problems(), *self._fallback_problems(), *self._mail_problems(),
            *self._url_problems(), *self._register_problems(), *self._failpoint_problems(),
        ]  # fmt: skip
        if self.production or self.reaches_people:
            problems += self._key_problems()
            problems += self._problems_in_the_open()
        if self.production:
            problems += self._production_problems()
        if problems:
            raise ValueError("\n".join(problems))
        return self

    def _twilio_problems(self) -> list[str]:
        if self.delivery is not Delivery.TWILIO:
            return []
        needed = {
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token.get_secret_value(),
            "TWILIO_FROM": self.twilio_from,
            "PUBLIC_BASE_URL": self.public_base_url,
        }
        return [f"{PREFIX}{name}: missing; DELIVERY=twilio needs it" for name, value in needed.items() if not value]

    def _fallback_problems(self) -> list[str]:
        if self.sms_fallback is SmsFallback.NONE:
            return []
        problems = []
        if self.delivery is not Delivery.TWILIO:
            problems.append(f"{PREFIX}SMS_FALLBACK: a fall-back for Twilio; it needs {PREFIX}DELIVERY=twilio")
        if not self.cm_product_token.get_secret_value():
            problems.append(f"{PREFIX}CM_PRODUCT_TOKEN: missing; SMS_FALLBACK=cm needs it")
        if not SENDER.fullmatch(self.cm_from):
            problems.append(
                f"{PREFIX}CM_FROM: missing or wrong; a name of at most 11 letters and digits, or a number as +31…"
            )
        if not SECRET_IN_ADDRESS.fullmatch(self.cm_status_secret.get_secret_value()):
            problems.append(
                f"{PREFIX}CM_STATUS_SECRET: missing or too weak; {SHORTEST_KEY} letters, digits, - or _ or more"
            )
        return problems

    def _mail_problems(self) -> list[str]:
        if not self.smtp_host:
            return []
        problems = []
        if not ADDRESS.fullmatch(self.mail_from):
            problems.append(f"{PREFIX}MAIL_FROM: missing or wrong; SMTP_HOST needs the address that mail comes from")
        if bool(self.smtp_username) != bool(self.smtp_password.get_secret_value()):
            problems.append(f"{PREFIX}SMTP_USERNAME, {PREFIX}SMTP_PASSWORD: one without the other")
        if self.smtp_security is SmtpSecurity.NONE and not is_loopback(self.smtp_host):
            problems.append(f"{PREFIX}SMTP_SECURITY: none only to this machine; others would read the mail on its way")
        return problems

    def _database_problems(self) -> list[str]:
        try:
            read_database_url(self.database_url)
        except ValueError as error:
            return [f"{PREFIX}DATABASE_URL: {error}"]
        return []

    def _url_problems(self) -> list[str]:
        urls = {
            "PUBLIC_BASE_URL": self.public_base_url,
            "TWILIO_API_BASE": self.twilio_api_base,
            "CM_API_BASE": self.cm_api_base,
            "CM_TRANSACTIONS_BASE": self.cm_transactions_base,
            **self._register_bases,
        }
        problems = [
            f"{PREFIX}{name}: {wrong}" for name, value in urls.items() if value and (wrong := wrong_with(value))
        ]
        if self.heartbeat_url and (wrong := wrong_with_heartbeat(self.heartbeat_url)):
            problems.append(f"{PREFIX}HEARTBEAT_URL: {wrong}")
        return problems

    def _key_problems(self) -> list[str]:
        why = "" if self.production else f"; {PREFIX}DELIVERY=twilio reaches people"
        key = self.secret_key.get_secret_value()
        if key in WELL_KNOWN_KEYS:
            return [f"{PREFIX}SECRET_KEY: missing or well known; make one of {SHORTEST_KEY} characters or more{why}"]
        if len(key) < SHORTEST_KEY:
            return [f"{PREFIX}SECRET_KEY: too short; {SHORTEST_KEY} characters or more{why}"]
        return []

    def _problems_in_the_open(self) -> list[str]:
        """What would be read, or changed, on its way."""
        problems = [
            f"{PREFIX}{name}: must be https, since names, numbers and the provider's password go there"
            for name, base in self._providers.items()
            if is_plain(base)
        ]
        if self.public_base_url.lower().startswith("http:"):
            why = "in production" if self.production else f"with {PREFIX}DELIVERY=twilio, which reaches people"
            problems.append(f"{PREFIX}PUBLIC_BASE_URL: must be https {why}")
        return problems

    def _failpoint_problems(self) -> list[str]:
        if not self.failpoint:
            return []
        try:
            FailpointSpec.read(self.failpoint)
        except ValueError as error:
            return [f"{PREFIX}FAILPOINT: must be `point action arrival file`: {error}"]
        return []

    @property
    def _register_bases(self) -> dict[str, str]:
        return {
            "PDOK_BASE": self.pdok_base,
            "FLANDERS_GEOLOCATION_BASE": self.flanders_geolocation_base,
            "FLANDERS_REGISTER_BASE": self.flanders_register_base,
        }

    def _register_problems(self) -> list[str]:
        if not self.asks_address_registers:
            return []
        problems = [
            f"{PREFIX}{name}: missing; {PREFIX}ADDRESS_SEARCH=false asks no register at all"
            for name, base in self._register_bases.items()
            if not base
        ]
        if self.production:
            problems += [
                f"{PREFIX}{name}: must be https in production, since addresses go there"
                for name, base in self._register_bases.items()
                if base.lower().startswith("http:")
            ]
        return problems

    def _production_problems(self) -> list[str]:
        problems = []
        if self.failpoint:
            problems.append(f"{PREFIX}FAILPOINT: kills this process on purpose; it is for tests, never for production")
        if self.read_calendars is CalendarReading.LOOPBACK:
            problems.append(f"{PREFIX}READ_CALENDARS: loopback reaches into this machine; it is for tests")
        if self.delivery is Delivery.SIMULATOR:
            problems.append(f"{PREFIX}DELIVERY: the simulator reaches nobody; production needs twilio")
        if not self.heartbeat_url and not self.no_heartbeat_because.strip():
            problems.append(
                f"{PREFIX}HEARTBEAT_URL: missing; without it nobody hears that the clock stopped. "
                f"Give one, or say why not in {PREFIX}NO_HEARTBEAT_BECAUSE"
            )
        return problems

    def refuse_host(self, host: str) -> None:
        """Refuse to serve the simulator where anybody else can reach it.

        Raises:
            RefusedSettings: the simulator, on a host that is not loopback or with a public base URL.
        """
        if self.delivery is not Delivery.SIMULATOR or self.simulator_anywhere:
            return
        public = host_of(self.public_base_url) or None
        problems = [
            f"{what}: the simulator is for this machine only, and {name} is not. "
            f"Set {PREFIX}DELIVERY=twilio, or {PREFIX}SIMULATOR_ANYWHERE=true if you mean it"
            for what, name in (("--host", host), (f"{PREFIX}PUBLIC_BASE_URL", public))
            if name is not None and not is_loopback(name)
        ]
        if problems:
            raise RefusedSettings(problems)


class SecretFiles(PydanticBaseSettingsSource):
    """Reads `ACHTERWACHT_<NAME>_FILE`: the value is what stands in that file."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except OSError as error:
            raise RefusedSettings([f"{PREFIX}{field_name.upper()}_FILE: {error.strerror}: {path}"]) from error

    def __call__(self) -> dict[str, Any]:
        found = ((name, self.get_field_value(field, name)[0]) for name, field in self.settings_cls.model_fields.items())
        return {name: value for name, value in found if value is not None}


def load_settings(**given: Any) -> Settings:
    """Read the settings from the environment.

    Raises:
        RefusedSettings: one or more can't be used; every one is named with its reason.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        problems: list[str] = []
        for problem in error.errors():
            message = problem["msg"].removeprefix("Value error, ")
            name = "".join(f"{PREFIX}{str(part).upper()}: " for part in problem["loc"][:1])
            problems += [f"{name}{line}" for line in message.splitlines()]
        raise RefusedSettings(problems) from error
