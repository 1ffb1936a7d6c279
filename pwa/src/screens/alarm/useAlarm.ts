import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import type { Alarm, Visit } from "../../api/types";
import type { Why } from "../../alarms/NotThere";
import { secondsSince, usePoll, useSeconds } from "../../app/poll";
import { deviceClock, type Tick } from "../../time/clock";

/** One alarm with its visit, asked again every two seconds. */
export function useAlarm(id: string) {
  const [heard, setHeard] = useState<{ alarm: Alarm; visit: Visit | null; at: Tick } | null>(null);
  const [why, setWhy] = useState<Why>("asking");
  const { now } = usePoll(async () => {
    const asked = deviceClock.read();
    try {
      const alarm = await api.alarm(id);
      const visit = alarm.visitId ? await api.visit(alarm.visitId).catch(() => heard?.visit ?? null) : null;
      setHeard({ alarm, visit, at: asked });
    } catch (error) {
      setWhy(error instanceof Problem && (error.status === 404 || error.status === 403) ? "gone" : "silent");
    }
  }, 2_000);
  useSeconds();
  return {
    alarm: heard?.alarm ?? null,
    visit: heard?.visit ?? null,
    age: heard ? secondsSince(heard.at) : 0,
    why,
    reload: now,
  };
}
