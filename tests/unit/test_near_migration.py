"""Marks that were there before an address could be near another: their key goes there, and back."""

from importlib import import_module
from uuid import uuid4

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

from achterwacht.addresses.likeness import near_key
from achterwacht.addresses.reading import read_address

RANGE = {
    "country": "BE", "postcode": "9000", "street": "Veldstraat", "houseNumber": "12-14", "box": "3", "city": "Gent",
}  # fmt: skip
DUTCH = {"country": "NL", "postcode": "5211 AA", "houseNumber": 12, "addition": "A"}


def test_the_key_of_a_mark_goes_to_what_the_code_now_writes_and_back() -> None:
    migration = import_module("migrations.versions.0005_near_addresses")
    table = sa.Table(
        "risk_mark",
        sa.MetaData(),
        sa.Column("id", sa.Uuid()),
        sa.Column("address_key", sa.Text()),
        sa.Column("building_key", sa.Text()),
    )
    marked = [read_address(one) for one in (RANGE, DUTCH)]
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        table.create(connection)
        before = {one.key: one.building_key for one in marked}
        connection.execute(
            table.insert(),
            [{"id": uuid4(), "address_key": key, "building_key": building} for key, building in before.items()],
        )

        def keys() -> dict[str, str]:
            return {row.address_key: row.building_key for row in connection.execute(sa.select(table))}

        migration.upgrade()
        assert keys() == {one.key: near_key(one) for one in marked}
        migration.downgrade()
        assert keys() == before
