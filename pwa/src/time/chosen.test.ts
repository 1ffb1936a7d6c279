import { describe, expect, it } from "vitest";
import { ChosenTime } from "./chosen";
import { ServerClock, type Tick } from "./clock";

const noon = Date.parse("2026-11-23T12:00:00Z");

/** A phone whose clocks the test moves by hand, with a screen that is in sight. */
function phone(heard = true) {
  const tick: Tick = { mono: 1_000, wall: noon };
  const device = { read: () => ({ ...tick }) };
  const clock = new ServerClock(device);
  const hears = (seconds: number) => clock.sync(new Date(noon + seconds * 1000).toISOString(), device.read());
  if (heard) hears(0);
  const chosen = new ChosenTime(clock, device);
  chosen.seen(true);
  return {
    hears,
    seen: (inSight: boolean) => chosen.seen(inSight),
    seconds: () => (chosen.now() - noon) / 1000,
    passes(seconds: number) {
      tick.mono += seconds * 1000;
      tick.wall += seconds * 1000;
    },
    /** The wall clock alone: it is set, or the other sleeps. */
    wall(seconds: number) {
      tick.wall += seconds * 1000;
    },
  };
}

describe("the time for what somebody chooses", () => {
  it.each([3600, -3600, 7])("stays where it was when the wall clock is set by %i s in sight", (seconds) => {
    const one = phone();
    one.passes(10);
    expect(one.seconds()).toBe(10);
    one.wall(seconds);
    one.passes(10);
    expect(one.seconds()).toBe(20);
    one.passes(10);
    expect(one.seconds()).toBe(30);
  });

  it("stays also where the server was never heard", () => {
    const one = phone(false);
    one.wall(3600);
    one.passes(10);
    expect(one.seconds()).toBe(10);
  });

  it("stays when it is set right after an answer, before anybody looked", () => {
    const one = phone();
    one.passes(10);
    one.hears(10);
    one.wall(3600);
    one.passes(5);
    expect(one.seconds()).toBe(15);
  });

  it("counts what the phone slept out of sight", () => {
    const one = phone();
    one.seen(false);
    one.wall(600);
    one.seen(true);
    expect(one.seconds()).toBe(600);
  });

  it("counts what it slept after the wall clock was set back", () => {
    const one = phone();
    one.wall(-3600);
    expect(one.seconds()).toBe(0);
    one.seen(false);
    one.wall(600);
    one.seen(true);
    expect(one.seconds()).toBe(600);
  });

  it("follows the server again once it is heard", () => {
    const one = phone();
    one.wall(3600);
    one.passes(10);
    one.hears(12);
    expect(one.seconds()).toBe(12);
    one.passes(10);
    expect(one.seconds()).toBe(22);
  });
});
