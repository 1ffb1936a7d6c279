"""What must always be true of a mark."""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "every mark whose review is due has an open deadline",
        """
        SELECT count(*) FROM risk_mark m WHERE m.approved_at IS NOT NULL AND m.ended_at IS NULL AND m.ends_at > :now
            AND m.review_date < :yesterday AND NOT EXISTS (SELECT 1 FROM deadline d
                WHERE d.root_id = m.id
                AND d.root_kind = 'risk_mark' AND d.organisation_id = m.organisation_id
                AND d.fired_at IS NULL AND d.cancelled_at IS NULL)""",
    ),
)
