"""Numbers for Prometheus at `/metrics`: of the answers, and of the watch. No names, numbers or ids of people."""

from datetime import timedelta

from prometheus_client import CollectorRegistry, Gauge

from achterwacht.monitoring.health import Health


def of_the_watch(found: Health | None, *, knocks: bool) -> CollectorRegistry:
    """Returns the figures of the watch, read anew each time; None: the database is away, and nothing else is known.

    knocks: whether a heartbeat is sent. Where it no longer is, what the switch took last says nothing.

    Every API process reports the same ones: take the highest, not the sum.
    """
    numbers = CollectorRegistry()

    def gauge(name: str, meaning: str, value: float) -> None:
        Gauge(f"achterwacht_{name}", meaning, registry=numbers).set(value)

    def seconds(name: str, meaning: str, length: timedelta) -> None:
        gauge(f"{name}_seconds", meaning, length.total_seconds())

    gauge("database_up", "1 while the database answers", float(found is not None))
    if found is None:
        return numbers
    gauge("ready", "1 while every invariant holds and the clock ticks", float(found.well))
    if found.tick_age is not None:  # before the first tick ever there is no age: alert on its absence too
        seconds("last_tick_age", "Since any clock finished a tick", found.tick_age)
    gauge("clocks_ticking", "Clocks that finished a tick within half a minute", found.clocks)
    gauge("heartbeat_set", "1 where the dead-man's switch is told how it goes", float(knocks))
    if knocks and found.heartbeat_at is not None:  # none was ever taken
        seconds("last_heartbeat_age", "Since the dead-man's switch took a word", found.now - found.heartbeat_at)
    if found.backup_at is not None:  # none was ever made, or not by us
        seconds("last_backup_age", "Since the moment of which the last backup tells", found.now - found.backup_at)
    seconds("oldest_due_deadline_age", "How long the deadline that is due longest waits", found.oldest_due)
    seconds("outbox_oldest_age", "Age of the oldest text or call that should have left", found.oldest_waiting)
    waiting = Gauge("achterwacht_outbox_waiting", "Messages that should have left", ["channel"], registry=numbers)
    for channel, messages in found.waiting.items():
        waiting.labels(channel.value).set(messages)
    gauge("canaries_unanswered", "Organisations in which nobody answered the last daily test", found.unanswered)
    rows = Gauge("achterwacht_invariant_broken_rows", "Rows that break it", ["invariant"], registry=numbers)
    for invariant in found.invariants:
        rows.labels(invariant.name).set(invariant.broken)
    return numbers
