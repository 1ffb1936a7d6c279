// What was pressed and not heard yet has its way by SMS, a call for help too: with its own words, and without a PIN.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import type { DutyNumbers } from "../api/types";
import { pressedNow, type Action } from "../queue/action";
import { Around, jan } from "../testing";
import { t } from "../texts";
import { dutyNumbers } from "./numbers";
import { Pending } from "./Pending";

const soon = new Date(Date.now() + 3_600_000).toISOString();

afterEach(() => {
  cleanup();
  dutyNumbers.set(null);
});

const press = (kind: Action["kind"], body: Action["body"] = {}): Action => ({
  key: "k",
  kind,
  subject: "v",
  method: "POST",
  path: "/visits/v",
  body,
  aged: true,
  personId: jan.id,
  pressed: pressedNow(),
  order: 1,
  attempts: 1,
});

it.each([
  ["not-ok", "BEL%20MIJ", false],
  ["check-out", "UIT", true],
] as const)("offers the SMS of %s", (kind, words, withPin) => {
  render(
    <Around me={{ ...jan, serviceNumber: "+3197010250000", hasPin: true }}>
      <Pending actions={[press(kind)]} visit={null} />
    </Around>,
  );
  const links = screen.getAllByRole("link").map((one) => one.getAttribute("href"));
  expect(links).toContain(`sms:+3197010250000?&body=${words}`);
  expect(screen.queryByText(t.pending.smsWithPin("UIT")) !== null).toBe(withPin);
});

it.each([
  ["check-in", { expectedEnd: soon }, true],
  ["plan", { checkIn: true, expectedEnd: soon }, true],
  ["plan", { checkIn: false, expectedEnd: soon }, false],
  ["check-out", {}, true],
  ["not-ok", {}, true],
  ["cancel", {}, true],
  ["change", {}, true],
  ["false-alarm", {}, true],
  ["feeling", {}, false],
  ["trouble", {}, false],
  ["incident", {}, false],
  ["incident-form", {}, false],
  ["incident-complete", {}, false],
] as const)("phones whoever is on duty about %s %o: %s", (kind, body, offered) => {
  const people = [{ id: "f", name: "Fatma", phone: "+31612345678" }];
  dutyNumbers.set({ teams: [{ team: { id: "t", name: "Wijkteam" }, people }] } as unknown as DutyNumbers);
  render(
    <Around me={jan}>
      <Pending actions={[press(kind, body)]} visit={null} />
    </Around>,
  );
  expect(screen.queryByRole("link", { name: /Fatma/ }) !== null).toBe(offered);
});
