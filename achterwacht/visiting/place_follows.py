"""Where a visit under way is, said afterwards: they checked in by telephone, and the address follows by SMS."""

from achterwacht.addresses.described import WhereTo
from achterwacht.risks.look_up import look_up_for_visit
from achterwacht.watch.held import Held, Made


def name_place(held: Held, where: WhereTo) -> Made:
    """Record where a visit is of which nobody knew the place. The register is asked about it now."""
    root = held.root
    visit = root.visit
    assert visit is not None
    visit.address, visit.address_key, visit.address_line = where.to_dict(), where.key, where.short_line
    visit.risk = look_up_for_visit(
        held.session,
        root.organisation.id,
        held.by.person_id,
        where,
        visit.id,
        held.now,
        root.going(),
        until=visit.expected_end,
    )
    return held.made()
