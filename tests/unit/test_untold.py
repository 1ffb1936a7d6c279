"""Whoever loses a role gets no more of what waits about others: each audience of a text is placed, on one side or the
other."""

from achterwacht.use_cases.untold import ABOUT_OTHERS, READ_BY
from notifications.texts.templates import Audience, Template

THEIRS = frozenset({
    Audience.WORKER, Audience.GUARD, Audience.NUMBER, Audience.SENDER, Audience.DESK, Audience.HOLDER,
})  # fmt: skip
"""About themselves, for a firm, naming nobody, or by mail in words that tell a stranger nothing."""


def test_each_audience_is_placed_once() -> None:
    assert THEIRS | READ_BY.keys() | {Audience.ALONG} == set(Audience)
    assert not THEIRS & ({*READ_BY, Audience.ALONG})


def test_what_is_about_others_is_looked_for_and_the_all_clear_is_theirs() -> None:
    placed = {one for one in Template if one.spec.audience not in THEIRS}
    assert placed - set(ABOUT_OTHERS) == {Template.ALL_CLEAR}
