import { afterEach, beforeEach, expect, it, vi } from "vitest";
import * as request from "../api/request";
import * as queue from "../queue/queue";
import { alarmOf, jan } from "../testing";
import { batteryNow, readBattery } from "./battery";
import { onPanicNews, panic, raise } from "./panic";

const battery = vi.fn<() => Promise<{ level: number; charging: boolean }>>();
const pressed = vi.spyOn(queue, "pressPanic").mockResolvedValue({} as never);
const asked = vi.spyOn(request, "request").mockResolvedValue({});

beforeEach(() => {
  battery.mockReset().mockResolvedValue({ level: 0.124, charging: false });
  vi.stubGlobal("navigator", { getBattery: battery });
});
afterEach(() => {
  panic.set(null);
  pressed.mockClear();
  asked.mockClear();
  vi.unstubAllGlobals();
});

/** Every press of these tests comes after what the one before it knew is gone. */
const forgets = async () => {
  battery.mockRejectedValueOnce(new TypeError("no"));
  await readBattery();
};

it("goes along with a press that was held long enough to know it", async () => {
  await readBattery();
  raise(null, null);
  expect(pressed.mock.calls[0]?.[1]).toMatchObject({ batteryPercent: 12 });
});

it("follows as the same alarm when it is known only later, and waits until the alarm is heard", async () => {
  await forgets();
  raise(null, null);
  expect(pressed.mock.calls[0]?.[1]).not.toHaveProperty("batteryPercent");
  const id = panic.get()?.alarmId ?? "";
  await vi.waitFor(() => expect(battery).toHaveBeenCalledTimes(2));
  expect(asked).not.toHaveBeenCalled();
  const action = { kind: "panic", subject: id, personId: jan.id };
  onPanicNews({ what: "delivered", action, answer: alarmOf({ id }) } as never);
  await vi.waitFor(() =>
    expect(asked).toHaveBeenCalledWith("/v1/alarms", expect.objectContaining({ body: { id, batteryPercent: 12 } })),
  );
});

it("costs nothing where a platform does not say", async () => {
  vi.stubGlobal("navigator", {});
  await readBattery();
  raise(null, null);
  expect(pressed).toHaveBeenCalledTimes(1);
  expect(await batteryNow().later).toBeNull();
});
