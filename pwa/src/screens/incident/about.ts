import type { Visit } from "../../api/types";
import type { About } from "../../incidents/draft";
import { mineUnderWay } from "../../visits/visits";

/** Which visit a report is about: the one it names; written during a visit that one, unless it is about an alarm. Pure. */
export function visitAbout({ visitId, alarmId }: About, all: Visit[], personId: string): Visit | undefined {
  if (visitId) return all.find((one) => one.id === visitId);
  const [going, another] = mineUnderWay(all, personId);
  return alarmId || another ? undefined : going;
}
