"""docs/settings.md says what the code says."""

from pathlib import Path
from typing import Any

import pytest
from pydantic import Field, create_model

from cli.documents import _bounds, settings_page
from foundation.settings import Settings


def test_the_page_is_that_of_the_code() -> None:
    kept = Path("docs/settings.md").read_text(encoding="utf-8")
    assert kept == settings_page(), "achterwacht settings > docs/settings.md"


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not (field.description or "").strip()] == []


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (Field(ge=0.1), "At least 0.1."),
        (Field(gt=0), "Above 0."),
        (Field(gt=0, le=10), "Above 0, at most 10."),
        (Field(ge=1, le=500), "1 to 500."),
    ],
)
def test_bounds_are_said_in_words(bounds: Any, said: str) -> None:
    made = create_model("Made", one=(float, bounds))
    assert list(_bounds(made.model_fields["one"])) == [said]
