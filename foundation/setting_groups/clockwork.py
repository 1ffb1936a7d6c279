"""How the clock and the dispatcher run, and who hears when they stop."""

from pydantic import Field

from foundation.failpoints import FailpointSpec
from foundation.setting_groups.group import PREFIX
from foundation.setting_groups.installation import Installation


class Clockwork(Installation):
    """How often, how many at once, and the heartbeat that says it runs."""

    tick_seconds: float = Field(default=1.0, gt=0, le=10, allow_inf_nan=False)
    """How often the clock looks for what is due. After half a minute without a tick it counts as standing still."""
    dispatch_concurrency: int = Field(default=32, ge=1, le=500)
    """Messages handed to the provider at the same time."""
    sms_per_second: float | None = Field(default=None, ge=0.1, allow_inf_nan=False)
    """The pace your sender number may keep; what waits stays in the outbox. Not said: no limit."""
    heartbeat_url: str = ""
    """Gets a POST every minute while all invariants hold, and `/fail` behind it when not, as
    [Healthchecks](https://healthchecks.io) knows it; without `?` or `#`
    ([others](operations.md#knowing-that-it-works)). Required in production, over https: http only within your own
    network, to a private address or a name without a dot."""
    no_heartbeat_because: str = ""
    """The reason why there is no heartbeat, if there is none."""
    outside_not_asked_because: str = ""
    """The reason why the clock does not ask at `PUBLIC_BASE_URL` each minute whether an API answers, as it does in
    production: this network does not reach its own public name, say. Then let somebody outside ask
    ([why](decisions/0130-the-clock-asks-at-the-front-door.md))."""
    failpoint: str = ""
    """Where a test lets this process end (`foundation/failpoints.py`). Never in production."""

    def _failpoint_problems(self) -> list[str]:
        if not self.failpoint:
            return []
        try:
            FailpointSpec.read(self.failpoint)
        except ValueError as error:
            return [f"{PREFIX}FAILPOINT: must be `point action arrival file`: {error}"]
        return []
