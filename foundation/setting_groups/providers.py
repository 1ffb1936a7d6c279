"""Who carries texts and calls: the simulator, or Twilio with CM.com behind it."""

import re
from enum import StrEnum

from pydantic import SecretStr

from foundation.setting_groups.group import PREFIX, RefusedSettings
from foundation.setting_groups.installation import SHORTEST_KEY, Installation
from foundation.web_address import host_of, is_loopback, is_plain

ACCOUNT = re.compile(r"AC[0-9A-Za-z]*")
NUMBER = re.compile(r"\+[1-9]\d{6,14}")
SENDER = re.compile(r"\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9]{1,11}")
SECRET_IN_ADDRESS = re.compile(rf"[A-Za-z0-9_-]{{{SHORTEST_KEY},128}}")


class Delivery(StrEnum):
    """Which way messages leave the house."""

    SIMULATOR = "simulator"
    TWILIO = "twilio"


class SmsFallback(StrEnum):
    """The provider that sends an SMS when the first one does not take it."""

    NONE = ""
    CM = "cm"


class Providers(Installation):
    """Which way a text or a call leaves this installation."""

    delivery: Delivery = Delivery.SIMULATOR
    """`twilio` sends for real. Outside this machine it wants https everywhere and a `SECRET_KEY` of your own, also
    without `production`."""
    simulator_anywhere: bool = False
    """Serve the simulator beyond this machine, if you really mean it."""
    copy_to_try: bool = False
    """This database is a copy to try things with, with the simulator and on this machine alone, also where its messages
    once went to real telephones. Files that no row of it names stay. Never on a database that watches over anybody."""
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

    @property
    def senders(self) -> frozenset[str]:
        """The numbers that texts and calls come from, in full: nobody can be reached at one of them."""
        given = (self.twilio_from, self.cm_from)
        return frozenset("+" + re.sub(r"\D", "", one) for one in given if one.startswith("+"))

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

    def _twilio_problems(self) -> list[str]:
        if self.delivery is not Delivery.TWILIO:
            return []
        if self.copy_to_try:
            return [f"{PREFIX}COPY_TO_TRY: a copy to try things with reaches nobody; it goes with DELIVERY=simulator"]
        needed = {
            "TWILIO_ACCOUNT_SID": self.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": self.twilio_auth_token.get_secret_value(),
            "TWILIO_FROM": self.twilio_from,
            "PUBLIC_BASE_URL": self.public_base_url,
        }
        problems = [f"{PREFIX}{name}: missing; DELIVERY=twilio needs it" for name, value in needed.items() if not value]
        # What stands in an example and was not filled in: the provider would refuse each message, and not the start.
        if self.twilio_account_sid and not ACCOUNT.fullmatch(self.twilio_account_sid):
            problems.append(f"{PREFIX}TWILIO_ACCOUNT_SID: it is AC and letters and digits, as in Twilio's console")
        if not needed["TWILIO_AUTH_TOKEN"].isascii():
            problems.append(f"{PREFIX}TWILIO_AUTH_TOKEN: it holds a letter that no token of Twilio has")
        if self.twilio_from and not NUMBER.fullmatch(self.twilio_from):
            problems.append(f"{PREFIX}TWILIO_FROM: it is a number as +31612345678; a name can't be answered")
        return problems

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

    def _problems_in_the_open(self) -> list[str]:
        """Returns the addresses over which others could read or change what we send."""
        problems = [
            f"{PREFIX}{name}: must be https, since names, numbers and the provider's password go there"
            for name, base in self._providers.items()
            if is_plain(base)
        ]
        if self.public_base_url.lower().startswith("http:"):
            why = "in production" if self.production else f"with {PREFIX}DELIVERY=twilio, which reaches people"
            problems.append(f"{PREFIX}PUBLIC_BASE_URL: must be https {why}")
        return problems

    def refuse_host(self, host: str) -> None:
        """Refuse to serve the simulator where anybody else can reach it.

        Raises:
            RefusedSettings: the simulator, on a host that is not loopback or with a public base URL.
        """
        if self.delivery is not Delivery.SIMULATOR or (self.simulator_anywhere and not self.copy_to_try):
            return
        public = host_of(self.public_base_url) or None
        why, or_else = (
            "the simulator is",
            f"Set {PREFIX}DELIVERY=twilio, or {PREFIX}SIMULATOR_ANYWHERE=true if you mean it",
        )
        if self.copy_to_try:
            why, or_else = f"{PREFIX}COPY_TO_TRY is", "The copy holds real people"
        problems = [
            f"{what}: {why} for this machine only, and {name} is not. {or_else}"
            for what, name in (("--host", host), (f"{PREFIX}PUBLIC_BASE_URL", public))
            if name is not None and not is_loopback(name)
        ]
        if problems:
            raise RefusedSettings(problems)
