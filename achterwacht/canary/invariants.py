"""What must always be true of a canary."""

from achterwacht.canary.rules import DELIVERED_WITHIN
from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every canary has an open deadline",
        """
        SELECT count(*) FROM canary c WHERE NOT EXISTS (SELECT 1 FROM deadline d
            WHERE d.root_id = c.id
                AND d.root_kind = 'canary' AND d.organisation_id = c.organisation_id
                AND d.kind = 'canary' AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
    MustHold(
        "the last test message of every canary arrived",
        """
        SELECT count(*) FROM canary c WHERE c.started_at < :canary_over
            AND c.texted_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM message m WHERE m.person = c.id AND m.origin = c.run
                AND m.organisation_id = c.organisation_id AND m.template = 'canary'
                AND m.channel = 'sms' AND m.state = 'delivered')""",
        ago={"canary_over": DELIVERED_WITHIN},
    ),
    MustHold(
        # Picked up, and we were never asked for its words: no answer and no NOOD comes in either. That nobody took it,
        # or pressed nothing, breaks nothing.
        "the last test call of every canary rang, and had its words",
        """
        SELECT count(*) FROM canary c WHERE c.started_at < :canary_over AND c.heard_at IS NULL
            AND EXISTS (SELECT 1 FROM message m WHERE m.person = c.id AND m.origin = c.run
                AND m.organisation_id = c.organisation_id AND m.template = 'canary' AND m.channel = 'call'
                AND NOT (m.state = 'failed' AND COALESCE(m.error_code, '') IN ('no-answer', 'busy')))""",
        ago={"canary_over": DELIVERED_WITHIN},
    ),
)
