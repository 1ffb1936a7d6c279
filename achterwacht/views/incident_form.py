"""The registration form of an incident on paper (P5's form): what the protocol asks, what was answered, who signed."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from achterwacht.incidents import form as forms
from achterwacht.incidents.facts import DamageLine, YesNo
from achterwacht.incidents.reading import report_of
from achterwacht.incidents.records import IncidentRecord
from achterwacht.incidents.report import Report
from achterwacht.incidents.service import profile_of, signatures_asked
from achterwacht.letters.templates import letterhead_of
from achterwacht.people.names import names_of
from achterwacht.people.records import OrganisationRecord
from achterwacht.protocols.conduct import Named
from achterwacht.protocols.registration import FormField
from achterwacht.protocols.words import word_for
from achterwacht.views.letters import house_of
from documents.typeset import pdf
from notifications.texts.catalogue import Catalogue, catalogue
from notifications.texts.formats import euros_of, whole_day_of

Block = dict[str, Any]
GENDERS = {"m": "gender_m", "v": "gender_v", "x": "gender_x"}


def form_pdf(session: Session, record: IncidentRecord, now: datetime) -> bytes:
    """Returns the form as PDF. A block that the protocol's form does not have is left out."""
    organisation = session.get_one(OrganisationRecord, record.organisation_id)
    paper = _Paper(session, organisation, record)
    data = {
        "blocks": [one for one in paper.blocks() if one["rows"]],
        "words": {"question": paper.say("question"), "answer": paper.say("answer")},
        "footer": f"{organisation.name} · {paper.of_whom()}",
    }
    house = house_of(organisation, letterhead_of(session, organisation.id))
    title = paper.say("title")
    return pdf(_typst(), data, title=title, language=organisation.language, house=house, made_at=now)


