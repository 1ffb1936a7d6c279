import { describe, expect, it } from "vitest";
import { down, fill, HOLD_MS, idle, SLIP_MS, tick, up, wasTap } from "./hold";

describe("holding the panic button", () => {
  it("is done after a second and a half, not before", () => {
    const held = down(idle, 0);
    expect(tick(held, HOLD_MS - 1).done).toBe(false);
    expect(tick(held, HOLD_MS).done).toBe(true);
  });

  it("fills the ring as time goes", () => {
    const held = down(idle, 1_000);
    expect(fill(held, 1_000)).toBe(0);
    expect(fill(held, 1_000 + HOLD_MS / 2)).toBeCloseTo(0.5);
    expect(fill(held, 1_000 + 10 * HOLD_MS)).toBe(1);
  });

  it("starts anew after letting go", () => {
    let hold = up(down(idle, 0), 1_000);
    hold = tick(hold, 1_000 + SLIP_MS + 1);
    expect(hold).toEqual(idle);
    hold = down(hold, 2_000);
    expect(tick(hold, 2_000 + HOLD_MS - 1).done).toBe(false);
  });

  it("forgives a wet glass that loses the finger for a moment", () => {
    let hold = up(down(idle, 0), 700);
    hold = tick(hold, 800);
    hold = down(hold, 700 + SLIP_MS);
    expect(tick(hold, HOLD_MS).done).toBe(true);
  });

  it("does not fill up while there is no finger on it", () => {
    const hold = up(down(idle, 0), 1_400);
    expect(tick(hold, 1_600).done).toBe(false);
    expect(fill(hold, 1_600)).toBeCloseTo(1_400 / HOLD_MS);
  });

  it("fires once", () => {
    const done = tick(down(idle, 0), HOLD_MS);
    expect(down(done, HOLD_MS + 100)).toBe(done);
    expect(up(done, HOLD_MS + 100)).toBe(done);
  });

  it("knows a tap from a hold", () => {
    expect(wasTap(up(down(idle, 0), 120))).toBe(true);
    expect(wasTap(up(down(idle, 0), 900))).toBe(false);
  });
});
