"""The settings of an installation, and the ones it refuses to start with.

Every setting is an environment variable with the prefix `ACHTERWACHT_` (or a line in `.env`). A secret may also be
given as a file: `ACHTERWACHT_SECRET_KEY_FILE=/run/secrets/key`. The settings stand in `setting_groups/`, by subject;
here they are checked together.
"""

from typing import Any, Self

from pydantic import ValidationError, model_validator

from foundation.setting_groups.clockwork import Clockwork
from foundation.setting_groups.files import FilesKept
from foundation.setting_groups.group import PREFIX, RefusedSettings
from foundation.setting_groups.look_ups import CalendarReading, LookUps, SignOnAt
from foundation.setting_groups.mail import Mail
from foundation.setting_groups.maps import Maps
from foundation.setting_groups.providers import Delivery
from foundation.setting_groups.push import Push
from foundation.setting_groups.security_contact import SecurityContact
from foundation.setting_groups.tracing import Tracing
from foundation.web_address import host_of, is_inside, is_plain, wrong_with, wrong_with_heartbeat


class Settings(Clockwork, FilesKept, LookUps, Mail, Maps, Push, SecurityContact, Tracing):
    """The settings, checked together: a wrong one stops the start, with its name and the reason."""

    @model_validator(mode="after")
    def _must_be_usable_together(self) -> Self:
        problems = [
            *self._database_problems(), *self._twilio_problems(), *self._fallback_problems(), *self._mail_problems(),
            *self._url_problems(), *self._register_problems(), *self._files_problems(), *self._failpoint_problems(),
            *self._push_problems(), *self._tracing_problems(), *self._map_problems(),
            *self._security_contact_problems(),
        ]  # fmt: skip
        if self.production or self.reaches_people:
            problems += self._key_problems()
            problems += self._problems_in_the_open()
        if self.production:
            problems += self._production_problems()
        if problems:
            raise ValueError("\n".join(problems))
        return self

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

    def _production_problems(self) -> list[str]:
        problems = self._push_in_production_problems()
        if self.failpoint:
            problems.append(f"{PREFIX}FAILPOINT: kills this process on purpose; it is for tests, never for production")
        if self.read_calendars is CalendarReading.LOOPBACK:
            problems.append(f"{PREFIX}READ_CALENDARS: loopback reaches into this machine; it is for tests")
        if self.sign_on_at is SignOnAt.LOOPBACK:
            problems.append(f"{PREFIX}SIGN_ON_AT: loopback reaches into this machine; it is for tests")
        if self.delivery is Delivery.SIMULATOR:
            problems.append(f"{PREFIX}DELIVERY: the simulator reaches nobody; production needs twilio")
        if is_plain(self.heartbeat_url) and not is_inside(host_of(self.heartbeat_url)):
            problems.append(f"{PREFIX}HEARTBEAT_URL: must be https in production; else anybody on the way answers")
        if not self.heartbeat_url and not self.no_heartbeat_because.strip():
            problems.append(
                f"{PREFIX}HEARTBEAT_URL: missing; without it nobody hears that the clock stopped. "
                f"Give one, or say why not in {PREFIX}NO_HEARTBEAT_BECAUSE"
            )
        return problems


def load_settings(**given: Any) -> Settings:
    """Read the settings from the environment; `given` overrides it.

    Raises:
        RefusedSettings: one or more can't be used; each is named with its reason.
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
