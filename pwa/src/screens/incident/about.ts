import type { Visit } from "../../api/types";
import { emptyDraft, type About, type Draft } from "../../incidents/draft";
import { isoDay, wallTime } from "../../time/format";
import { mineUnderWay } from "../../visits/visits";

/** Which visit a report is about: the one it names; written during a visit that one, unless it is about an alarm. Pure. */
export function visitAbout({ visitId, alarmId }: About, all: Visit[], personId: string): Visit | undefined {
  if (visitId) return all.find((one) => one.id === visitId);
  const [going, another] = mineUnderWay(all, personId);
  return alarmId || another ? undefined : going;
}

/** A report as it begins: of when that visit began, which may be yesterday; otherwise of now. */
export function beginReport(about: About, visit: Visit | undefined, now: number): Draft {
  const at = visit?.startedAt ?? now;
  const visitId = visit?.id ?? about.visitId;
  return emptyDraft({ ...about, visitId }, visit?.address.line ?? "", isoDay(at), wallTime(at));
}
