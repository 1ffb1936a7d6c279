"""A Belgian mark is found near its postcode and first number, since a street has many ways to be written.

Revision ID: 0005
Revises: 0004
"""

import re
from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | Sequence[str] | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MARK = sa.table("risk_mark", sa.column("id", sa.Uuid()), sa.column("address_key"), sa.column("building_key"))


def upgrade() -> None:
    _write(_near)


def downgrade() -> None:
    _write(lambda key: key.rpartition("|")[0])


def _near(address_key: str) -> str:
    """`BE|9000|VELDSTRAAT|12-14|3` -> `BE|9000|12`."""
    country, postcode, _street, number, _box = address_key.split("|")
    first = re.match(r"[0-9]+", number)
    return f"{country}|{postcode}|{int(first.group()) if first else 0}"


def _write(key_of: Callable[[str], str]) -> None:
    connection = op.get_bind()
    found = connection.execute(sa.select(MARK.c.id, MARK.c.address_key).where(MARK.c.address_key.like("BE|%"))).all()
    for row in found:
        connection.execute(sa.update(MARK).where(MARK.c.id == row.id).values(building_key=key_of(row.address_key)))
