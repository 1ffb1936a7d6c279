"""What the tests share is still there between two of them, and a page of the first may go on asking."""

import httpx2 as httpx

from tests.support.app_under_test import Errors
from tests.support.shared_app import front


def test_who_asks_while_nobody_lives_there_is_sent_away_without_an_error() -> None:
    errors = Errors()
    with errors.listening():
        answer = httpx.get(f"{front().url}/v1/me", headers={"Authorization": "Bearer of-a-test-that-is-over"})
    assert answer.status_code == 503
    assert errors.heard == []
