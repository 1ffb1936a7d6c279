import { act, cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import type { DeskMail } from "../../api/types";
import { Around, jan } from "../../testing";
import { soon } from "../../test-soon";
import { DeskMailForm } from "./DeskMailForm";

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

const asKept: DeskMail = {
  addresses: ["balie@voorstad.test"],
  days: [1],
  times: ["09:00"],
  canMail: true,
  nextAt: null,
  last: null,
};

const addresses = () => screen.getByLabelText<HTMLInputElement>(/adres/i);

it("an answer that comes late overwrites nothing that was typed", async () => {
  let answer: (mail: DeskMail) => void = () => undefined;
  vi.spyOn(api, "deskMail").mockReturnValue(new Promise((resolve) => (answer = resolve)));
  render(
    <Around me={jan}>
      <DeskMailForm teamId="t" />
    </Around>,
  );
  fireEvent.input(addresses(), { target: { value: "receptie@voorstad.test" } });
  await act(async () => answer(asKept));
  expect(screen.getByText<HTMLButtonElement>("Bewaren").closest("button")?.disabled).toBe(false);
  expect(addresses().value).toBe("receptie@voorstad.test");
});

it("shows what is kept, also after it was saved", async () => {
  vi.spyOn(api, "deskMail").mockResolvedValue(asKept);
  vi.spyOn(api, "setDeskMail").mockImplementation(async (_, body) => {
    vi.spyOn(api, "deskMail").mockResolvedValue({ ...asKept, ...body, addresses: ["balie2@voorstad.test"] });
    return { ...asKept, ...body };
  });
  render(
    <Around me={jan}>
      <DeskMailForm teamId="t" />
    </Around>,
  );
  await soon(() => expect(addresses().value).toBe("balie@voorstad.test"));
  fireEvent.input(addresses(), { target: { value: "BALIE2@voorstad.test" } });
  fireEvent.click(screen.getByText("Bewaren"));
  await soon(() => expect(addresses().value).toBe("balie2@voorstad.test"));
});
