"""From notices to messages: who gets them, with which codes and links, in whose language, time and number style."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from achterwacht.alarms.records import HandOverLinkRecord
from achterwacht.code_purposes import CodePurpose
from achterwacht.codes.service import CodeFor, hand_out
from achterwacht.decision import Notice
from achterwacht.guards.records import GuardFirmRecord
from achterwacht.kinds import RootKind
from achterwacht.notices.in_silence import Hushed
from achterwacht.notices.ways import reaching
from achterwacht.people.phones import is_mobile
from achterwacht.people.records import OrganisationRecord, TeamRecord
from achterwacht.priorities import MessagePriority
from achterwacht.roots import alarm
from achterwacht.watch.aggregate import Aggregate
from achterwacht.watch.pressers import Presser, companion_who_pressed, pressers
from achterwacht.watch.statements import ADDRESSEES
from achterwacht.watch.wording import payload
from foundation.among import among
from foundation.bulk import insert_many
from foundation.subject import Subject
from notifications.outbox import Outgoing
from notifications.texts.catalogue import lean
from notifications.texts.templates import Template
from notifications.ways import Channel, Way


@dataclass(frozen=True)
class Entry:
    """A notice with the root it is about, and its origin: a deadline, an input, or something that is told once."""

    aggregate: Aggregate
    notice: Notice
    origin: UUID
    subject: Subject


class Addressee(NamedTuple):
    """A person, as somebody to write to."""

    id: UUID
    name: str
    phone: str | None
    language: str
    sms_refused: bool


@dataclass(frozen=True)
class Known:
    """People, and codes they have, that were read in this transaction and need not be read again."""

    people: Mapping[UUID, Addressee] = field(default_factory=dict)
    codes: Mapping[CodeFor, str] = field(default_factory=dict)


NOTHING_KNOWN = Known()


def outgoing(
    session: Session,
    entries: Sequence[Entry],
    people: Mapping[UUID, Addressee],
    now: datetime,
    hushed: Hushed,
    known: Known = NOTHING_KNOWN,
) -> list[Outgoing]:
    """Returns the messages of these notices, with facts, codes and links. Somebody without a number gets none.

    The first message of a step leaves before the second of any other as urgent: when twenty press at once, somebody
    hears of each before anybody hears of one twice.
    """
    teams = _teams(session, entries) if any(entry.notice.template.spec.of_team for entry in entries) else {}
    codes = _codes(session, entries, now, known)
    links = _links(session, entries, now)
    names = {person.id: person.name for person in people.values()}
    pressed = _pressed_for_guards(session, entries)
    messages = []
    begun: set[tuple[UUID, Subject]] = set()
    for entry in entries:
        notice, aggregate = entry.notice, entry.aggregate
        person = people.get(notice.person)
        if person is None or person.phone is None:
            continue
        by = pressed.get(entry.subject.id) if notice.template is Template.GUARD else None
        if by := companion_who_pressed(aggregate.worker_id, by):
            notice = replace(notice, companion=by.person, facts={**notice.facts, "said_no": by.said_no})
        facts = payload(
            aggregate,
            notice,
            _phone(notice, aggregate, people),
            teams.get(aggregate.team_id, ""),
            {one.person_id: one.name for one in aggregate.companions} | names,
            now,
            person.language,
            hushed,
        )
        if notice.template is Template.GUARD:
            # The firm learns who, where, and whom to phone here. The worker's own number is not for strangers.
            facts |= {"phone": "", "taken_by": "", "in_earnest": ""}
        facts["code"] = codes.get(_code_for(entry), "")
        facts["alarm_code"] = codes.get(CodeFor(notice.person, CodePurpose.LADDER, entry.subject), "")
        facts["level"] = notice.level.value if notice.level else ""
        facts["link"] = links.get((entry.subject, notice.person), "")
        for way, channel in _ways(entry, person, hushed):
            step = (entry.origin, entry.subject)
            urgent = MessagePriority.TRIAL if facts["drill"] else notice.priority
            messages.append(
                Outgoing(
                    organisation_id=aggregate.organisation.id,
                    subject=entry.subject,
                    origin=entry.origin,
                    person=notice.person,
                    to=person.phone,
                    channel=channel,
                    template=notice.template,
                    language=person.language,
                    payload=lean(facts),
                    priority=urgent - (step in begun),
                    drill=facts["drill"],
                    after=way.after,
                )
            )
            begun.add(step)
    return messages


def _pressed_for_guards(session: Session, entries: Sequence[Entry]) -> Mapping[UUID, Presser]:
    """Returns who pressed, by alarm, where a guard firm is told: it is phoned long after the press."""
    told = [entry for entry in entries if entry.notice.template is Template.GUARD]
    return {
        alarm_id: by
        for organisation_id in {entry.aggregate.organisation.id for entry in told}
        for alarm_id, by in pressers(session, organisation_id, {entry.subject.id for entry in told}).items()
    }


def _phone(notice: Notice, aggregate: Aggregate, people: Mapping[UUID, Addressee]) -> str | None:
    """Returns the number to ring: of the companion who did it, if they have one, or else of the worker."""
    companion = people.get(notice.companion) if notice.companion is not None else None
    return (companion.phone if companion is not None else None) or people[aggregate.worker_id].phone


def addressees(session: Session, entries: Sequence[Entry], known: Known = NOTHING_KNOWN) -> dict[UUID, Addressee]:
    """Returns everybody whom these notices tell or name."""
    wanted = {entry.notice.person for entry in entries} | {entry.aggregate.worker_id for entry in entries}
    for entry in entries:
        wanted |= {entry.notice.companion} if entry.notice.companion is not None else set()
        wanted |= set(entry.aggregate.told)
        alarm = entry.aggregate.alarm
        wanted |= {alarm.unproven_by} if alarm is not None and alarm.unproven_by is not None else set()
    found = {person: known.people[person] for person in wanted if person in known.people}
    if missing := wanted - found.keys():
        organisations = {entry.aggregate.organisation.id for entry in entries}
        rows = session.execute(ADDRESSEES, {"organisations": organisations, "ids": missing})
        found |= {row.id: Addressee(*row) for row in rows}
    firms = {entry.notice.person for entry in entries if entry.notice.template is Template.GUARD}
    if firms:
        found |= _firms(session, {entry.aggregate.organisation.id for entry in entries}, firms)
    return found


def _firms(session: Session, organisations: set[UUID], ids: set[UUID]) -> dict[UUID, Addressee]:
    """Returns guard firms, as somebody to write to. A firm with a landline is phoned, and gets no SMS."""
    found = select(GuardFirmRecord.id, GuardFirmRecord.name, GuardFirmRecord.phone, OrganisationRecord.language).join(
        OrganisationRecord, OrganisationRecord.id == GuardFirmRecord.organisation_id
    )
    mine = found.where(among(GuardFirmRecord.organisation_id, organisations), among(GuardFirmRecord.id, ids))
    return {
        row.id: Addressee(row.id, row.name, row.phone, row.language, not is_mobile(row.phone))
        for row in session.execute(mine)
    }


def _teams(session: Session, entries: Sequence[Entry]) -> dict[UUID, str]:
    organisations = {entry.aggregate.organisation.id for entry in entries}
    wanted = {entry.aggregate.team_id for entry in entries}
    found = select(TeamRecord).where(among(TeamRecord.organisation_id, organisations), among(TeamRecord.id, wanted))
    return {team.id: team.name for team in session.scalars(found)}


def _codes(session: Session, entries: Sequence[Entry], now: datetime, known: Known) -> dict[CodeFor, str]:
    wanted: dict[UUID, set[CodeFor]] = {}
    for entry in entries:
        notice = entry.notice
        group = wanted.setdefault(entry.aggregate.organisation.id, set())
        if notice.code is not None:
            group.add(_code_for(entry))
        outsider = notice.template is Template.GUARD
        if entry.subject.kind is RootKind.ALARM and notice.person != entry.aggregate.worker_id and not outsider:
            group.add(CodeFor(notice.person, CodePurpose.LADDER, entry.subject))
    codes: dict[CodeFor, str] = {}
    for organisation_id, group in wanted.items():
        codes |= hand_out(session, organisation_id, group, now, known.codes)
    return codes


def _links(session: Session, entries: Sequence[Entry], now: datetime) -> dict[tuple[Subject, UUID], str]:
    """Returns the secret links to the hand-over sheet, one for each recipient."""
    wanted = {
        (entry.subject.id, entry.notice.person): entry.aggregate.organisation.id
        for entry in entries
        if entry.notice.template is Template.POLICE and entry.subject.kind is RootKind.ALARM
    }
    if not wanted:
        return {}
    known = select(HandOverLinkRecord).where(
        among(HandOverLinkRecord.organisation_id, set(wanted.values())),
        among(HandOverLinkRecord.alarm_id, {alarm_id for alarm_id, _ in wanted}),
    )
    tokens = {(one.alarm_id, one.person_id): one.token for one in session.scalars(known)}
    made: list[dict[str, Any]] = []
    for (alarm_id, person_id), organisation_id in wanted.items():
        if (alarm_id, person_id) not in tokens:
            token = secrets.token_urlsafe(16)
            tokens[alarm_id, person_id] = token
            made.append(
                {
                    "id": uuid4(),
                    "organisation_id": organisation_id,
                    "alarm_id": alarm_id,
                    "person_id": person_id,
                    "token": token,
                    "made_at": now,
                }
            )
    insert_many(session, HandOverLinkRecord, made)
    return {(alarm(alarm_id), person_id): f"/o/{token}" for (alarm_id, person_id), token in tokens.items()}


def reached(entries: Sequence[Entry], people: Mapping[UUID, Addressee], hushed: Hushed) -> Mapping[UUID, set[UUID]]:
    """Returns whom each deadline or input tells.

    Somebody who gets no message (without a number, after STOP, inside of a silent alarm) does not count.
    """
    found: dict[UUID, set[UUID]] = {}
    for entry in entries:
        person = people.get(entry.notice.person)
        if person is not None and person.phone is not None and _ways(entry, person, hushed):
            found.setdefault(entry.origin, set()).add(person.id)
    return found


def _ways(entry: Entry, person: Addressee, hushed: Hushed) -> list[tuple[Way, Channel]]:
    """Returns how this reaches them. After STOP an SMS becomes a call, if a call is ever made for it."""
    notice, alarm = entry.notice, entry.aggregate.alarm
    # Who heard of a drill hears that it is over, in a silent alarm too: it says nothing of anything real.
    over = notice.template is Template.ALL_CLEAR and alarm is not None and alarm.drill
    reaches = partial(
        reaching,
        template=notice.template,
        sms_refused=person.sms_refused,
        silent=person.id in hushed.silent and not over,
        quiet=person.id in hushed.quiet,
    )
    ways = [(way, reaches(way.channel)) for way in notice.ways]
    reached = [(way, channel) for way, channel in ways if channel is not None]
    # One call is enough: an SMS that becomes a call would be the second.
    return list({channel: (way, channel) for way, channel in reversed(reached)}.values())[::-1]


def _code_for(entry: Entry) -> CodeFor:
    return CodeFor(entry.notice.person, entry.notice.code or CodePurpose.LADDER, entry.subject)
