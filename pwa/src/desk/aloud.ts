import { useEffect } from "preact/hooks";
import { tick } from "../app/ticker";
import { ring } from "./sound";

const SAY_EVERY = 60_000;
const SAY_TIMES = 5;

/** This page was watching, and is not any more: it says so aloud, a few times. */
export function useSaidAloud(on: boolean): void {
  useEffect(() => {
    if (!on) return;
    let left = SAY_TIMES;
    const say = () => left-- > 0 && ring("signedOut");
    say();
    return tick(SAY_EVERY, say);
  }, [on]);
}
