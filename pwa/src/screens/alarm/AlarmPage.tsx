import { useHeld } from "../../app/held";
import "./alarm.css";
import type { ComponentChildren } from "preact";
import { useRoute } from "preact-iso";
import type { Alarm, Visit } from "../../api/types";
import { climbedTo, emergencyFirst, whatHappened, whoHasIt, whyNotToPhone } from "../../desk/state";
import { reportAbout } from "../../incidents/draft";
import { ButtonLink } from "../../parts/Button";
import { Call } from "../../parts/Contact";
import { Badge, Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { useSession } from "../../session/context";
import { managesTeam, watchedTeams } from "../../session/session";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { clockTime, exactTime, isoDay, longDay, telLink } from "../../time/format";
import { NextStep } from "../../desk/NextStep";
import { PaperHead } from "../../desk/PaperHead";
import { freshness } from "../../desk/freshness";
import { whereOf } from "../../desk/where";
import { NearestAddress } from "../../alarms/NearestAddress";
import { NotThere } from "../../alarms/NotThere";
import { AlarmMap } from "./AlarmMap";
import { Decide } from "./Decide";
import { GuardCard } from "../../alarms/GuardCard";
import { PoliceCallForm } from "../../alarms/PoliceCallForm";
import { NoteForm } from "./NoteForm";
import { Steps } from "./Steps";
import { Story } from "../../alarms/Story";
import { Told } from "./Told";
import { useAlarm } from "./useAlarm";

/** Whether something happened that is to be reported: whom it happened to may not be able to. */
const asksForReport = (alarm: Alarm): boolean =>
  !alarm.drill && (alarm.outcome === "incident" || alarm.outcome === "help_given");

/** One alarm: what to do now, who was told, what happened. */
export function AlarmPage() {
  const id = useRoute().params["id"] ?? "";
  return <OneAlarm key={id} id={id} />;
}

function OneAlarm({ id }: { id: string }) {
  const { me } = useSession();
  const { alarm, visit, age, why, reload } = useHeld(useAlarm(id));
  if (!alarm) {
    return (
      <Screen wide title={t.alarm.title} back={watchedTeams(me).length > 0 ? "/board" : "/"}>
        <NotThere why={why} />
      </Screen>
    );
  }
  const open = alarm.resolvedAt === null;
  const stale = freshness(age) === "stale";
  return (
    <Screen wide title={`${alarm.drill ? `${t.alarm.drill} ` : ""}${whatHappened(alarm)}`} back="/board">
      <PaperHead />
      {alarm.drill && <Notice tone="soon" title={t.alarm.drillTitle} />}
      {stale && <Notice tone="soon" title={t.alarm.stale} announce="now" />}
      <Head alarm={alarm} open={open}>
        <Decide alarm={alarm} onDone={reload} />
      </Head>
      <div class="alarm-page">
        <div class="stack">
          {open && <WhatNow alarm={alarm} visit={visit} onDone={reload} />}
          {asksForReport(alarm) && managesTeam(me, alarm.team.id) && (
            <ButtonLink
              look="quiet"
              wide
              icon="report"
              href={
                alarm.incidentId
                  ? `/incidents/${alarm.incidentId}`
                  : reportAbout({ visitId: alarm.visitId, alarmId: alarm.id })
              }
            >
              {alarm.incidentId ? t.cases.toReport : t.incidents.report}
            </ButtonLink>
          )}
          {alarm.guard && <GuardCard alarm={alarm} guard={alarm.guard} onDone={reload} />}
          {!alarm.drill && alarm.mayAct && (
            <PoliceCallForm alarmId={alarm.id} emergency={alarm.emergencyNumber} onDone={reload} />
          )}
        </div>
        <div class="stack">
          {visit && <Facts visit={visit} />}
          {open && alarm.mayAct && <NoteForm alarmId={alarm.id} onDone={reload} />}
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
        <p class="alarm-head__where anywhere">
          {alarm.drill
            ? t.alarm.drillAddress
            : alarm.address
              ? whereOf(alarm.address.line, alarm.addressLeft)
              : t.alarm.noAddress}
        </p>
        <p>
          {alarm.name && <span class="strong alarm-name">{t.alarm.named(alarm.name)}</span>}
          {alarm.name && " · "}
          {t.alarm.since(exactTime(alarm.openedAt))}
          {/* Of today that goes without saying; on paper it never does. */}
          <span class={isoDay(alarm.openedAt) === isoDay(serverClock.now()) ? "on-paper" : ""}>
            {" "}
            · {longDay(alarm.openedAt)}
          </span>{" "}
          · {climbedTo(alarm)}
        </p>
        <p class="strong">{whoHasIt(alarm)}</p>
      </div>
      {/* Beside what is announced: a countdown is not read aloud every second. */}
      <p class="strong">
        <NextStep alarm={alarm} />
      </p>
      {children}
    </div>
  );
}

function WhatNow({ alarm, visit, onDone }: { alarm: Alarm; visit: Visit | null; onDone: () => void }) {
  const hushed = whyNotToPhone(alarm);
  // Who pressed can be spoken to: their number comes first.
  const pressed = hushed ? null : alarm.pressedBy;
  const along = hushed ? [] : (visit?.companions.filter((companion) => companion.phone) ?? []);
  const companions = pressed ? along.filter((one) => one.personId !== pressed.id) : along;
  const first = emergencyFirst(alarm);
  const emergency = <Emergency key="emergency" alarm={alarm} />;
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{alarm.drill ? t.alarm.whatInEarnest : t.alarm.whatNow}</h2>
      {hushed && <Notice tone="soon" title={hushed} />}
      <Steps alarm={alarm} onDone={onDone} />
      <div class="alarm-page__calls">
        {first && emergency}
        {pressed?.phone && <Call name={pressed.name} number={pressed.phone} full />}
        {alarm.worker.phone && !hushed && (
          <Call name={alarm.worker.name} number={alarm.worker.phone} look={first ? "quiet" : "main"} full />
        )}
        {companions.map((companion) => (
          <Call key={companion.name} name={companion.name} number={companion.phone ?? ""} full />
        ))}
        {!first && emergency}
      </div>
      {alarm.location && (
        <p>
          {t.alarm.location(alarm.locationText)}
          <NearestAddress alarmId={alarm.id} location={alarm.location} />.{" "}
          {alarm.mapLink && (
            <a class="nl-link" href={alarm.mapLink} target="_blank" rel="noreferrer">
              {t.handOver.map}
            </a>
          )}
        </p>
      )}
      {alarm.battery && <p>{t.alarm.battery(alarm.battery.percent, clockTime(alarm.battery.at))}</p>}
      {!alarm.drill && <AlarmMap alarm={alarm} />}
    </section>
  );
}

/** The number that a human calls, and what one says there. In a drill only what one would say. */
function Emergency({ alarm }: { alarm: Alarm }) {
  const sheet = `/alarms/${alarm.id}/hand-over`;
  if (alarm.drill) {
    return (
      <ButtonLink href={sheet} look="quiet">
        {t.alarm.drillSheet}
      </ButtonLink>
    );
  }
  return (
    <>
      <ButtonLink href={telLink(alarm.emergencyNumber)} look="alarm" icon="phone">
        {t.alarm.callNow(alarm.emergencyNumber)}
      </ButtonLink>
      <ButtonLink href={sheet} look="quiet">
        {t.alarm.whatToSay}
      </ButtonLink>
    </>
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
        <dd>{t.list(visit.companions.map((companion) => companion.name)) || t.alarm.alone}</dd>
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
