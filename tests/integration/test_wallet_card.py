"""The card for a wallet: our number and the words, on one page that a screen reader can read."""

from io import BytesIO

import pikepdf
import pytest
from fastapi.testclient import TestClient

from notifications.intents import Intent
from notifications.replies import read_sms
from notifications.texts.catalogue import catalogue
from tests.support.letters import in_pdf
from tests.support.organisations import Organisation

pytestmark = pytest.mark.by_turns
TEXTS = catalogue("nl")


def test_it_holds_the_number_and_names_nobody(api: TestClient, ours: Organisation) -> None:
    answer = api.get("/v1/me/wallet-card.pdf", headers=ours.worker.headers)
    assert answer.headers["content-type"] == "application/pdf"
    text = in_pdf(answer.content)
    for part in ("IN 5211AA 12 30", "NAAR HUIS", "NOOD", "bel 112"):
        assert part in text
    assert ours.worker.name not in text
    with pikepdf.open(BytesIO(answer.content)) as paper:
        assert len(paper.pages) == 1
        assert paper.Root.MarkInfo.Marked
        assert str(paper.Root.Lang).startswith("nl")


@pytest.mark.parametrize(
    ("key", "intent"),
    [
        ("check_in", Intent.CHECK_IN),
        ("well", Intent.OK),
        ("longer", Intent.EXTEND),
        ("check_out", Intent.CHECK_OUT),
        ("back", Intent.BACK),
        ("home", Intent.GOING_HOME),
        ("status", Intent.STATUS),
        ("help", Intent.PANIC),
    ],
)
@pytest.mark.parametrize("country", ["NL", "BE"])
def test_each_word_on_it_means_what_it_says(key: str, intent: Intent, country: str) -> None:
    assert read_sms(TEXTS.say("wallet_card", key, {"country": country})).intent is intent
