import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { Panic } from "../../panic/panic";
import type { Action } from "../../queue/action";
import { waiting } from "../../queue/queue";
import { alarmOf, Around } from "../../testing";
import { t } from "../../texts";
import { AfterPanic } from "./AfterPanic";

const panic = { alarmId: "a", visitId: null, pressedAt: 0, sent: true, alarm: alarmOf({ cause: "panic" }) } as Panic;

afterEach(() => {
  cleanup();
  waiting.set([]);
});

it.each([
  ["a", t.panic.falseSaid],
  ["an earlier one", t.panic.falseAlarm],
])("says that it is no alarm only where that was said of this one: %s", (subject, said) => {
  Element.prototype.scrollTo ??= () => undefined; // jsdom has none
  waiting.set([{ key: "k", kind: "false-alarm", subject, body: {} } as unknown as Action]);
  render(<AfterPanic panic={panic} />, { wrapper: Around });
  expect(screen.getByRole("button", { name: said })).toBeTruthy();
});
