// The screen stays on during a visit, for who chose so. The system may take it back, as when the app is left.
import { useEffect } from "preact/hooks";
import { quietly } from "../time/within";

const KEY = "achterwacht-awake";

/** Whether this browser can keep its screen on. */
export const canStayAwake = (): boolean => quietly(() => "wakeLock" in navigator, false);

export const wantsAwake = (): boolean => quietly(() => localStorage.getItem(KEY) === "on", false);

export function chooseAwake(on: boolean): void {
  quietly(() => localStorage.setItem(KEY, on ? "on" : "off"), undefined);
}

/** Keeps it on as long as this is drawn; asks again when somebody comes back to the app. A refusal changes nothing. */
export function useAwake(on: boolean): void {
  useEffect(() => {
    if (!on || !canStayAwake()) return;
    let gone = false;
    let held: WakeLockSentinel | undefined;
    const ask = () => {
      if (document.visibilityState !== "visible" || (held && !held.released)) return;
      void navigator.wakeLock.request("screen").then(
        (lock) => {
          if (gone) void lock.release();
          else held = lock;
        },
        () => undefined,
      );
    };
    ask();
    document.addEventListener("visibilitychange", ask);
    return () => {
      gone = true;
      document.removeEventListener("visibilitychange", ask);
      void held?.release();
    };
  }, [on]);
}
