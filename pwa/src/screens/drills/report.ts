// What a drill showed, in the shapes that screens need.
import type { Drill, DrillRow } from "../../api/types";
import { t } from "../../texts";

export type Quick = DrillRow & { seconds: number };

const took = (row: DrillRow): row is Quick => row.answer === "taken" && row.seconds !== null;

/** Who took it first, by the time from being told; the worker's own answer is no taking. */
export function quickest(drill: Drill): Quick | null {
  const rows = drill.people.filter(took);
  return rows.reduce<Quick | null>((best, row) => (best && best.seconds <= row.seconds ? best : row), null);
}

/** `48 s`, `3 min 05 s`: as a person says it. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60);
  return t.time.duration(minutes, minutes > 0 ? rest.padStart(2, "0") : rest);
}
