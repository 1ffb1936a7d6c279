import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { setTimeZone } from "../time/format";
import { Story } from "./Story";

setTimeZone("Europe/Amsterdam");
afterEach(cleanup);

it("tells the latest first, also of what happened in one moment", () => {
  const at = "2026-11-23T13:31:00Z";
  const line = (kind: string, text: string, when = at) => ({ at: when, kind, by: null, text });
  render(
    <Story
      entries={[
        line("panic_raised", "Alarm: noodknop."),
        line("alarm_told", "Gewaarschuwd: Fatima Bakker."),
        line("acknowledged", "Fatima Bakker pakt het op.", "2026-11-23T13:32:00Z"),
      ]}
    />,
  );
  expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual([
    "14:32:00Fatima Bakker pakt het op.",
    "14:31:00Gewaarschuwd: Fatima Bakker.",
    "14:31:00Alarm: noodknop.",
  ]);
});

it("says of each part the day, when it lasted past midnight", () => {
  const line = (at: string, text: string) => ({ at, kind: "note", by: null, text });
  render(<Story entries={[line("2026-11-23T22:50:00Z", "Alarm."), line("2026-11-23T23:05:00Z", "Opgepakt.")]} />);
  expect(screen.getAllByRole("listitem").map((one) => one.textContent)).toEqual([
    "24 november 2026",
    "00:05:00Opgepakt.",
    "23 november 2026",
    "23:50:00Alarm.",
  ]);
});
