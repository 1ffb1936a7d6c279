"""Traces are made only where somebody asked for them, and a log of processing goes over https."""

import pytest

from foundation.setting_groups.group import RefusedSettings
from foundation.settings import load_settings


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"otlp_endpoint": "collector:4318"}, "ACHTERWACHT_OTLP_ENDPOINT"),
        ({"otlp_endpoint": "http://collector:4318/?token=1"}, "ACHTERWACHT_OTLP_ENDPOINT"),
        ({"processing_register": "https://register.example"}, "ACHTERWACHT_PROCESSING_REGISTER"),
        (
            {"otlp_endpoint": "http://collector:4318", "processing_register": "https://register.example"},
            "ACHTERWACHT_OTLP_ENDPOINT",
        ),
    ],
    ids=("no address", "a query", "no log", "not over https"),
)
def test_a_wrong_one_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(RefusedSettings) as refused:
        load_settings(_env_file=None, **given)
    [problem] = refused.value.problems
    assert problem.startswith(f"{named}: ")


def test_without_a_register_it_may_go_to_a_collector_beside_it() -> None:
    assert load_settings(_env_file=None, otlp_endpoint="http://collector:4318").otlp_endpoint
