"""What must always be true of letters. That only a signed one has a number or is delivered, the table itself checks.

That a signed letter is in the store of files is not here: a store that is away is no reason to call the watch broken.
"""

from achterwacht.must_hold import MustHold

INVARIANTS = (
    MustHold(
        "the numbers of the letters of a year have no gaps",
        """
        SELECT count(*) FROM letter_year y WHERE y.last - y.forgotten <>
            (SELECT count(*) FROM letter l WHERE l.organisation_id = y.organisation_id AND l.year = y.year
                AND l.number BETWEEN 1 AND y.last)""",
    ),
    MustHold(
        "every number of a letter was given out",
        """
        SELECT count(*) FROM letter l WHERE l.number IS NOT NULL AND NOT EXISTS (SELECT 1 FROM letter_year y
            WHERE y.organisation_id = l.organisation_id AND y.year = l.year AND l.number BETWEEN 1 AND y.last)""",
    ),
    MustHold(
        "every signed letter was signed by somebody",
        """
        SELECT count(*) FROM letter l WHERE l.signed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM letter_signature s
            WHERE s.organisation_id = l.organisation_id AND s.letter_id = l.id)""",
    ),
    MustHold(
        "every letter that is not signed or delivered yet has a task, or somebody said that it need not be",
        """
        SELECT count(*) FROM letter l WHERE l.state IN ('draft', 'signed') AND NOT EXISTS (SELECT 1 FROM task t
            WHERE t.organisation_id = l.organisation_id AND t.about_id = l.id AND t.state <> 'done'
                AND t.kind = CASE l.state WHEN 'draft' THEN 'sign_letter' ELSE 'deliver_letter' END)""",
    ),
    MustHold(
        "nobody is asked to sign a letter that is signed, or to deliver one that is not",
        """
        SELECT count(*) FROM letter l JOIN task t ON t.organisation_id = l.organisation_id AND t.about_id = l.id
            WHERE t.state = 'open' AND ((t.kind = 'sign_letter' AND l.state <> 'draft')
                OR (t.kind = 'deliver_letter' AND l.state NOT IN ('signed', 'delivered')))""",
    ),
)
