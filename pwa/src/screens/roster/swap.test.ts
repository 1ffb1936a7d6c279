import { describe, expect, it } from "vitest";
import type { Turn } from "../../api/types";
import { checkSwap, nobodyYet } from "./swap";

const turn = { shiftId: "s", day: "2026-11-23", person: { id: "ali", name: "Ali" } } as Turn;

describe("who takes a turn", () => {
  it("has to be chosen", () => {
    expect(checkSwap(nobodyYet, turn)).toEqual({ errors: { toId: "choose" }, body: null });
  });

  it("takes that turn of that day, and no other", () => {
    expect(checkSwap({ toId: "bo" }, turn)).toEqual({
      errors: {},
      body: { shiftId: "s", day: "2026-11-23", toId: "bo" },
    });
  });
});
