import { expect, it } from "vitest";
import { jan, visitOf } from "../../testing";
import { checkDraft } from "../../incidents/draft";
import { setTimeZone } from "../../time/format";
import { beginReport, visitAbout } from "./about";

const none = { visitId: null, alarmId: null };
const going = visitOf({ id: "going", state: "under_way" });

it("is about the visit that goes on, unless it names another or an alarm, or there are two", () => {
  const planned = visitOf({ id: "planned", state: "planned" });
  expect(visitAbout(none, [planned, going], jan.id)?.id).toBe("going");
  expect(visitAbout({ ...none, visitId: "planned" }, [planned, going], jan.id)?.id).toBe("planned");
  expect(visitAbout({ ...none, alarmId: "a" }, [going], jan.id)).toBeUndefined();
  expect(visitAbout(none, [going, visitOf({ id: "two", state: "under_way" })], jan.id)).toBeUndefined();
  expect(visitAbout(none, [planned], jan.id)).toBeUndefined();
});

it("begins at the begin of the visit, also when that was before midnight", () => {
  setTimeZone("Europe/Amsterdam");
  const now = Date.parse("2027-06-06T22:10:00Z"); // 00:10
  const late = { ...going, startedAt: "2027-06-06T21:50:00Z" };
  const report = { ...beginReport(none, late, now), kind: "scolding" as const, description: "Hij schold." };
  expect([report.visitId, report.day, report.time]).toEqual(["going", "2027-06-06", "23:50"]);
  expect(checkDraft(report, now).body).toMatchObject({ happenedAt: "2027-06-06T21:50:00.000Z" });
  expect(beginReport(none, undefined, now)).toMatchObject({ visitId: null, day: "2027-06-07", time: "00:10" });
});