class _Paper:
    def __init__(self, session: Session, organisation: OrganisationRecord, record: IncidentRecord) -> None:
        self.report: Report = report_of(session, record)
        self.profile = profile_of(session, record)
        self.fields = forms.fields_of(self.profile)
        self.language, self.zone = organisation.language, ZoneInfo(organisation.time_zone)
        self.said: Catalogue = catalogue(organisation.language)
        people: Iterable[UUID] = {self.report.employee_id, *(one.person_id for one in self.report.signatures)}
        self.names: Mapping[UUID, str] = names_of(session, organisation.id, people)

    def say(self, word: str) -> str:
        return self.said.say("incident_form", word)

    def of_whom(self) -> str:
        """What tells one form from another on a page that lies loose: whom it happened to, and when."""
        return f"{self.names[self.report.employee_id]}, {self._day(self._happened_at().date())}"

    def blocks(self) -> list[Block]:
        return [
            self._employee(),
            self._moment(),
            self._kind(),
            self._beside(),
            self._story(),
            self._seen(),
            self._questions(),
            self._signatures(),
        ]

    def _employee(self) -> Block:
        told, rows = self.report.form.employee, [("name", self.names[self.report.employee_id])]
        if told is not None:
            rows += [
                ("gender", "" if told.gender is None else self.say(GENDERS[told.gender])),
                ("born", self._day(told.date_of_birth)),
                ("address", "" if told.address is None else told.address.line),
                ("employment", told.employment or ""),
                ("position", told.position or ""),
                ("department", told.department or ""),
                ("phone", told.phone or ""),
            ]
        return self._block("employee", rows, FormField.EMPLOYEE)

    def _moment(self) -> Block:
        account, told = self.report.account, self.report.form.aggressor
        at = self._happened_at()
        where = account.place or ("" if account.address is None else account.address.line)
        rows = [("day", self._day(at.date())), ("time", at.strftime("%H:%M")), ("place", where)]
        if FormField.CAUSED_BY in self.fields:
            named = "" if told is None else told.called
            rows.append(("caused_by", "\n".join(part for part in (named, account.caused_by) if part)))
            if told is not None:
                rows += [
                    ("born", self._day(told.date_of_birth)),
                    ("address", "" if told.address is None else told.address.line),
                    ("reference", told.client_reference or ""),
                ]
        return self._block("moment", rows, FormField.MOMENT)

    def _kind(self) -> Block:
        names = {} if self.profile is None else {one.id: one.name for one in self.profile.behaviour}
        channels: dict[str, list[str]] = {}
        for one in self.report.form.behaviours:
            word = self.said.say("incident_channels", one.channel.value)
            channels.setdefault(names.get(one.id, one.id), []).append(word)
        rows = [{"name": name, "value": ", ".join(words)} for name, words in channels.items()]
        return {"title": self.say("kind"), "rows": rows if FormField.KIND in self.fields else []}

    def _beside(self) -> Block:
        """What was asked beside the blocks of the form, as far as there is an answer."""
        form, profile = self.report.form, self.profile
        rows = []
        if profile is not None:
            behaviour = {one.id: one.name for one in profile.behaviour}
            rows += [
                ("conduct_class", behaviour.get(form.conduct_class or "", "")),
                ("attempts", "" if form.attempts is None else str(form.attempts)),
                ("level", _named(profile.levels, form.level)),
                ("motive", _named(profile.motives, form.motive)),
                ("expressions", "\n".join(_named(profile.expressions, one) for one in form.expressions)),
            ]
        rows += [(name, self.say("yes")) for name in ("persistent", "extreme", "threat_to_come") if getattr(form, name)]
        return self._block("beside", [row for row in rows if row[1]])

    def _story(self) -> Block:
        return self._block("description", [("told", self.report.account.description)], FormField.DESCRIPTION)

    def _seen(self) -> Block:
        """Who saw it, and what was seen or heard before. Both have more than one line, or are left out."""
        form = self.report.form
        witnesses = [", ".join(part for part in (one.name, one.contact) if part) for one in form.witnesses]
        before = [f"{self._moment_of(one.at)}: {one.circumstances}" for one in form.sightings]
        rows = [("witnesses", "\n".join(witnesses)), ("seen_before", "\n".join(before))]
        return self._block("seen", [row for row in rows if row[1]])

    def _questions(self) -> Block:
        account, form = self.report.account, self.report.form
        injury = None if account.injured is None else YesNo(account.injured, form.injury)
        rows = {
            FormField.INJURY: self._yes_no(injury),
            FormField.DAMAGE_PERSONAL: self._damage(FormField.DAMAGE_PERSONAL),
            FormField.DAMAGE_ORGANISATION: self._damage(FormField.DAMAGE_ORGANISATION),
            FormField.POLICE_REPORT: self._yes_no(form.police),
            FormField.AFTERCARE: self._yes_no(form.aftercare),
            FormField.FURTHER_ACTION: self._yes_no(form.further_action),
        }
        asked = [(f"ask_{field.value}", answer) for field, answer in rows.items() if field in self.fields]
        return self._block("questions", asked)

    def _signatures(self) -> Block:
        standing = {one.function: one for one in self.report.standing_signatures}
        rows = []
        for function in signatures_asked(self.profile):
            signed = standing.get(function)
            value = (
                self.say("not_signed")
                if signed is None
                else f"{self.names[signed.person_id]}, {self._moment_of(signed.signed_at)}"
            )
            rows.append({"name": word_for(function, self.profile, self.language), "value": value})
        return {"title": self.say("signatures"), "rows": rows}

    def _block(self, title: str, rows: list[tuple[str, str]], field: FormField | None = None) -> Block:
        asked = field is None or field in self.fields
        shown = [{"name": self.say(name), "value": value or "–"} for name, value in rows]
        return {"title": self.say(title), "rows": shown if asked else []}

    def _yes_no(self, answer: YesNo | None) -> str:
        if answer is None:
            return ""
        parts = (self.say("yes" if answer.yes else "no"), self._day(answer.on), answer.namely)
        return ". ".join(part for part in parts if part)

    def _damage(self, field: FormField) -> str:
        lines = [one for one in self.report.form.damages if one.whose in forms.OF_DAMAGE[field]]
        if lines:
            return "\n".join([self.say("yes"), *(self._line(one) for one in lines)])
        if self.report.account.damage is None:
            return ""
        said_whose = bool(self.report.form.damages)
        return self.say("damage_of_whom" if self.report.account.damage and not said_whose else "no")

    def _line(self, one: DamageLine) -> str:
        return one.what if one.amount is None else f"{one.what}: {euros_of(one.amount, self.language)}"

    def _happened_at(self) -> datetime:
        return self.report.account.happened_at.astimezone(self.zone)

    def _moment_of(self, at: datetime) -> str:
        here = at.astimezone(self.zone)
        return f"{self._day(here.date())}, {here:%H:%M}"

    def _day(self, day: date | None) -> str:
        return "" if day is None else whole_day_of(day, self.language)


def _named(choices: Iterable[Named], chosen: str | None) -> str:
    return next((one.name for one in choices if one.id == chosen), "")


@cache
def _typst() -> str:
    return (files("achterwacht.incidents") / "registration.typ").read_text("utf-8")
