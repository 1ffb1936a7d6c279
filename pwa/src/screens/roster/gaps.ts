// When nobody stands first on the roster. Pure. A gap isn't an error, but whoever plans must see it.
import type { Shift } from "../../api/types";

export interface Gap {
  day: number;
  from: string;
  until: string;
}

const DAY = 24 * 60;
const minutes = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const time = (m: number): string =>
  `${String(Math.floor(m / 60) % 24).padStart(2, "0")}:${String(m % 60).padStart(2, "0")}`;

/** The hours that are looked at: nobody plans visits at night. */
const OFFICE = { from: minutes("08:00"), until: minutes("18:00"), days: [1, 2, 3, 4, 5] };

export function gaps(shifts: Shift[]): Gap[] {
  const first = shifts.filter((shift) => shift.rank === "first" && shift.personId !== "");
  return OFFICE.days.flatMap((day) => {
    const covered = first.flatMap((shift) => spans(shift, day)).sort((a, b) => a[0] - b[0]);
    const found: Gap[] = [];
    let at = OFFICE.from;
    for (const [from, until] of covered) {
      if (from > at && at < OFFICE.until)
        found.push({ day, from: time(at), until: time(Math.min(from, OFFICE.until)) });
      at = Math.max(at, until);
    }
    if (at < OFFICE.until) found.push({ day, from: time(at), until: time(OFFICE.until) });
    return found;
  });
}

/** The part of a shift that falls on this day; one that runs past midnight belongs to two days. */
function spans(shift: Shift, day: number): [number, number][] {
  const from = minutes(shift.from);
  const until = minutes(shift.until);
  const past = until <= from;
  const before = day === 1 ? 7 : day - 1;
  const found: [number, number][] = [];
  if (shift.days.includes(day)) found.push([from, past ? DAY : until]);
  if (past && shift.days.includes(before)) found.push([0, until]);
  return found;
}
