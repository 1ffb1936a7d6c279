"""docs/settings.md says what the code says."""

from pathlib import Path

from cli.documents import settings_page
from foundation.settings import Settings


def test_the_page_is_that_of_the_code() -> None:
    kept = Path("docs/settings.md").read_text(encoding="utf-8")
    assert kept == settings_page(), "achterwacht settings > docs/settings.md"


def test_every_setting_says_what_it_means() -> None:
    assert [name for name, field in Settings.model_fields.items() if not (field.description or "").strip()] == []
