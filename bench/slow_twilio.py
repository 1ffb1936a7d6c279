"""A Twilio that accepts every SMS after so many seconds, and prints where it listens: `python -m bench.slow_twilio
0.2`.
"""

import asyncio
import socket
import sys
from typing import Any
from uuid import uuid4

import uvicorn
from fastapi import FastAPI

app = FastAPI()
seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 0.2


@app.post("/2010-04-01/Accounts/{account}/Messages.json", status_code=201)
async def take(account: str) -> dict[str, Any]:
    await asyncio.sleep(seconds)
    return {"sid": f"SM{uuid4().hex}", "status": "queued", "account_sid": account, "error_code": None}


if __name__ == "__main__":
    # With the protocol named: else asyncio leaves Nagle's algorithm on, and each answer waits 40 ms for an ACK.
    listening = socket.socket(proto=socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}", flush=True)
    uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)).run([listening])
