// What was pressed and not heard yet has its way by SMS, a call for help too: with its own words, and without a PIN.
import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, it } from "vitest";
import { pressedNow, type Action } from "../queue/action";
import { Around, jan } from "../testing";
import { t } from "../texts";
import { Pending } from "./Pending";

afterEach(cleanup);

const press = (kind: Action["kind"]): Action => ({
  key: "k",
  kind,
  subject: "v",
  method: "POST",
  path: "/visits/v",
  body: {},
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
