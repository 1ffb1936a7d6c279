import { expect, it } from "vitest";
import type { Letter } from "../../../api/types";
import { beginDelivery, checkDelivery, checkRefusal } from "./delivery";

const letter = { receiptDue: false, ways: ["in_person", "registered"] } as Letter;

it("asks how it went where there is a choice, and of a registered one that was sent only what the post says", () => {
  expect(beginDelivery(letter).how).toBeNull();
  expect(beginDelivery({ ...letter, ways: ["in_person"] }).how).toBe("in_person");
  expect(beginDelivery({ ...letter, receiptDue: true }).how).toBe("registered");
});

it("says each thing that is not chosen", () => {
  const form = beginDelivery(letter);
  expect(checkDelivery(form)).toEqual({ errors: { how: "choose", receipt: "choose" }, body: null });
  expect(checkDelivery({ ...form, how: "registered" })).toEqual({ errors: { receipt: "choose" }, body: null });
  expect(checkDelivery({ how: "registered", receipt: "none", note: " RR 12 " }).body).toEqual({
    how: "registered",
    receipt: "none",
    note: "RR 12",
  });
});

it("wants to know what happened when they would not take it", () => {
  expect(checkRefusal({ what: "  " })).toEqual({ errors: { what: "needed" }, body: null });
  expect(checkRefusal({ what: " Hij scheurde hem door. " }).body).toBe("Hij scheurde hem door.");
});
