"""The document that the phone's types are made of is the one the API answers."""

import json
from pathlib import Path

from api.app import create_app
from foundation.session import Database
from foundation.settings import Settings

COMMITTED = Path(__file__).resolve().parents[2] / "pwa" / "openapi.json"


def test_the_committed_document_is_the_answered_one() -> None:
    """Else: `.venv/bin/achterwacht openapi > pwa/openapi.json`, and `npm run types` in pwa/."""
    app = create_app(Database.at("sqlite://"), Settings(_env_file=None))
    assert json.loads(COMMITTED.read_text("utf-8")) == app.openapi()
