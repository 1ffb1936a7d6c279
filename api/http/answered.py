"""Counts answers and how long each took, for Prometheus, without names, numbers or ids of people."""

from prometheus_client import Counter, Histogram

ANSWERS = Counter("achterwacht_http_answers_total", "Answers given", ["route", "method", "status"])


SECONDS = Histogram(
    "achterwacht_http_seconds",
    "How long an answer took",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)


def answered(route: str, method: str, status: int, seconds: float) -> None:
    ANSWERS.labels(route, method, status).inc()
    SECONDS.labels(route).observe(seconds)
