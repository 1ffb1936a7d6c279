"""A root is (organisation, kind, id) everywhere: in keys, locks, deadlines, messages, codes and events.

Clients choose ids. Two kinds may have the same id, and so may two organisations: something that is found by its id
alone may be somebody else's (docs/decisions/0026-a-root-is-organisation-kind-and-id.md).
"""

from dataclasses import dataclass
from uuid import UUID, uuid5

from achterwacht.kinds import RootKind
from foundation.subject import Subject

OF_ROOTS = UUID("5ee0bb1b-6f0c-4f5e-9a0f-5f0d6a1c7c11")
"""The namespace of ids that follow from a root."""


@dataclass(frozen=True)
class Root:
    """One root of one organisation."""

    organisation_id: UUID
    kind: RootKind
    id: UUID

    @property
    def subject(self) -> Subject:
        """Returns what messages and events are about, within its organisation."""
        return Subject(self.kind, self.id)

    def origin(self, word: str) -> UUID:
        """Returns the origin of something that is told only once about this root. No other root has the same."""
        return uuid5(OF_ROOTS, f"{self.organisation_id}:{self.kind}:{self.id}:{word}")


def visit(visit_id: UUID) -> Subject:
    return Subject(RootKind.VISIT, visit_id)


def alarm(alarm_id: UUID) -> Subject:
    return Subject(RootKind.ALARM, alarm_id)
