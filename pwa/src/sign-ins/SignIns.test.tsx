// Where somebody is signed in: enough of each to know one's own from another's.
import { render, screen } from "@testing-library/preact";
import { expect, it } from "vitest";
import type { SignIn } from "../api/types";
import { SignIns } from "./SignIns";

const ofJan = (more: Partial<SignIn>): SignIn => ({
  id: "a",
  kind: "session",
  device: "Chrome Mobile · Android · Pixel 8",
  network: "203.0.113.x",
  name: "",
  readOnly: false,
  madeAt: "2026-11-28T10:00:00Z",
  usedAt: "2026-11-28T10:00:00Z",
  expiresAt: "2026-12-28T10:00:00Z",
  current: false,
  ...more,
});

it("says of each from which network, where that is known", async () => {
  const signIns = [ofJan({ current: true }), ofJan({ id: "b", kind: "bearer", name: "Agenda", network: "" })];
  const read = () => Promise.resolve({ signIns, more: false });
  render(<SignIns title="Waar" read={read} end={() => Promise.resolve()} />);
  const facts = (await screen.findAllByText(/^sinds /)).map((one) => one.textContent ?? "");
  expect(facts[0]).toContain(" · vanaf netwerk 203.0.113.x · ");
  expect(facts[1]).not.toContain("netwerk");
});
