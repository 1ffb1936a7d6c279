import { useState } from "preact/hooks";
import type { Visit } from "../../api/types";
import { useSeconds } from "../../app/poll";
import { KeepAwake, MoreTime } from "../../app/rooms";
import { useStore } from "../../app/store";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Ring, ringAt } from "../../parts/Ring";
import { Screen } from "../../parts/Screen";
import type { Action } from "../../queue/action";
import { useProfile, useSession } from "../../session/context";
import { t } from "../../texts";
import { deviceClock, serverClock } from "../../time/clock";
import { smsLink } from "../../time/format";
import { Freshness } from "../../visits/Freshness";
import { Observing } from "../../visits/Observing";
import { Pending } from "../../visits/Pending";
import { pressAgain } from "../../visits/outcomes";
import { usePress } from "../../visits/usePress";
import { Reminders } from "../../visits/Reminders";
import { TellTrouble } from "../../visits/Trouble";
import { VisitWatchLine } from "../../visits/WatchLine";
import { Address } from "./Address";
import { AllWell } from "./AllWell";
import { Instruction } from "./Instruction";
import { OnDuty } from "./OnDuty";
import { PATIENCE_MS } from "./patience";
import { useInSight } from "./useInSight";
import { newId } from "../../app/ids";

const SOON_AT_MOST = 5 * 60_000;

/** Somebody is watching. Neutral on purpose: a resident may look along. */
export function UnderWay({ visit, actions }: { visit: Visit; actions: Action[] }) {
  const protocol = useProfile(visit.team.id);
  const { act, pinPad } = usePress(visit.id);
  const again = useStore(pressAgain).has(visit.id) && visit.alarm;
  const [asksHowLong, setAsksHowLong] = useState(false);
  useSeconds();

  const now = serverClock.now();
  const start = Date.parse(visit.startedAt ?? visit.asOf);
  const end = Date.parse(visit.expectedEnd);
  const soonMs = Math.min(SOON_AT_MOST, (end - start) / 3);
  const ring = ringAt(now, start, end, soonMs);
  useInSight(actions.some((one) => one.refused || deviceClock.read().wall - one.pressed.wall > PATIENCE_MS));
  const waits = (kind: Action["kind"]) => actions.some((action) => action.kind === kind && !action.refused);
  // The same as "9" in the call: help, at once, and nothing on the screen that a resident could read it from.
  const askForHelp = () => act("not-ok", { id: newId(), visitId: visit.id, note: t.visit.noNote });
  const extension = protocol?.extensionMinutes ?? 15;

  return (
    <Screen
      title={t.places.visit}
      quietTitle
      aboveFoot={
        <div class="visit__pair">
          <Button wide look="quiet" onPress={() => act("extend", { minutes: extension })} busy={waits("extend")}>
            {t.visit.extend(extension)}
          </Button>
          <Button wide look="quiet" onPress={() => setAsksHowLong(true)}>
            {t.visit.otherTime}
          </Button>
        </div>
      }
      foot={
        <div class="visit__pair">
          <Button wide size="large" busy={waits("check-out")} onPress={() => act("check-out", { returnTo: "office" })}>
            {t.visit.checkOut}
          </Button>
          <Button wide look="quiet" busy={waits("check-out")} onPress={() => act("check-out", { returnTo: "home" })}>
            {t.visit.straightHome}
          </Button>
        </div>
      }
    >
      <VisitWatchLine visit={visit} />
      <Freshness />
      {visit.drill && <Notice title={t.visit.drill} />}
      <Pending actions={actions} visit={visit} />
      {again && <Notice tone="soon" title={t.visit.pressAgain} announce="now" />}
      <Instruction visit={visit} />
      {visit.kind === "observation" && (
        <>
          <Observing lines={protocol?.observing ?? []} />
          <Button
            wide
            look="quiet"
            busy={waits("check-out")}
            onPress={() => act("check-out", { returnTo: "office", noticed: true })}
          >
            {t.kinds.noticed}
          </Button>
        </>
      )}
      {<AllWell visit={visit} waits={waits("ok")} onWell={() => act("ok")} onNotWell={askForHelp} />}
      <Ring state={ring} end={visit.expectedEnd} />
      <TimeWords visit={visit} phase={ring.phase} />
      <NotPhoned visit={visit} />
      <Address line={visit.address.line} visit={visit} />
      <OnDuty visit={visit} />
      <Reminders teamId={visit.team.id} />
      <TellTrouble visit={visit} />
      <KeepAwake />
      {asksHowLong && (
        <MoreTime
          visit={visit}
          protocol={protocol}
          onClose={() => setAsksHowLong(false)}
          onMinutes={(minutes) => {
            setAsksHowLong(false);
            act("extend", { minutes });
          }}
        />
      )}
      {pinPad}
    </Screen>
  );
}

/** They asked for it by SMS, perhaps on another phone; and by SMS they take it back. An alarm says it above. */
function NotPhoned({ visit }: { visit: Visit }) {
  const { me } = useSession();
  if (!visit.quiet || visit.alarm) return null;
  return (
    <Notice title={t.visit.quiet}>
      {me.serviceNumber && (
        <p>
          <a class="nl-link" href={smsLink(me.serviceNumber, t.sms.ring)}>
            {t.visit.ringAgain}
          </a>
        </p>
      )}
    </Notice>
  );
}

/** What the time means, once it means something. */
function TimeWords({ visit, phase }: { visit: Visit; phase: "calm" | "soon" | "over" }) {
  // Who asked not to be phoned reads above that nobody does: no promise of a call, and no request for one.
  if (visit.alarm?.quiet) return null;
  if (visit.alarm && visit.alarm.level !== "worker" && visit.alarm.resolvedAt === null) {
    const taker = visit.alarm.acknowledgedBy;
    return (
      <Notice tone="soon" title={taker ? t.visit.taken(taker.name) : t.visit.lookedFor} announce="politely">
        <p>{t.visit.lookedForText}</p>
      </Notice>
    );
  }
  if (phase === "over") {
    return (
      <Notice tone="soon" title={t.visit.over} announce="politely">
        <p>{t.visit.overText}</p>
      </Notice>
    );
  }
  if (phase === "soon") {
    return (
      <Notice tone="soon" title={t.visit.soon} announce="politely">
        <p>{t.visit.soonText}</p>
      </Notice>
    );
  }
  return null;
}
