"""Take one safeguard away at a time: each time a named test, or a seed of the simulation, must turn red
(docs/simulation.md).

Works in a copy of the tree. Fails when a test or a seed is not green with everything in place, when a mutant survives,
or when the text it takes away is no longer there.

    python tools/mutants.py [name ...]
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
GREEN, RED, NEITHER = 0, 1, 2
"""What pytest answers. Anything but the first two is a test that could not be run."""
MOST_SEEDS = 12
LONGEST = 1200
"""Seconds that one run may take, on a busy machine too."""
LOCKS = "tests/integration/test_locks.py"
ROWS = "achterwacht/watch/statements.py"
DRILLS = "achterwacht/drills/rules.py"
ROOTS = "tests/integration/test_one_id_everywhere.py"
FAILOVER = "tests/acceptance/test_after_a_failover.py"
RUSH = "tests/integration/test_dispatch.py::test_when_several_press_at_once_the_rest_waits_a_second_at_most"
OUTBOX = "tests/integration/test_outbox.py"


@dataclass(frozen=True)
class Seeds:
    """Short runs of the simulation, seed after seed, one of which must find this promise broken.

    Which one it is changes with everything the simulated people learn to do.
    """

    weeks: float
    broken: str


@dataclass(frozen=True)
class OfTheApp:
    """A file of tests of the app, one of which must turn red."""

    file: str


@dataclass(frozen=True)
class Mutant:
    """What is taken away: in this file, this text, for that one; and who must notice."""

    name: str
    file: str
    text: str
    instead: str
    tests: tuple[str, ...] | Seeds | OfTheApp


WORDS = "tests/unit/rules/test_texts_people_send.py"
FORGED = "tests/property/test_rules.py"
HEARD = "tests/unit/rules/test_heard.py"
COMES_IN = "tests/acceptance/test_what_comes_in.py"
LETTERS = "tests/unit/rules/test_letters.py"
DECIDING = "tests/unit/rules/test_measures_deciding.py"
REPORTS = "tests/unit/test_incidents.py"
THREATS = "tests/acceptance/test_a_threat_to_come.py"
TELLING = "tests/acceptance/test_a_measure_and_its_letter.py::test_where_no_letter_says_it_somebody_tells_them[sqlite]"
CHAIN = "tests/integration/test_audit_chain.py"
QUEUE = OfTheApp("src/queue/queue.test.ts")
YEARS_LATER = "tests/acceptance/test_retention.py::test_years_later[sqlite]"


MUTANTS = (
    Mutant(
        "a-row-kept-whatever-comes-due",
        "foundation/made_before.py",
        "known[0] != facts",
        "known[0][0] != facts[0]",
        ("tests/integration/test_board.py::test_what_only_time_changes_is_on_the_next_board",),
    ),
    Mutant(
        "silence-without-the-kind",
        "notifications/cancelling.py",
        "(MessageRecord.subject_kind == kind) & among(MessageRecord.subject, of_kind)",
        "among(MessageRecord.subject, of_kind)",
        (f"{ROOTS}::test_each_story_is_that_of_one_root",),
    ),
    Mutant(
        "deadlines-without-the-kind",
        "achterwacht/deadlines/rooted.py",
        "        DeadlineRecord.root_kind == kind,\n",
        "",
        (f"{ROOTS}::test_a_canary_and_a_team_with_the_id_keep_theirs",),
    ),
    Mutant(
        "read-only-is-not-away",
        "foundation/away.py",
        '    "25006",  # read only: a replica, or a primary that was set aside\n',
        "",
        (f"{FAILOVER}::test_a_connection_that_refuses_a_write_is_thrown_away_and_all_of_its_age",),
    ),
    Mutant(
        "useless-connections-are-kept",
        "foundation/engine.py",
        "    _throw_away_what_is_useless(engine)\n    return",
        "    return",
        (f"{FAILOVER}::test_a_connection_that_refuses_a_write_is_thrown_away_and_all_of_its_age",),
    ),
    Mutant(
        "a-replica-will-do",
        "foundation/database_url.py",
        "    given.setdefault(TARGET, WRITABLE[0])\n",
        "",
        (f"{FAILOVER}::test_while_it_lasts_everybody_hears_not_now_and_then_all_is_well",),
    ),
    Mutant(
        "a-bare-word-takes-it",
        "achterwacht/alarms/rules/taking.py",
        "    if by.unproven:\n        return _say_to_take(alarm, person)\n",
        "",
        (f"{FORGED}::test_who_is_known_by_a_number_alone_never_makes_an_alarm_quieter",),
    ),
    Mutant(
        "a-bare-word-closes-it",
        "achterwacht/alarms/rules/closing.py",
        "    outsider(alarm, by)\n    if by.unproven:\n        raise ProofNeeded\n    if seen",
        "    outsider(alarm, by)\n    if seen",
        (f"{FORGED}::test_who_is_known_by_a_number_alone_never_makes_an_alarm_quieter",),
    ),
    Mutant(
        "what-was-not-seen-is-closed",
        "achterwacht/alarms/rules/closing.py",
        "alarm.cause.gravity > seen.gravity",
        "alarm.cause.gravity < seen.gravity",
        ("tests/unit/rules/test_closing.py::test_only_what_was_seen_or_is_lighter_is_closed",),
    ),
    Mutant(
        "a-text-signs-off-under-an-alarm",
        "achterwacht/alarms/rules/closing.py",
        "    if light and not (by.unproven and alarm.watchers()):",
        "    if light:",
        (f"{HEARD}::test_a_check_out_by_sms_closes_nothing_that_others_were_told_of",),
    ),
    Mutant(
        "our-own-words-call-for-help",
        "notifications/replies.py",
        "        return _of_the_rest(body, sent) or Reply(Intent.PANIC)",
        "        return Reply(Intent.PANIC)",
        (f"{WORDS}::test_our_own_words_alone_never_call_for_help",),
    ),
    Mutant(
        "a-quotation-swallows-what-follows",
        "notifications/quoting.py",
        "ENOUGH = 4",
        "ENOUGH = 1",
        (f"{WORDS}::test_what_somebody_may_have_typed_themselves_counts",),
    ),
    Mutant(
        "the-same-text-acts-again",
        "achterwacht/inbound/received.py",
        'return len(insert_new(session, SeenRecord, rows, once=("id",))) == len(rows)',
        'return insert_new(session, SeenRecord, rows, once=("id",)) is not None',
        (f"{COMES_IN}::test_a_text_that_comes_again_after_a_month_ends_no_other_visit",),
    ),
    Mutant(
        "tick-waits-for-locks",
        ROWS,
        ".order_by(VisitRecord.id)\n    .with_for_update(skip_locked=True)",
        ".order_by(VisitRecord.id)\n    .with_for_update()",
        (f"{LOCKS}::test_a_tick_decides_what_it_can_have_and_waits_for_nobody",),
    ),
    Mutant(
        "tick-waits-for-locked-alarms",
        ROWS,
        ".order_by(AlarmRecord.id)\n    .with_for_update(skip_locked=True)",
        ".order_by(AlarmRecord.id)\n    .with_for_update()",
        (f"{LOCKS}::test_a_tick_waits_for_no_alarm_that_another_holds",),
    ),
    Mutant(
        "tick-without-lock",
        ROWS,
        ".order_by(VisitRecord.id)\n    .with_for_update(skip_locked=True)",
        ".order_by(VisitRecord.id)",
        (f"{LOCKS}::test_a_tick_decides_what_it_can_have_and_waits_for_nobody",),
    ),
    Mutant(
        "sender-waits-for-locks",
        "notifications/sending.py",
        ".with_for_update(skip_locked=True)",
        ".with_for_update()",
        (f"{LOCKS}::test_a_sender_takes_what_it_can_have_and_waits_for_nobody",),
    ),
    Mutant(
        "no-lease",
        "notifications/sending.py",
        'claim_token=bindparam("token"), lease_until=present(LEASE))',
        'claim_token=bindparam("token"), lease_until=present())',
        (f"{OUTBOX}::test_a_claimed_message_is_nobody_elses_until_its_lease_ends",),
    ),
    Mutant(
        "lease-without-end",
        "notifications/sending.py",
        "(_its.lease_until < _now)",
        "(_its.lease_until.is_(None))",
        (f"{OUTBOX}::test_a_sender_that_went_silent_leaves_doubt_only_if_it_had_called",),
    ),
    Mutant(
        "no-token",
        "notifications/sending.py",
        "held = message.state is MessageState.SENDING and message.claim_token == claimed.token",
        "held = message.state is MessageState.SENDING",
        (f"{OUTBOX}::test_only_who_holds_it_settles_it_and_a_late_answer_leaves_its_id",),
    ),
    Mutant(
        "late-answer-settles",
        "notifications/sending.py",
        '_still_held = _its.claim_token == bindparam("token")',
        '_still_held = (_its.claim_token == bindparam("token")) | _its.claim_token.is_not(None)',
        (f"{OUTBOX}::test_only_who_holds_it_settles_it_and_a_late_answer_leaves_its_id",),
    ),
    Mutant(
        "stale-message",
        "notifications/states.py",
        ".execution_options(populate_existing=True)",
        "",
        (f"{LOCKS}::test_a_message_is_read_anew_once_it_is_locked",),
    ),
    Mutant(
        "stale-visit",
        ROWS,
        'VisitRecord.id == bindparam("id"))\n    .with_for_update()\n    .execution_options(**ANEW)\n',
        'VisitRecord.id == bindparam("id"))\n    .with_for_update()\n',
        (f"{LOCKS}::test_a_visit_is_read_anew_once_it_is_locked",),
    ),
    Mutant(
        "stale-root",
        ROWS,
        'ANEW: dict[str, Any] = {"populate_existing": True}',
        "ANEW: dict[str, Any] = {}",
        (f"{LOCKS}::test_a_root_that_came_due_is_read_anew_once_it_is_locked",),
    ),
    Mutant(
        "due-when-it-was-looked-for",
        "achterwacht/clockwork/visits_and_alarms.py",
        "if one.due_at <= now)",
        ")",
        (f"{LOCKS}::test_what_was_due_when_it_was_looked_for_is_asked_again_under_the_lock",),
    ),
    Mutant(
        "decided-twice",
        ROWS,
        " DeadlineRecord.fired_at.is_(None),",
        "",
        (f"{LOCKS}::test_what_another_clock_decided_meanwhile_is_not_decided_again",),
    ),
    Mutant(
        "no-dedupe",
        "notifications/outbox.py",
        ', once=("id",))',
        ")",
        (f"{OUTBOX}::test_a_message_of_the_same_origin_person_channel_and_text_is_there_once",),
    ),
    Mutant(
        "message-of-nothing",
        "notifications/outbox.py",
        'uuid5(OF_MESSAGES, f"{origin}:',
        "uuid5(OF_MESSAGES, f\"{__import__('uuid').uuid4()}:",
        (f"{OUTBOX}::test_a_message_of_the_same_origin_person_channel_and_text_is_there_once",),
    ),
    Mutant(
        "taken-and-still-told",
        "achterwacht/alarms/rules/taking.py",
        "        notices=others,\n        silenced=ALL_MESSAGES,\n",
        "        notices=others,\n",
        ("tests/unit/rules/test_taking.py",),
    ),
    Mutant(
        "silence-cancels-nothing",
        "notifications/cancelling.py",
        "unless_calling(MessageRecord.state, MessageState.CANCELLED)",
        "unless_calling(MessageRecord.state, MessageState.PENDING)",
        (f"{OUTBOX}::test_silence_cancels_what_is_unsent_of_those_subjects_and_texts_and_nothing_else",),
    ),
    Mutant(
        "called-about-and-tried-again",
        "notifications/cancelling.py",
        "silenced=or_(MessageRecord.silenced, calling)",
        "silenced=MessageRecord.silenced",
        (f"{OUTBOX}::test_what_was_being_called_about_when_it_fell_silent_is_not_tried_again",),
    ),
    Mutant(
        "answer-before-the-commit",
        "api/http/transaction.py",
        'EVERY_ROUTE = (Depends(_turn, scope="function"),)',
        "EVERY_ROUTE = (Depends(_turn),)",
        ("tests/integration/test_doors.py::test_the_answer_leaves_after_the_commit",),
    ),
    Mutant(
        "no-guard",
        "notifications/delivery.py",
        "            GUARDS[self._claimed.channel](envelope.to)\n",
        "            pass\n",
        ("tests/integration/test_dispatch.py::test_software_never_dials_or_texts_an_emergency_or_service_number",),
    ),
    Mutant(
        "pressed-before-it-opened",
        "achterwacht/alarms/rules/closing.py",
        "    if alarm.came_after(press.at, context.now):\n        return Decision(\n",
        "    if press.at is None:\n        return Decision(\n",
        Seeds(0.02, "who did not say so"),
    ),
    Mutant(
        "any-code-will-do",
        "achterwacht/inbound/which_code.py",
        "    # It may be a PIN, which is never sent back or kept.\n",
        "    if living := _meant(session, by, now):\n"
        "        return answer_code(session, by, living[-1], reply.intent)\n",
        Seeds(0.02, "has an alarm, and never said so"),
    ),
    Mutant(
        "a-forger-takes-it",
        "achterwacht/alarms/rules/taking.py",
        "    if by.unproven:\n        return _say_to_take(alarm, person)\n",
        "",
        Seeds(0.02, "has an alarm, and never said so"),
    ),
    Mutant(
        "a-forger-closes-it",
        "achterwacht/inbound/which_code.py",
        "        alarms = [one for one in subjects if one.purpose in OF_AN_ALARM]\n",
        "        alarms = [one for one in subjects if one.purpose in OF_AN_ALARM]\n"
        "        if alarms:\n            return answer_code(session, by, alarms[0], intent)\n",
        Seeds(0.02, "who did not say so"),
    ),
    Mutant(
        "a-reaction-calls-for-help",
        "notifications/replies.py",
        "        return _of_the_rest(body, sent) or Reply(Intent.PANIC)",
        "        return Reply(Intent.PANIC)",
        Seeds(0.02, "and nobody called for help"),
    ),
    Mutant(
        "a-machine-calls-again",
        "achterwacht/inbound/sms.py",
        "        if not received.said_before(session, person, key, now):\n            return None\n",
        "        if person:\n            return None\n",
        Seeds(0.02, "which answers by itself, called for help again"),
    ),
    Mutant(
        "answers-without-end",
        "achterwacht/inbound/answers.py",
        "    if _often_enough(session, person, answer.key, text, answer.about, now):\n        return\n",
        "",
        Seeds(0.02, "times in ten minutes"),
    ),
    Mutant(
        "no-second-provider",
        "notifications/routes.py",
        "        routes[Channel.SMS].append(Route(Provider.CM, Cm(settings), answer_to))\n",
        "        pass\n",
        ("tests/acceptance/test_provider_fallback.py::test_the_ladder_reaches_the_colleague_by_the_second_provider",),
    ),
    Mutant(
        "drill-without-end",
        DRILLS,
        "if real_alarm or kind is DeadlineKind.DRILL_END or alarm.rounds:",
        "if real_alarm or kind is DeadlineKind.DRILL_END:",
        ("tests/unit/rules/test_drills.py::test_it_ends",),
    ),
    Mutant(
        "drill-without-last-hour",
        DRILLS,
        "if real_alarm or kind is DeadlineKind.DRILL_END or alarm.rounds:",
        "if real_alarm or alarm.rounds:",
        ("tests/unit/rules/test_drills.py::test_it_ends",),
    ),
    Mutant(
        "drill-told-to-everyone-again",
        DRILLS,
        "decision.alarm.rounds > alarm.rounds > 0",
        "decision.alarm.rounds > alarm.rounds > 1",
        ("tests/acceptance/test_drill.py::test_who_took_it_after_everyone_was_told_and_can_not_after_all_ends_it",),
    ),
    Mutant(
        "quoted-lines-are-rows",
        "achterwacht/row_files/csv_lines.py",
        "        if place <= inside:\n            trouble",
        "        if place < inside:\n            trouble",
        ("tests/unit/test_bad_files.py::test_no_row_is_lost_and_none_is_guessed",),
    ),
    Mutant(
        "days-are-house-numbers",
        "achterwacht/risk_files/doubts.py",
        'return "field_day"',
        'return ""',
        ("tests/unit/test_bad_files.py::test_what_excel_made_a_day_is_no_house",),
    ),
    Mutant(
        "rows-counted-once",
        "achterwacht/row_files/in_child.py",
        "if len(rows) != counted - 1:",
        "if len(rows) > counted - 1:",
        ("tests/unit/test_bad_files.py::test_a_count_that_does_not_add_up_refuses_all",),
    ),
    Mutant(
        "a-chain-of-single-links",
        "achterwacht/audit/chain.py",
        "parts = (before, organisation_id.hex,",
        "parts = (organisation_id.hex,",
        ("tests/integration/test_audit_chain.py::test_a_change_is_found",),
    ),
    Mutant(
        "a-line-nobody-compares",
        "achterwacht/audit/chain.py",
        "return None if link.salt and digest_of(line, link.salt) == link.digest else",
        "return None if link.salt else",
        ("tests/integration/test_audit_chain.py::test_a_change_is_found",),
    ),
    Mutant(
        "the-chain-believes-a-moment-to-come",
        "achterwacht/audit/chain.py",
        "min(until, clock_of(session).now(session)) - A_LOOK_BACK",
        "until - A_LOOK_BACK",
        (f"{CHAIN}::test_a_clock_that_was_wrong_leaves_no_line_out",),
    ),
    Mutant(
        "the-chain-looks-at-all-of-it",
        "achterwacht/audit/chain.py",
        "_of(record, organisation_id), record.at >= since, ~linked)",
        "_of(record, organisation_id), ~linked)",
        (f"{CHAIN}::test_the_job_looks_back_an_hour_and_who_verifies_at_all",),
    ),
    Mutant(
        "a-threat-told-at-each-change",
        "achterwacht/afterwards/threats.py",
        "        if _lies(session, incident, because):\n            continue\n",
        "",
        (f"{THREATS}::test_who_must_know_is_told_at_any_hour_and_once",),
    ),
    Mutant(
        "a-threat-told-for-each-task",
        "achterwacht/afterwards/threats.py",
        "drop_everything=True, know=told)",
        "drop_everything=True, know=set())",
        (f"{THREATS}::test_who_has_several_of_these_tasks_is_told_once",),
    ),
    Mutant(
        "a-measure-told-though-its-letter-says-it",
        "achterwacht/afterwards/letter_to_write.py",
        "measure.kind not in TOLD or any(Element.MEASURES in one.contents for one in profile.letters):",
        "measure.kind not in TOLD:",
        (TELLING,),
    ),
    Mutant(
        "a-measure-told-after-it-ended",
        "achterwacht/afterwards/letter_to_write.py",
        "kind = TaskKind.TELL_MEASURE if place is None else TaskKind.MEASURE_STEP",
        "kind = TaskKind.MEASURE_STEP",
        (TELLING,),
    ),
    Mutant(
        "reopened-before-it-was-closed",
        "achterwacht/incidents/rules.py",
        "at = max(now, report.closed_at)",
        "at = now",
        (REPORTS,),
    ),
    Mutant(
        "an-open-report-reopened",
        "achterwacht/incidents/rules.py",
        "    return theirs and report.state is IncidentState.CLOSED\n",
        "    return theirs\n",
        (REPORTS,),
    ),
    Mutant(
        "no-sender-kept-free",
        "notifications/dispatch.py",
        "            room -= kept_free\n",
        "            pass\n",
        ("tests/integration/test_dispatch.py::test_while_all_else_waits_for_a_provider_a_noodknop_finds_a_sender",),
    ),
    Mutant(
        "senders-kept-free-take-anything",
        "notifications/dispatch.py",
        "            at_least = self._gravest\n",
        "            at_least = 0\n",
        ("tests/integration/test_dispatch.py::test_while_all_else_waits_for_a_provider_a_noodknop_finds_a_sender",),
    ),
    Mutant(
        "a-rush-like-any-other-moment",
        "notifications/dispatch.py",
        "return now - self._since < AT_MOST",
        "return False",
        (RUSH,),
    ),
    Mutant(
        "a-rush-without-an-end",
        "notifications/dispatch.py",
        "return now - self._since < AT_MOST",
        "return True",
        (RUSH,),
    ),
    Mutant(
        "an-empty-fact-is-a-mistake-everywhere",
        "notifications/texts/catalogue.py",
        "**(LEFT_OUT if OF_THE_WATCH in facts else BEFORE_THERE_WERE), **facts",
        "**LEFT_OUT, **facts",
        ("tests/property/test_texts.py::test_a_fact_that_another_message_lacks_is_still_a_mistake",),
    ),
    Mutant(
        "a-cafe-s-page-is-a-refusal",
        "pwa/src/api/problem.ts",
        "if (response.status >= 500 || (!isRecord(body) && response.status !== 401)) {",
        "if (response.status >= 500) {",
        QUEUE,
    ),
    Mutant(
        "a-letter-to-who-never-gets-one",
        "achterwacht/letters/rules.py",
        "    if gets_none(profile, case):\n        raise NeverALetter\n",
        "",
        (f"{LETTERS}::test_e_never_gets_a_letter_whatever_else_happened",),
    ),
    Mutant(
        "signatures-under-other-words",
        "achterwacht/letters/rules.py",
        "replace(letter, **changes, signatures=())",
        "replace(letter, **changes)",
        (f"{LETTERS}::test_two_sign_and_a_change_lets_the_first_fall",),
    ),
    Mutant(
        "a-ban-against-nobody",
        "achterwacht/measures/rules/deciding.py",
        "    if kind in NAMES_SOMEBODY and not named:\n",
        "    if kind in NAMES_SOMEBODY and named is None:\n",
        (f"{DECIDING}::test_nobody_can_keep_a_ban_for_somebody_without_a_name",),
    ),
    Mutant(
        "who-handles-it-decides-it",
        "achterwacht/measures/rules/deciding.py",
        "        return self.handles and not RECORDED_FOR.isdisjoint(deciders)\n",
        "        return self.handles\n",
        (f"{DECIDING}::test_nobody_decides_in_the_place_of_the_board",),
    ),
    Mutant(
        "everybody-s-damage-is-paid",
        "achterwacht/damages/rules.py",
        "    if line.whose not in OF_THE_EMPLOYEE:\n        yield",
        "    if line.whose is None:\n        yield",
        ("tests/unit/rules/test_damages.py::test_what_cannot_be",),
    ),
    Mutant(
        "paid-without-an-amount",
        "achterwacht/damages/rules.py",
        'for name in ("amount", "on") if getattr(paid, name) is None',
        'for name in ("on",) if getattr(paid, name) is None',
        ("tests/unit/rules/test_damages.py::test_what_cannot_be",),
    ),
    Mutant(
        "any-term-will-do",
        "achterwacht/retention/rules.py",
        "if not term.least <= days <= term.most:",
        "if days > term.most:",
        ("tests/unit/test_retention.py::test_the_default_is_within_its_bounds_and_on_the_page",),
    ),
    Mutant(
        "the-register-is-not-waited-for",
        "achterwacht/clockwork/forgetting/reports.py",
        "        ~in_the_register,\n",
        "",
        (YEARS_LATER,),
    ),
    Mutant(
        "a-restored-watch-starts",
        "cli/opening.py",
        "        since = held_since(session)\n",
        "        since = None if session else held_since(session)\n",
        ("tests/acceptance/test_backup.py::test_from_load_to_go[sqlite]",),
    ),
)


def main(names: list[str]) -> int:
    wanted = [one for one in MUTANTS if not names or one.name in names]
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = copied(Path(folder) / "tree")
        tests = sorted({test for one in wanted if isinstance(one.tests, tuple) for test in one.tests})
        apps = sorted({one.tests.file for one in wanted if isinstance(one.tests, OfTheApp)})
        if any(of_the_app(copy, file, (GREEN,)) != GREEN for file in apps):
            print("not green with every safeguard in place", file=sys.stderr)
            return 1
        if tests and pytest(copy, tests, (GREEN,)) != GREEN:
            print("not green with every safeguard in place", file=sys.stderr)
            return 1
        survivors = [one.name for one in wanted if not noticed(one, copy)]
    print(f"{len(wanted) - len(survivors)} of {len(wanted)} mutants noticed")
    return 1 if survivors else 0


def noticed(mutant: Mutant, copy: Path) -> bool:
    """Whether one of its tests turns red, or a seed, when this safeguard is gone, and only then."""
    file = copy / mutant.file
    before = file.read_text(encoding="utf-8")
    if before.count(mutant.text) != 1:
        print(f"{mutant.name}: not found once in {mutant.file}", file=sys.stderr)
        return False
    file.write_text(before.replace(mutant.text, mutant.instead), encoding="utf-8")
    by, seed = mutant.tests, 0
    try:
        if isinstance(by, Seeds):
            seed, answer = broken_by(copy, by)
        elif isinstance(by, OfTheApp):
            answer = of_the_app(copy, by.file)
        else:
            answer = pytest(copy, by)
    finally:
        file.write_text(before, encoding="utf-8")
    if isinstance(by, Seeds) and answer == RED and simulate(copy, seed, by) != GREEN:
        print(f"{mutant.name}: seed {seed} is not green with every safeguard in place", file=sys.stderr)
        return False
    verdict = {GREEN: "SURVIVED", RED: f"noticed by seed {seed}" if seed else "noticed"}.get(answer, "COULD NOT BE RUN")
    print(f"{mutant.name}: {verdict}", flush=True)
    return answer == RED


def broken_by(tree: Path, seeds: Seeds) -> tuple[int, int]:
    """Returns the first seed that finds it, and red; or the last one that was tried, and what it said."""
    for seed in range(1, MOST_SEEDS + 1):
        if (answer := simulate(tree, seed, seeds)) != GREEN:
            return seed, answer
    return MOST_SEEDS, GREEN


def copied(to: Path) -> Path:
    """The files that git knows or would take, without what was built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=TREE, check=True, capture_output=True, text=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (TREE / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(TREE / name, to / name)
    return to


def pytest(tree: Path, tests: tuple[str, ...] | list[str], expected: tuple[int, ...] = (GREEN, RED)) -> int:
    """Returns what it answers; what it said is shown where nobody expected that."""
    answer, said = ran(tree, "pytest", "-q", "-x", "-p", "no:cacheprovider", "--no-header", *tests)
    if answer not in expected:
        print(said, file=sys.stderr)
    return answer


def of_the_app(tree: Path, file: str, expected: tuple[int, ...] = (GREEN, RED)) -> int:
    """Returns what Vitest answers. What the app is built with is that of this tree."""
    modules = tree / "pwa" / "node_modules"
    if not modules.exists():
        modules.symlink_to(TREE / "pwa" / "node_modules")
    command = [str(TREE / "tools" / "with-node.sh"), "npx", "vitest", "run", "--maxWorkers=1", file]
    done = subprocess.run(
        command, cwd=tree / "pwa", check=False, capture_output=True, text=True, timeout=LONGEST
    )  # fmt: skip
    if done.returncode not in expected:
        print(done.stdout + done.stderr, file=sys.stderr)
    return done.returncode


def simulate(tree: Path, seed: int, given: Seeds) -> int:
    """Red only when it is this promise that was broken."""
    run = ("tests.simulation", "--only", "watch", "--weeks", str(given.weeks), "--seeds", str(seed))
    answer, said = ran(tree, *run)
    if answer == GREEN or ("Broken: " in said and given.broken in said):
        return answer
    print(said, file=sys.stderr)
    return NEITHER


def ran(tree: Path, *module: str) -> tuple[int, str]:
    """Returns what a module answers, run with the code of this tree and no other, and what it said.

    One that takes too long could not be run: the next mutant is tried all the same.
    """
    command = [sys.executable, "-B", "-m", *module]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, check=False, capture_output=True, text=True, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return NEITHER, f"{' '.join(module)}: not done after {LONGEST} s"
    return done.returncode, done.stdout + done.stderr


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
