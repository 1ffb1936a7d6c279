import { describe, expect, it } from "vitest";
import { elapsed, ServerClock, type Tick } from "./clock";

/** A phone whose two clocks the test moves by hand. */
function phone(wall: number) {
  const tick: Tick = { mono: 1_000, wall };
  return {
    read: () => ({ ...tick }),
    passes(seconds: number) {
      tick.mono += seconds * 1000;
      tick.wall += seconds * 1000;
    },
    sleeps(seconds: number) {
      tick.wall += seconds * 1000; // the monotonic clock of a sleeping phone stands still
    },
    isSetBack(seconds: number) {
      tick.wall -= seconds * 1000;
    },
  };
}

const noon = Date.parse("2026-11-23T12:00:00Z");

describe("the server's clock on a phone", () => {
  it("follows the server on a phone whose clock is years wrong", () => {
    const device = phone(0);
    const clock = new ServerClock(device);
    clock.sync("2026-11-23T12:00:00Z", device.read());
    device.passes(90);
    expect(clock.now()).toBe(noon + 90_000);
  });

  it("counts the time that the phone slept", () => {
    const device = phone(noon);
    const clock = new ServerClock(device);
    clock.sync("2026-11-23T12:00:00Z", device.read());
    device.sleeps(600);
    expect(clock.now()).toBe(noon + 600_000);
  });

  it("does not go back when somebody sets the phone's clock back", () => {
    const device = phone(noon);
    const clock = new ServerClock(device);
    clock.sync("2026-11-23T12:00:00Z", device.read());
    device.passes(60);
    device.isSetBack(3600);
    expect(clock.now()).toBe(noon + 60_000);
  });

  it("takes half of a slow answer's way as gone", () => {
    const device = phone(noon);
    const clock = new ServerClock(device);
    const asked = device.read();
    device.passes(4);
    clock.sync("2026-11-23T12:00:00Z", asked);
    expect(clock.now()).toBe(noon + 2_000);
  });

  it("goes on with the offset of an earlier page, and lets the server overrule it", () => {
    const device = phone(noon - 7_200_000);
    const clock = new ServerClock(device);
    clock.resume(7_200_000);
    expect(clock.now()).toBe(noon);
    clock.sync("2026-11-23T12:00:30Z", device.read());
    clock.resume(0);
    expect(clock.now()).toBe(noon + 30_000);
  });

  it("ignores an answer without a time", () => {
    const device = phone(noon);
    const clock = new ServerClock(device);
    clock.sync("not a time", device.read());
    expect(clock.synced).toBe(false);
  });
});

describe("elapsed", () => {
  it("is never negative", () => {
    expect(elapsed({ mono: 50, wall: 50 }, { mono: 10, wall: 10 })).toBe(0);
  });
});
