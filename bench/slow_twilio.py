"""A Twilio that takes every SMS and call after so many seconds, and prints where it listens: `python -m
bench.slow_twilio 0.2`.

Whoever asks hears that it arrived. `/taken` tells when each message came in, by its id: `time.monotonic`, which all
processes of a machine share.
"""

import asyncio
import socket
import sys
import time
from typing import Any
from urllib.parse import parse_qs
from uuid import uuid4

import uvicorn
from fastapi import FastAPI, Request

app = FastAPI()
seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.2
taken: dict[str, float] = {}


@app.post("/2010-04-01/Accounts/{account}/{what}.json", status_code=201)
async def take(account: str, what: str, request: Request) -> dict[str, Any]:
    came = time.monotonic()
    form = parse_qs((await request.body()).decode())
    (told,) = form.get("StatusCallback", [""])
    taken.setdefault(told.partition("/status/")[2].partition("#")[0], came)
    await asyncio.sleep(seconds)
    kind = "SM" if what == "Messages" else "CA"
    return {"sid": f"{kind}{uuid4().hex}", "status": "queued", "account_sid": account, "error_code": None}


@app.get("/2010-04-01/Accounts/{account}/{what}/{sid}.json")
async def tell(account: str, what: str, sid: str) -> dict[str, Any]:
    became = "delivered" if what == "Messages" else "completed"
    return {"sid": sid, "status": became, "account_sid": account, "error_code": None}


@app.get("/taken")
async def when_each_came() -> dict[str, float]:
    return taken


if __name__ == "__main__":
    # With the protocol named: else asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an ACK.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([listening])
