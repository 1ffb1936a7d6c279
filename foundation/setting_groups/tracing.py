"""Traces, and the log of processing that can be made of them."""

from foundation.setting_groups.group import PREFIX, Group
from foundation.web_address import is_plain, wrong_with


class Tracing(Group):
    """OpenTelemetry, by choice. What a span may say stands in `foundation/tracing.py`."""

    otlp_endpoint: str = ""
    """Where traces go, as OTLP over HTTP: `http://127.0.0.1:4318`. They say no name, number, place or id. Empty: none
    are made."""
    processing_register: str = ""
    """The address of your register of processing. With it each answer's trace says which activity it belonged to, as
    the *Logboek Dataverwerkingen* asks ([which](privacy/verwerkingen.md#logboek-dataverwerkingen)). Needs
    `OTLP_ENDPOINT`, over https."""

    def _tracing_problems(self) -> list[str]:
        given = {"OTLP_ENDPOINT": self.otlp_endpoint, "PROCESSING_REGISTER": self.processing_register}
        problems = [
            f"{PREFIX}{name}: {wrong}" for name, value in given.items() if value and (wrong := wrong_with(value))
        ]
        if self.processing_register and not self.otlp_endpoint:
            problems.append(
                f"{PREFIX}PROCESSING_REGISTER: without {PREFIX}OTLP_ENDPOINT there is nothing to write it in"
            )
        if self.processing_register and is_plain(self.otlp_endpoint):
            problems.append(f"{PREFIX}OTLP_ENDPOINT: a log of processing must go there over https")
        return problems
