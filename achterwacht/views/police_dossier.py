"""The dossier that somebody takes along to the police: who, what, where, when, with what, why and in which way.

What nobody knows yet is said so, so that it can still be asked. The employee's address is the one of the protocol.
Nothing is said of an injury: that is the employee's to tell. What somebody chose not to report is left out, with their
reason.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.afterwards.police import PoliceView
from achterwacht.alarms.records import AlarmRecord
from achterwacht.incidents.facts import DamageLine, Whose, Witness
from achterwacht.incidents.reading import report_of
from achterwacht.letters.templates import letterhead_of
from achterwacht.people.actions import Action
from achterwacht.people.policy import Caller, Inside
from achterwacht.people.records import OrganisationRecord
from achterwacht.police.facts import Matter, PoliceKind
from achterwacht.protocols.running import manager_word
from achterwacht.views.letters import house_of
from achterwacht.views.visits import Reading
from achterwacht.watch.access import hidden
from achterwacht.watch.inside import story_inside, was_silent
from documents.typeset import pdf
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import euros_of, whole_day_of

Rows = list[tuple[str, str]]


def dossier_pdf(session: Session, caller: Caller, view: PoliceView, now: datetime) -> bytes:
    """Returns the dossier as PDF, as the caller may take it along."""
    organisation = session.get_one(OrganisationRecord, view.incident.organisation_id)
    dossier = _Dossier(session, organisation, view, now)
    data = {
        "intro": list(dossier.intro()),
        "blocks": [*dossier.blocks(), *dossier.timeline(caller)],
        "words": {"question": dossier.say("question"), "answer": dossier.say("answer")},
        "footer": f"{organisation.name} · {dossier.of_whom()}",
    }
    house = house_of(organisation, letterhead_of(session, organisation.id))
    return pdf(_typst(), data, title=dossier.say("title"), language=organisation.language, house=house, made_at=now)


class _Dossier:
    def __init__(self, session: Session, organisation: OrganisationRecord, view: PoliceView, now: datetime) -> None:
        self.session, self.organisation, self.view = session, organisation, view
        self.reading = Reading(session, organisation.id, now)
        self.report = report_of(session, view.incident)
        self.matters = [one for one in (row.facts() for row in view.matters) if one.kind is not PoliceKind.NONE]
        self.language, self.zone = organisation.language, ZoneInfo(organisation.time_zone)
        self.said: Catalogue = catalogue(organisation.language, manager_word(session, organisation.id))
        said = [one.address for one in self.matters] or [view.police.address if view.police else ""]
        self.address = said[0]
        self.reading.learn(
            [self.report.employee_id, *(who for one in self.matters for who in (one.by, one.accompanied_by))]
        )

    def say(self, word: str, **values: str) -> str:
        return self.said.say("police_dossier", word, values)

    def of_whom(self) -> str:
        """What tells one dossier from another on a page that lies loose."""
        at = self.report.account.happened_at.astimezone(self.zone)
        return f"{self.reading.name(self.report.employee_id)}, {self._day(at.date())}"

    def intro(self) -> Iterator[str]:
        police = self.view.police
        yield self.say("take_along")
        yield self.say("own_address", address=self.address)
        yield self.say("no_health")
        if police is not None and police.literally:
            yield self.say("literally")
        if police is not None and police.witnesses and not self.report.form.witnesses:
            yield self.say("look_for_witnesses")

    def blocks(self) -> list[dict[str, Any]]:
        at = self.report.account.happened_at.astimezone(self.zone)
        account, form = self.report.account, self.report.form
        where = account.place or ("" if account.address is None else account.address.line)
        sightings = [f"{self._moment(one.at)}: {one.circumstances}" for one in form.sightings]
        when = [("day", self._day(at.date())), ("time", at.strftime("%H:%M"))]
        return [
            self._block("who", self._who()),
            self._block("what", self._what()),
            self._block("where", [("place", where)]),
            self._block("when", [*when, *([("seen_before", "\n".join(sightings))] if sightings else [])]),
            self._block("with_what", [("means", self._of_matters(one.means for one in self.matters))]),
            self._block("why", [("motive", self._why())]),
            self._block("how", self._how()),
            *self._at_police(),
        ]

    def timeline(self, caller: Caller) -> Iterator[dict[str, Any]]:
        """Returns how the alarm went, to whoever may see it. What those inside don't read is left out for them."""
        incident = self.view.incident
        if incident.alarm_id is None:
            return
        alarm = self.session.scalars(
            select(AlarmRecord).where(
                AlarmRecord.organisation_id == self.organisation.id, AlarmRecord.id == incident.alarm_id
            )
        ).one_or_none()
        if alarm is None or alarm.drill or not caller.can(Action.SEE_ALARM, alarm.team_id, Inside(alarm.worker_id)):
            return
        if hidden(self.session, caller, alarm):
            return
        events = self.reading.events(alarm_ids=[alarm.id])
        if caller.id == alarm.worker_id:
            events = story_inside(events)
        self.reading.learn(one.by_id for one in events)
        rows = [
            {
                "name": self._moment(one.at),
                "value": self.reading.line(one, alarm.worker_id, noted=not self._secret(caller.id, one.at)).text,
            }
            for one in events
        ]
        if rows:
            yield {"title": self.say("timeline"), "rows": rows}

    def _who(self) -> Rows:
        told, position = self.report.form.aggressor, self.report.form.employee
        named = "" if told is None else told.called
        rows = [("organisation", self.organisation.name), ("employee", self.reading.name(self.report.employee_id))]
        if position is not None and position.position:
            rows.append(("position", position.position))
        rows += [("employee_address", self.address), ("name", named)]
        rows.append(("born", "" if told is None else self._day(told.date_of_birth)))
        rows.append(("address", "" if told is None or told.address is None else told.address.line))
        more = {
            "reference": "" if told is None else told.client_reference,
            "caused_by": self.report.account.caused_by,
        }
        rows += [(name, value) for name, value in more.items() if value]
        return [*rows, ("witnesses", "\n".join(self._witness(one) for one in self.report.form.witnesses))]

    def _witness(self, one: Witness) -> str:
        """A colleague is reached where the employee is: nobody's own number or address is given away."""
        if one.person_id is not None:
            return self.say("via", name=one.name, address=self.address)
        return one.name if not one.contact else f"{one.name}, {one.contact}"

    def _what(self) -> Rows:
        profile = self.view.profile
        names = {} if profile is None else {one.id: one.name for one in profile.behaviour}
        kinds = dict.fromkeys(names.get(one.id, one.id) for one in self.report.form.behaviours)
        lines = "\n".join(self._damage(one) for one in self.report.form.damages)
        none = self.say("no_damage") if self.report.account.damage is False else ""
        return [("kind", ", ".join(kinds)), ("told", self.report.account.description), ("damage", lines or none)]

    def _damage(self, one: DamageLine) -> str:
        """What an injury cost is said without what it was for."""
        what = self.say("cost") if one.whose is Whose.EMPLOYEE_INJURY else one.what
        return what if one.amount is None else f"{what}: {euros_of(one.amount, self.language)}"

    def _why(self) -> str:
        profile, said = self.view.profile, self.report.form.motive
        named = [one.name for one in (() if profile is None else profile.motives) if one.id == said]
        return self._of_matters([*named, *(one.motive for one in self.matters)])

    def _how(self) -> Rows:
        form, account = self.report.form, self.report.account
        channels = [one.channel for one in form.behaviours] or [one for one in (account.channel,) if one is not None]
        words = dict.fromkeys(self.said.say("incident_channels", one.value) for one in channels)
        also = [self.say(name) for name in ("persistent", "threat_to_come") if getattr(form, name)]
        rows = [("channel", ", ".join(words)), ("words", self._of_matters(one.literally for one in self.matters))]
        return [*rows, ("also", "\n".join(also))] if also else rows

    def _at_police(self) -> Iterator[dict[str, Any]]:
        if not self.matters:
            yield {
                "title": self.say("at_police"),
                "rows": [{"name": self.say("who_goes"), "value": self.say("no_matter")}],
            }
        for one in self.matters:
            yield {**self._block("at_police", self._matter(one)), "title": self.say(f"{one.kind}_{one.against}")}

    def _matter(self, one: Matter) -> Rows:
        rows = [("who_goes", self.reading.name(one.by))]
        if one.accompanied_by is not None:
            rows.append(("with_them", self.reading.name(one.accompanied_by)))
        rows.append(("done_on", self._day(one.on)))
        return rows + [(name, value) for name, value in (("station", one.where), ("number", one.number)) if value]

    def _block(self, title: str, rows: Rows) -> dict[str, Any]:
        shown = [{"name": self.say(name), "value": value.strip() or self.say("unknown")} for name, value in rows]
        return {"title": self.say(title), "rows": shown}

    def _secret(self, viewer: UUID, at: datetime) -> bool:
        return was_silent(self.session, self.organisation.id, viewer, at)

    def _of_matters(self, said: Iterable[str]) -> str:
        return "\n".join(dict.fromkeys(one.strip() for one in said if one.strip()))

    def _moment(self, at: datetime) -> str:
        here = at.astimezone(self.zone)
        return f"{self._day(here.date())}, {here:%H:%M}"

    def _day(self, day: date | None) -> str:
        return "" if day is None else whole_day_of(day, self.language)


@cache
def _typst() -> str:
    return (files("achterwacht.police") / "dossier.typ").read_text("utf-8")
