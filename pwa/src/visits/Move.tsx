import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts";
import { serverClock } from "../time/clock";
import { instantOf, isoDay, wallTime } from "../time/format";
import { accept } from "./visits";

export const HALF_AN_HOUR = 1_800_000;

/** Pure: another start, and as long as it was. Counted from now, when the planned start has passed. */
export function movedBy(
  visit: Visit,
  milliseconds: number,
  now: number,
): { plannedStart: string; expectedEnd: string } {
  return movedTo(visit, Math.max(now, Date.parse(visit.plannedStart)) + milliseconds);
}

export function movedTo(visit: Visit, start: number): { plannedStart: string; expectedEnd: string } {
  const lasts = Date.parse(visit.expectedEnd) - Date.parse(visit.plannedStart);
  return { plannedStart: new Date(start).toISOString(), expectedEnd: new Date(start + lasts).toISOString() };
}

/** Another time for a planned visit: half an hour later in one press, or a day and a time. */
export function Move({ visit, onClose, onDone }: { visit: Visit; onClose: () => void; onDone?: () => void }) {
  const now = serverClock.now();
  const [day, setDay] = useState(() => isoDay(Math.max(now, Date.parse(visit.plannedStart))));
  const [time, setTime] = useState(() => wallTime(visit.plannedStart));
  const { busy, problem, act } = useAction(() => {
    onDone?.();
    onClose();
  });
  const start = instantOf(day, time);
  const past = start !== null && Date.parse(start) < now;
  const move = (times: { plannedStart: string; expectedEnd: string }) =>
    void act("move", () => api.changeVisit(visit.id, times).then(accept));
  return (
    <Sheet title={t.planning.moveTitle(visit.worker.name)} onClose={onClose}>
      <p>{t.planning.moveText}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button
        wide
        look="quiet"
        busy={busy !== null}
        onPress={() => move(movedBy(visit, HALF_AN_HOUR, serverClock.now()))}
      >
        {t.planning.later30}
      </Button>
      <div class="fields fields--two">
        <TextField label={t.checkIn.day} type="date" value={day} onValue={setDay} />
        <TextField
          label={t.checkIn.startTime}
          type="time"
          value={time}
          onValue={setTime}
          error={past ? t.checkIn.past : undefined}
        />
      </div>
      <Button
        wide
        disabled={start === null || past}
        busy={busy !== null}
        onPress={() => start && move(movedTo(visit, Date.parse(start)))}
      >
        {t.planning.move}
      </Button>
    </Sheet>
  );
}
