"""The range of days that we accept. Anything outside it is a slip of the finger, or an attack.

Every moment and day that comes from outside is checked against these bounds on arrival, so that adding an hour or a
year to it later, or converting it to another zone, never overflows the calendar.
"""

from datetime import UTC, date, datetime

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2099, 12, 31)
FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
LAST_MOMENT = datetime(2099, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


def is_reckoned(when: datetime | date) -> bool:
    """Whether this moment (with its zone) or day lies within the bounds."""
    if isinstance(when, datetime):
        return FIRST_MOMENT <= when <= LAST_MOMENT
    return FIRST_DAY <= when <= LAST_DAY
