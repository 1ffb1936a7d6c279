import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import type { Alarm, Visit } from "../../api/types";
import { secondsSince, usePoll, useSeconds } from "../../app/poll";
import { deviceClock, type Tick } from "../../time/clock";

/** One alarm with its visit, asked again every two seconds. */
export function useAlarm(id: string) {
  const [heard, setHeard] = useState<{ alarm: Alarm; visit: Visit | null; at: Tick } | null>(null);
  const [gone, setGone] = useState(false);
  const { now } = usePoll(async () => {
    const asked = deviceClock.read();
    try {
      const alarm = await api.alarm(id);
      const visit = alarm.visitId ? await api.visit(alarm.visitId).catch(() => heard?.visit ?? null) : null;
      setHeard({ alarm, visit, at: asked });
    } catch (error) {
      if (error instanceof Problem && (error.status === 404 || error.status === 403)) setGone(true);
    }
  }, 2_000);
  useSeconds();
  return {
    alarm: heard?.alarm ?? null,
    visit: heard?.visit ?? null,
    age: heard ? secondsSince(heard.at) : 0,
    gone,
    reload: now,
  };
}
