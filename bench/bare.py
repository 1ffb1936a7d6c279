"""The peer of the check-in: a FastAPI route that writes one row, as short as it can be: `python -m bench.bare PORT`."""

import os
import sys
from typing import Any
from uuid import UUID

import uvicorn
from fastapi import FastAPI
from psycopg.types.json import Jsonb
from pydantic import BaseModel
from sqlalchemy import create_engine

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


@app.post("/rows", status_code=201)
def insert(given: Given) -> Given:
    with engine.begin() as connection:
        connection.exec_driver_sql(INSERT, (given.id, Jsonb(given.address)))
    return given


if __name__ == "__main__":
    with engine.begin() as first:
        first.exec_driver_sql(TABLE)
    uvicorn.run(app, port=int(sys.argv[1]), log_level="warning", access_log=False)
