import { expect, it } from "vitest";
import { failsOnTheWay, type Check } from "./checks";

const check = (what: Check["what"], more: Partial<Check> = {}): Check => ({
  what,
  name: what,
  good: false,
  text: "",
  ...more,
});

it("says the gravest first, and nothing of what can wait", () => {
  const found = failsOnTheWay([
    check("pin"),
    check("location", { grave: 6 }),
    check("battery", { grave: 4, good: true }),
    check("network", { grave: 1 }),
    check("notifications"),
  ]);
  expect(found.map(({ what }) => what)).toEqual(["network", "location"]);
});
