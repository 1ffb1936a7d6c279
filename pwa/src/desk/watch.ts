// What a desk hears on whichever page it looks at, in front or behind: the open alarms, and whether anybody answers.
import { useEffect, useState } from "preact/hooks";
import { api } from "../api/later";
import { Problem } from "../api/problem";
import type { LoudAlarm } from "../api/types";
import { createStore, useStore } from "../app/store";
import { tick } from "../app/ticker";
import { setBefore } from "../app/title";
import { refreshPanic } from "../panic/panic";
import { GONE_SECONDS } from "./freshness";
import { session, signedOut } from "../session/session";
import { t } from "../texts/later";
import { deviceClock, elapsed, serverClock, type Tick } from "../time/clock";
import { refreshVisits } from "../visits/visits";
import { notify, withdraw } from "./notify";
import { AGAIN, louder, SHOW_AGAIN, untaken } from "./rings";
import { listenForAPress, ring } from "./sound";

const EVERY = 3_000;
/** Milliseconds. So soon after a visit the alarms of others are heard again. */
const QUIET_EVERY = 15_000;
const RENEW_EVERY = 600_000;
const HOUR = 3_600_000;
/** Milliseconds without an answer for which an alarm that nobody has rings on. */
const RINGS_ON = 300_000;

export interface Watch {
  alarms: LoudAlarm[];
  /** Nothing was heard of the server for so long that an alarm may have passed unheard. */
  deaf: boolean;
}

const CALM: Watch = { alarms: [], deaf: false };
export const watch = createStore<Watch>(CALM);
/** Until when this sign-in counts, as the server said last. */
export const endsAt = createStore<number | null>(null);

/** Asks for as long as somebody is at a desk. `quiet`: they are on a visit themselves, and a resident may look along. */
export function useDeskWatch(quiet: boolean): void {
  useEffect(() => {
    // Whether it is over: behind another window the screens ask nothing.
    if (quiet) return tick(QUIET_EVERY, () => void (document.hidden && askOwn()));
    let rangAt: Tick | null = null;
    let shownAt: Tick | null = null;
    let heardAt = deviceClock.read();
    let renewedAt: Tick | null = null;
    let busy = false;
    const past = (then: Tick | null) => (then ? elapsed(then, deviceClock.read()) : Infinity);

    const refresh = async () => {
      try {
        const { alarms } = await api.loudAlarms();
        const news = louder(watch.get().alarms, alarms);
        heardAt = deviceClock.read();
        watch.set({ alarms, deaf: false });
        const waiting = untaken(alarms);
        withdraw(waiting);
        if (news.length > 0 || (waiting.length > 0 && past(rangAt) >= AGAIN * 1000)) {
          ring("alarm");
          rangAt = deviceClock.read();
        }
        const again = past(shownAt) >= SHOW_AGAIN * 1000 ? waiting : news;
        if (again.length > 0) {
          again.forEach(notify);
          shownAt = deviceClock.read();
        }
      } catch (error) {
        if (error instanceof Problem && error.status === 401) signedOut();
        // Nobody was seen to take it, so it rings on: for a while, since somebody may have taken it unheard.
        const ringsOn = past(heardAt) <= RINGS_ON && past(rangAt) >= AGAIN * 1000;
        if (ringsOn && untaken(watch.get().alarms).length > 0) {
          ring("alarm");
          rangAt = deviceClock.read();
        }
        const deaf = past(heardAt) > GONE_SECONDS * 1000;
        if (deaf !== watch.get().deaf) watch.update((now) => ({ ...now, deaf }));
      }
    };
    const renew = async () => {
      if (past(renewedAt) < RENEW_EVERY) return;
      renewedAt = deviceClock.read();
      const known = await api.renewSession().catch(() => null);
      if (known) endsAt.set(Date.parse(known.expiresAt));
    };
    const run = async () => {
      if (busy) return;
      busy = true;
      await Promise.all([refresh(), renew()]);
      busy = false;
    };
    const stopListening = listenForAPress();
    const stopMarking = watch.watch(mark);
    const stop = tick(EVERY, () => void run());
    void run();
    return () => {
      stop();
      stopListening();
      watch.set(CALM);
      // Whose sign-in ended by itself has not seen them yet.
      const now = session.get();
      if (now.state !== "signed-out" || !now.expired) withdraw([]);
      stopMarking();
      endsAt.set(null);
    };
  }, [quiet]);
  useAwake();
}

/** The visit, and the alarm that they raised themselves. */
const askOwn = () => Promise.all([refreshVisits(), refreshPanic()]).catch(() => undefined);

/** At once, and not when the page is drawn: a page that nobody sees is not drawn. */
function mark({ alarms, deaf }: Watch): void {
  const loud = alarms.length > 0;
  const words = [...(loud ? [t.board.alarmsBefore(alarms.length)] : []), ...(deaf ? [t.board.deafBefore] : [])];
  setBefore(words.join(" · "), loud);
}

/** A page that holds a lock is not put to sleep by a browser that wants to save memory. */
function useAwake(): void {
  useEffect(() => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((done) => (release = done));
    try {
      void navigator.locks.request("achterwacht-desk", { mode: "shared" }, () => held).catch(() => undefined);
    } catch {
      // A browser without locks, or one that refuses them: it may put the page to sleep, and says so by being late.
    }
    return () => release();
  }, []);
}

/** When this sign-in ends, if that is within the hour. */
export function useEndsSoon(): number | null {
  const at = useStore(endsAt);
  const [, draw] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => draw((n) => n + 1), 30_000);
    return () => clearInterval(timer);
  }, []);
  return at !== null && at - serverClock.now() < HOUR ? at : null;
}
