import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/later";
import { SecondStep } from "./SecondStep";
import * as door from "./enter";

let entered: ReturnType<typeof vi.fn>;

beforeEach(() => {
  entered = vi.spyOn(door, "enter").mockImplementation(() => undefined) as never;
  vi.spyOn(api, "takeStep").mockResolvedValue({ recoveryCodes: [] } as never);
});
afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

async function typesTheCode(hash: string) {
  history.replaceState(null, "", `/step#${hash}`);
  render(<SecondStep />);
  fireEvent.input(screen.getByLabelText("Code", { exact: false }), { target: { value: "123456" } });
  fireEvent.click(screen.getByRole("button", { name: "Inloggen", exact: true }));
  await vi.waitFor(() => expect(entered).toHaveBeenCalled());
}

it("keeps the language that was chosen before the password, once the second step is taken", async () => {
  const chosen = vi.spyOn(api, "setLanguage").mockResolvedValue(undefined as never);
  await typesTheCode("app/fr");
  expect(chosen.mock.calls).toEqual([["fr"]]);
  expect(chosen.mock.invocationCallOrder[0]).toBeLessThan(entered.mock.invocationCallOrder[0] ?? 0);
});

it("lets them in all the same when that can't be kept, and asks nothing where nothing was chosen", async () => {
  const chosen = vi.spyOn(api, "setLanguage").mockRejectedValue(new Error("no answer"));
  await typesTheCode("app/fr");
  cleanup();
  entered.mockClear();
  chosen.mockClear();
  await typesTheCode("app/");
  cleanup();
  await typesTheCode("app/<b>");
  expect(chosen).not.toHaveBeenCalled();
});
