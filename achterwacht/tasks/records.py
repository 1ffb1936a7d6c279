"""Tasks after an incident, as a table."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from achterwacht.protocols.functions import Function
from achterwacht.tasks.facts import Point, Task, TaskKind, TaskState
from foundation.columns import Base, Retention, Word, primary_key, refers, retention, word_check

ASKS = frozenset({"when", "possibly"})
"""Words of a title that make it a question: only then, only if it is decided so."""
TELLS = "tells"
"""Beside the words of a title: the functions whom it is for, or who are brought in."""
INSTEAD_OF = "instead"
"""Beside the words of a title: the function whose holder it happened to, so that another has it."""
PHONES = "phones"
"""Beside the words of a title: at its next moment whoever has it is phoned."""
NAMES_A_HOLDER = f"kind = '{TaskKind.NAME_HOLDER}' AND state = '{TaskState.OPEN}'"
"""An administrator is asked once to name somebody for a function, however many tasks wait for it."""


class TaskRecord(Base):
    """Something to be done, and who has it.

    It outlives its visit and its alarm, hence their ids without a foreign key. Its own id is made here, never by a
    client.
    """

    __tablename__ = "task"
    __table_args__ = (
        word_check("kind", TaskKind),
        word_check("state", TaskState),
        CheckConstraint("(state = 'open') = (closed_at IS NULL)", name="closed"),
        CheckConstraint("state <> 'dropped' OR note <> ''", name="dropped_with_a_reason"),
        Index("ix_task_open", "organisation_id", "state", "due_at"),
        Index("ix_task_alarm", "organisation_id", "alarm_id"),
        Index("ix_task_incident", "organisation_id", "incident_id"),
        Index("ix_task_about", "organisation_id", "about_id"),
        Index(
            "uq_task_name_holder",
            "organisation_id",
            "because",
            unique=True,
            sqlite_where=text(NAMES_A_HOLDER),
            postgresql_where=text(NAMES_A_HOLDER),
        ),
        refers("incident_id", "incident"),
        retention(Retention.REGISTER),
    )

    id: Mapped[UUID] = primary_key()
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("team.id"))
    """Whose managers see it. None: what it is about belongs to no team."""
    kind: Mapped[TaskKind] = mapped_column(Word(TaskKind))
    alarm_id: Mapped[UUID | None]
    visit_id: Mapped[UUID | None]
    incident_id: Mapped[UUID | None]
    about_id: Mapped[UUID | None]
    """What of the incident it is about, if that is a thing of its own: a letter, a measure, somebody's plan of care."""
    words: Mapped[dict[str, Any]] = mapped_column("facts", default=dict)
    """Words of its title."""
    points: Mapped[list[Any]] = mapped_column(default=list)
    """What is to be ticked: text and whether it was done."""
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    chain: Mapped[list[Any]]
    """The functions that have it, one after the other."""
    level: Mapped[int] = mapped_column(default=0)
    happened_to: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Whom it happened to, where nobody has it in their own case by a function that they hold. None: care, or a task of
    no report."""
    because: Mapped[str] = mapped_column(String(100))
    """The key of the profile that asks for it."""
    made_at: Mapped[datetime]
    not_before: Mapped[datetime | None]
    """Nobody is reminded of it before this. None: they are on the next working day."""
    due_at: Mapped[datetime]
    state: Mapped[TaskState] = mapped_column(Word(TaskState), default=TaskState.OPEN)
    outcome: Mapped[str | None] = mapped_column(String(32))
    """What came of it: one of the outcomes of its kind."""
    note: Mapped[str] = mapped_column(String(2000), default="")
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    """Who did or dropped it."""
    closed_at: Mapped[datetime | None]

    def facts(self) -> Task:
        """The task as the rules see it."""
        return Task(
            self.id,
            self.kind,
            self.team_id,
            self.person_id,
            tuple(Function(one) for one in self.chain),
            self.due_at,
            self.level,
            self.state,
            tuple(Point(one["text"], one["done"]) for one in self.points),
            tuple(Function(one) for one in self.words.get(TELLS, "").split()),
            not ASKS.isdisjoint(self.words),
            self.happened_to,
            self.about_id,
        )
