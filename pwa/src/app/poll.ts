// Asking again and again, while somebody looks.
import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { deviceClock, elapsed, type Tick } from "../time/clock";

export interface Poll {
  /** Asks now, besides the rhythm. */
  now: () => void;
}

/** Runs `ask` at once, then `every` milliseconds after each answer; not at all while the page is hidden. */
export function usePoll(ask: () => Promise<unknown>, every: number, enabled = true): Poll {
  const latest = useRef({ ask, every });
  latest.current = { ask, every };
  const kick = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (!enabled) return;
    let gone = false;
    let busy = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async (): Promise<void> => {
      clearTimeout(timer);
      if (gone || busy || document.visibilityState === "hidden") return;
      busy = true;
      await latest.current.ask().catch(() => undefined);
      busy = false;
      if (!gone) timer = setTimeout(() => void run(), latest.current.every);
    };
    const look = () => void run();
    kick.current = look;
    document.addEventListener("visibilitychange", look);
    window.addEventListener("online", look);
    look();
    return () => {
      gone = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("online", look);
    };
  }, [enabled]);

  return { now: useCallback(() => kick.current(), []) };
}

/** Draws again each second, for countdowns and ages. Time is the only thing that moves. */
export function useSeconds(enabled = true, every = 1_000): void {
  const [, draw] = useState(0);
  useEffect(() => {
    if (!enabled) return;
    const timer = setInterval(() => draw((n) => n + 1), every);
    const look = () => draw((n) => n + 1);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [enabled, every]);
}

/** Seconds since that moment, by whichever of this device's clocks went on. */
export const secondsSince = (then: Tick): number => Math.floor(elapsed(then, deviceClock.read()) / 1000);
