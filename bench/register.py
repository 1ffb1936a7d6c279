"""Looking up an address must not become slower as the register of risk addresses grows."""

import time
from datetime import UTC, datetime
from itertools import cycle, islice
from random import Random
from uuid import UUID

from sqlalchemy import text

from achterwacht.addresses.address import DutchAddress
from achterwacht.risks.look_up import look_up
from bench.country import Place, refresh_statistics
from bench.places import settled
from bench.result import Measured, at_most
from foundation.session import Database

FEW, MANY = 1_000, 1_000_000
LOOK_UPS = 2_000
A_BUILDING = 4
POSTCODES = 9_000
OLD_POSTCODE = "5211ZZ"


def a_million_marks() -> list[Measured]:
    """Measure the slowest hundredth of look-ups, log line and commit included, on both registers in rotation."""
    measured = []
    for kind in ("postgresql", "sqlite"):
        with settled(kind) as (few, few_places, _), settled(kind) as (many, many_places, _):
            registers = ((few, few_places[0], FEW), (many, many_places[0], MANY))
            for database, place, marks in registers:
                put_marks(database, place, marks)
            times: dict[int, list[float]] = {FEW: [], MANY: []}
            chance = Random(20)
            for way in islice(cycle(range(WAYS)), LOOK_UPS):
                for database, place, marks in registers:
                    times[marks].append(_looked_up(database, place, nth_address(chance.randrange(marks), way)))
        slow = {marks: sorted(taken)[len(taken) * 99 // 100] * 1000 for marks, taken in times.items()}
        measured.append(
            Measured(
                f"a look-up among 1,000,000 marks (p99), {kind}", slow[MANY], "ms",
                [at_most("among 1,000", slow[FEW], slow[MANY], 2)],
            )
        )  # fmt: skip
    return measured


def _looked_up(database: Database, place: Place, address: DutchAddress) -> float:
    began = time.perf_counter()
    with database.write() as session:
        look_up(session, place.organisation, place.workers[0], address, "bench", None, datetime.now(UTC))
    return time.perf_counter() - began


WAYS = 5


def nth_address(mark: int, way: int) -> DutchAddress:
    """Returns the address of this mark: typed, chosen, with an old postcode, next door, or without any mark."""
    building = mark // A_BUILDING
    postcode, number = f"{1000 + building % POSTCODES}AA", 1 + building // POSTCODES
    addition, register_id = "ABCD"[mark % A_BUILDING], f"079620{mark:010}"
    return (
        DutchAddress(postcode, number, addition),
        DutchAddress(postcode, number, addition, register_id=register_id),
        DutchAddress(OLD_POSTCODE, number, addition, register_id=register_id),
        DutchAddress(postcode, number, "Z"),
        DutchAddress(OLD_POSTCODE, number, addition),
    )[way]


INTO = """
INSERT INTO risk_mark (id, organisation_id, created_from, address, address_key, building_key, register_key, advice,
    reason, about, criteria, not_for, valid_from, ends_at, review_date, proposed_by, proposed_at)
"""
PARTS = """'bench',
    {written}('country', 'NL', 'postcode', postcode, 'houseNumber', number, 'addition', letter, 'registerId', register),
    building || '|' || letter, building, 'NL#' || register, {advice}, 'bench', 'household',
    {none}, {none}, {now}, {ends}, {later}, :by, {now}
    FROM (SELECT *, 'NL|' || postcode || '|' || number AS building FROM marked) AS known"""
MARKED = """marked AS (SELECT mark, (1000 + mark / :a_building % :postcodes) || 'AA' AS postcode,
    1 + mark / :a_building / :postcodes AS number, substr('ABCD', 1 + mark % :a_building, 1) AS letter,
    '079620' || {padded} AS register FROM counted)"""
ON_POSTGRESQL = (
    "WITH counted AS (SELECT generate_series(0, :marks - 1) AS mark), "
    + MARKED.format(padded="lpad(CAST(mark AS text), 10, '0')")
    + INTO
    + "SELECT gen_random_uuid(), :organisation, "
    + PARTS.format(
        written="jsonb_build_object", advice="""CAST('["pairs"]' AS jsonb)""", later="current_date + 100",
        now="clock_timestamp()", none="CAST('[]' AS jsonb)", ends="clock_timestamp() + interval '400 days'",
    )
)  # fmt: skip
ON_SQLITE = (
    "WITH RECURSIVE counted(mark) AS (SELECT 0 UNION ALL SELECT mark + 1 FROM counted WHERE mark < :marks - 1), "
    + MARKED.format(padded="printf('%010d', mark)")
    + INTO
    + "SELECT lower(hex(randomblob(16))), :organisation, "
    + PARTS.format(
        written="json_object", advice="""'["pairs"]'""", later="date('now', '+100 days')",
        now="datetime('now') || '.000000'", none="'[]'", ends="datetime('now', '+400 days') || '.000000'",
    )
)  # fmt: skip


def put_marks(database: Database, place: Place, marks: int) -> None:
    sqlite = database.engine.dialect.name == "sqlite"

    def known(id: UUID) -> UUID | str:
        return id.hex if sqlite else id

    with database.write() as session:
        session.execute(
            text(ON_SQLITE if sqlite else ON_POSTGRESQL),
            {
                "organisation": known(place.organisation), "by": known(place.manager), "marks": marks,
                "a_building": A_BUILDING, "postcodes": POSTCODES,
            },
        )  # fmt: skip
    refresh_statistics(database)
