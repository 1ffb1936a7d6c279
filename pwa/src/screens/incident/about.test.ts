import { expect, it } from "vitest";
import { jan, visitOf } from "../../testing";
import { visitAbout } from "./about";

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
