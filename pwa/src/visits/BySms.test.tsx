import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { t } from "../texts";
import { BySms, LATE_MS } from "./BySms";

afterEach(cleanup);

it.each([
  [false, 0],
  [true, LATE_MS + 1_000],
])("offers the SMS at once, and says so aloud after ten seconds (%s)", (late, ago) => {
  render(<BySms number="+3197010250000" text="UIT" pressedAt={Date.now() - ago} />);
  expect(screen.getByRole("link").getAttribute("href")).toBe("sms:+3197010250000?&body=UIT");
  expect(screen.getByRole("alert").textContent).toBe(late ? t.pending.late : "");
});
