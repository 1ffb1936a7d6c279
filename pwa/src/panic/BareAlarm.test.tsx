import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { alarmOf } from "../testing";
import { t } from "../texts";
import { BareAlarm } from "./BareAlarm";
import { panic, type Panic } from "./panic";

afterEach(() => {
  cleanup();
  panic.set(null);
});

const shows = (mine: Partial<Panic> | null) => {
  panic.set(
    mine && ({ alarmId: "a", visitId: null, pressedAt: 0, sent: true, refused: false, alarm: null, ...mine } as Panic),
  );
  render(<BareAlarm />);
  return {
    said: screen.queryByRole("alert")?.textContent ?? "",
    button: screen.queryByRole("button", { name: t.panic.holdLabel }) !== null,
  };
};
const fatima = { id: "fatima", name: "Fatima" };

it("is a button before anybody pressed", () => {
  expect(shows(null)).toEqual({ said: "", button: true });
});

it("says that it is being sent, and is no button meanwhile", () => {
  expect(shows({ sent: false })).toEqual({ said: t.panic.sending, button: false });
});

it("says who has it, and is a button beside that: here nobody hears whether it is over by now", () => {
  const { said, button } = shows({ alarm: alarmOf({ acknowledgedBy: fatima }) });
  expect([said.includes(t.panic.sent), said.includes("Fatima"), button]).toEqual([true, true, true]);
  cleanup();
  expect(shows({ sent: false, refused: true })).toEqual({ said: t.panic.refused, button: true });
});

it("says nothing of an alarm that is over", () => {
  const over = alarmOf({ acknowledgedBy: fatima, resolvedAt: "2026-11-23T13:50:00Z" });
  expect(shows({ alarm: over })).toEqual({ said: "", button: true });
});
