import "./alarm.css";
import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import { useStore } from "../../app/store";
import type { Alarm, Visit } from "../../api/types";
import { ButtonLink } from "../../parts/Button";
import { Call } from "../../parts/Contact";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { numbers } from "../../session/session";
import { t } from "../../texts";
import { clockTime, exactTime } from "../../time/format";
import { freshness } from "../board/freshness";
import { Decide } from "./Decide";
import { PoliceCallForm } from "./PoliceCallForm";
import { Story } from "./Story";
import { Told } from "./Told";
import { useAlarm } from "./useAlarm";

/** One alarm: what to do now, who was told, what happened. */
export function AlarmPage() {
  const id = useRoute().params["id"] ?? "";
  const { alarm, visit, age, gone, reload } = useAlarm(id);
  const { emergency } = useStore(numbers);
  if (!alarm) {
    return (
      <Screen wide title={t.alarm.title} back="/board">
        <p role="status">{gone ? t.alarm.gone : t.app.moment}</p>
      </Screen>
    );
  }
  const open = alarm.resolvedAt === null;
  const stale = freshness(age) === "stale";
  return (
    <Screen
      wide
      title={`${alarm.drill ? `${t.alarm.drill} ` : ""}${t.alarm.what(alarm.cause, alarm.worker.name)}`}
      back="/board"
    >
      {alarm.drill && <Notice tone="soon" title={t.alarm.drillTitle} />}
      {stale && <Notice tone="soon" title={t.alarm.stale} announce="now" />}
      <Head alarm={alarm} open={open}>
        <Decide alarm={alarm} onDone={reload} />
      </Head>
      <div class="alarm-page">
        <div class="stack">
          {open && <WhatNow alarm={alarm} visit={visit} emergency={emergency} />}
          {!alarm.drill && <PoliceCallForm alarmId={alarm.id} emergency={emergency} onDone={reload} />}
        </div>
        <div class="stack">
          {visit && <Facts visit={visit} />}
          <Told alarm={alarm} />
          <Story entries={alarm.timeline ?? []} />
        </div>
      </div>
    </Screen>
  );
}

function Head({ alarm, open, children }: { alarm: Alarm; open: boolean; children: ComponentChildren }) {
  return (
    <div class={open ? `alarm-head stack ${alarm.drill ? "alarm-head--drill" : "alarm-head--open"}` : "alarm-head"}>
      <div role="status">
        <p class="alarm-head__where anywhere">{alarm.drill ? t.alarm.drillAddress : (alarm.address?.line ?? t.alarm.noAddress)}</p>
        <p>
          {t.alarm.since(exactTime(alarm.openedAt))} · {t.alarm.levels[alarm.level]}
        </p>
        <p class="strong">
          {!open
            ? t.alarm.closed(
                alarm.outcome ? t.alarm.outcomes[alarm.outcome] : "",
                alarm.resolvedBy?.name ?? "",
                alarm.resolvedAt ? clockTime(alarm.resolvedAt) : "",
              )
            : alarm.acknowledgedBy
              ? t.alarm.takenBy(alarm.acknowledgedBy.name, alarm.acknowledgedAt ? clockTime(alarm.acknowledgedAt) : "")
              : t.alarm.nobodyYet}
          {open &&
            alarm.nextDeadline &&
            ` ${t.alarm.next(t.deadlines[alarm.nextDeadline.kind] ?? alarm.nextDeadline.kind, clockTime(alarm.nextDeadline.dueAt))}`}
        </p>
      </div>
      {children}
    </div>
  );
}

function WhatNow({ alarm, visit, emergency }: { alarm: Alarm; visit: Visit | null; emergency: string }) {
  const companions = visit?.companions.filter((companion) => companion.phone) ?? [];
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{alarm.drill ? t.alarm.whatInEarnest : t.alarm.whatNow}</h2>
      {alarm.cause === "duress" && <Notice tone="soon" title={t.alarm.silent} />}
      <ol class="alarm-steps">
        {alarm.steps.map((step) => (
          <li key={step}>
            <label class="check-field">
              <input type="checkbox" />
              <span>{step}</span>
            </label>
          </li>
        ))}
      </ol>
      <div class="alarm-page__calls">
        {alarm.worker.phone && (
          <Call
            name={alarm.worker.name}
            number={alarm.worker.phone}
            look={alarm.cause === "duress" ? "quiet" : "main"}
            full
          />
        )}
        {companions.map((companion) => (
          <Call key={companion.name} name={companion.name} number={companion.phone ?? ""} full />
        ))}
        {alarm.drill ? (
          <ButtonLink href={`/alarms/${alarm.id}/hand-over`} look="quiet">
            {t.alarm.drillSheet}
          </ButtonLink>
        ) : (
          <ButtonLink href={`/alarms/${alarm.id}/hand-over`} look="alarm" icon="phone">
            {t.alarm.callEmergency(emergency)}
          </ButtonLink>
        )}
      </div>
      {alarm.location && (
        <p>
          {t.alarm.location(alarm.locationText)}{" "}
          {alarm.mapLink && (
            <a class="nl-link" href={alarm.mapLink} target="_blank" rel="noreferrer">
              {t.handOver.map}
            </a>
          )}
        </p>
      )}
    </section>
  );
}

function Facts({ visit }: { visit: Visit }) {
  return (
    <section class="card stack stack-tight">
      <h2 class="nl-heading nl-heading--level-2">{t.alarm.visit}</h2>
      <dl class="facts">
        <dt>{t.alarm.time}</dt>
        <dd class="digits">
          {visit.startedAt ? clockTime(visit.startedAt) : ""} – {clockTime(visit.expectedEnd)}
        </dd>
        <dt>{t.alarm.client}</dt>
        <dd>{[visit.clientName, visit.purpose].filter(Boolean).join(", ") || t.alarm.unknown}</dd>
        <dt>{t.alarm.companions}</dt>
        <dd>{visit.companions.map((companion) => companion.name).join(", ") || t.alarm.alone}</dd>
        {visit.background && (
          <>
            <dt>{t.handOver.background}</dt>
            <dd class="anywhere">{visit.background}</dd>
          </>
        )}
        {visit.risk.instructions.length > 0 && (
          <>
            <dt>{t.alarm.known}</dt>
            <dd>
              <Badge tone="soon">{visit.risk.instructions.join(". ")}</Badge>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}
