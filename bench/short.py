"""The shortest statements that a check-in could take, as many and in its order: its lower limit (bench/bare.py)."""

SELECT = "SELECT id FROM bare WHERE id = %(id)s"
INSERT = "INSERT INTO bare (id, content) VALUES (gen_random_uuid(), %(content)s)"
AS_MANY = (*[SELECT] * 2, "SAVEPOINT one", SELECT, INSERT, *[SELECT] * 2, INSERT)
"""The caller and earlier requests; the look-up with its log; who is on duty; the visit."""
