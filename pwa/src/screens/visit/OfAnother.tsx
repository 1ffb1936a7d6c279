import type { Visit } from "../../api/types";
import { Story } from "../../alarms/Story";
import { ButtonLink } from "../../parts/Button";
import { Screen } from "../../parts/Screen";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";

/** Somebody at the desk, by a link: whose it is, and where they find what they may do; or how it went. */
export function OfAnother({ visit }: { visit: Visit }) {
  const open = visit.alarm && visit.alarm.resolvedAt === null;
  const over = visit.state === "ended" && !open;
  return (
    <Screen title={t.places.visit} back={over ? "/past" : "/"}>
      <section class="card stack">
        <h2 class="nl-heading nl-heading--level-2 anywhere">{t.visitLater.notYours(visit.worker.name)}</h2>
        <p class="anywhere">{visit.address.line}</p>
        {visit.state === "ended" && <p>{t.visit.ended}</p>}
        {over ? (
          <HowItWas visit={visit} />
        ) : (
          <>
            <p>{t.visitLater.notYoursText}</p>
            <ButtonLink href={open ? `/alarms/${visit.alarm?.id}` : "/board"} look="quiet">
              {open ? t.state.toAlarm : t.places.board}
            </ButtonLink>
          </>
        )}
      </section>
      {over && <Story entries={visit.timeline} />}
    </Screen>
  );
}

/** Nobody goes there any more: what is known of the place is not repeated. */
function HowItWas({ visit }: { visit: Visit }) {
  const began = visit.startedAt ?? visit.plannedStart;
  return (
    <dl class="facts">
      <dt>{t.alarm.time}</dt>
      <dd>
        {longDay(began)},{" "}
        <span class="digits">
          {clockTime(began)} – {clockTime(visit.endedAt ?? visit.expectedEnd)}
        </span>
      </dd>
      <dt>{t.alarm.client}</dt>
      <dd class="anywhere">{[visit.clientName, visit.purpose].filter(Boolean).join(", ") || t.alarm.unknown}</dd>
      <dt>{t.alarm.companions}</dt>
      <dd class="anywhere">{t.list(visit.companions.map((companion) => companion.name)) || t.alarm.alone}</dd>
    </dl>
  );
}
