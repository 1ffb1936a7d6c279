"""The peers of the check-in: `python -m bench.bare PORT`.

`/rows` is a FastAPI route that writes one row, as short as it can be. `/rows/as-many` runs as many statements as a
check-in, each as short as can be: the cost if nothing is decided and no ORM is used. `/house/rows` runs them in the
product's own queue and session, built once by SQLAlchemy: the cost if nothing is decided.
"""

import os
import sys
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from fastapi import FastAPI
from psycopg.types.json import Jsonb
from pydantic import BaseModel
from sqlalchemy import Column, MetaData, Table, Uuid, bindparam, create_engine, select
from sqlalchemy import insert as new
from sqlalchemy.dialects.postgresql import JSONB

from api.http.last_step import LastStep
from api.http.transaction import EVERY_ROUTE, SessionGate, Write
from bench import short
from foundation.session import Database

TABLE = "CREATE TABLE IF NOT EXISTS bare (id uuid PRIMARY KEY, content jsonb NOT NULL)"
INSERT = "INSERT INTO bare (id, content) VALUES (%s, %s)"
engine = create_engine(os.environ["BENCH_DATABASE"].replace("postgresql:", "postgresql+psycopg:"), pool_size=20)
app = FastAPI()


class Given(BaseModel):
    id: UUID
    expectedEnd: str
    address: dict[str, Any]


@app.get("/health/live")
def live() -> dict[str, str]:
    return {"status": "live"}


@app.post("/rows/as-many", status_code=201)
def insert_as_many(given: Given) -> Given:
    with engine.begin() as connection:
        for statement in short.AS_MANY:
            connection.exec_driver_sql(statement, {"id": given.id, "content": Jsonb(given.address)})
    return given


@app.post("/rows", status_code=201)
def insert(given: Given) -> Given:
    with engine.begin() as connection:
        connection.exec_driver_sql(INSERT, (given.id, Jsonb(given.address)))
    return given


house = FastAPI(dependencies=EVERY_ROUTE)
house.router.route_class = LastStep
house.state.doors = SessionGate(Database.at(os.environ["ACHTERWACHT_DATABASE_URL"]))
house.state.writes = {}
app.mount("/house", house)
BARE = Table("bare", MetaData(), Column("id", Uuid, primary_key=True), Column("content", JSONB))
ONE, ANOTHER = select(BARE).where(BARE.c.id == bindparam("id")), new(BARE)


@house.post("/rows", status_code=201)
def insert_through_the_house(given: Given, session: Write) -> Given:
    connection = session.connection()

    for statement in short.AS_MANY:
        if statement is short.SELECT:
            connection.execute(ONE, {"id": given.id}).one_or_none()
        elif statement is short.INSERT:
            connection.execute(ANOTHER, {"id": uuid4(), "content": given.address})
        else:
            connection.exec_driver_sql(statement)
    return given


if __name__ == "__main__":
    with engine.begin() as first:
        first.exec_driver_sql(TABLE)
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
