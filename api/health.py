"""Whether this process lives, and its numbers. Whether it is of any use (`/health/ready`) the clock's side tells."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

router = APIRouter(include_in_schema=False)


@router.get("/health/live")
async def live() -> dict[str, str]:
    """This process answers. Asks nothing of the database: a restart would not mend that."""
    return {"status": "live"}


@router.get("/metrics")
def metrics() -> Response:
    """The numbers for Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
