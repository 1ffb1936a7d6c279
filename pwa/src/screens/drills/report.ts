// How long something took in a drill.
import { t } from "../../texts";

/** `48 s`, `3 min 05 s`: as a person says it. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60);
  return t.time.duration(minutes, minutes > 0 ? rest.padStart(2, "0") : rest);
}
