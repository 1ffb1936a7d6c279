import type { About } from "../../incidents/draft";
import type { Panic } from "../../panic/panic";

/** Whether the screen after the noodknop asks for this report: the alarm is over, and it is about what happened there. */
export const asksFor = (raised: Panic | null, about: About): boolean =>
  Boolean(raised?.alarm?.resolvedAt) &&
  (raised?.visitId ? raised.visitId === about.visitId : raised?.alarmId === about.alarmId);
