import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { forgetEverything } from "./database";
import { keepForGood } from "./for-good";

const browser = { persisted: vi.fn<() => Promise<boolean>>(), persist: vi.fn<() => Promise<boolean>>() };

beforeEach(async () => {
  await forgetEverything();
  browser.persisted.mockReset().mockResolvedValue(false);
  browser.persist.mockReset().mockResolvedValue(true);
  vi.stubGlobal("navigator", { storage: browser });
});
afterEach(() => vi.unstubAllGlobals());

it("asks the browser to keep what is here, once", async () => {
  await keepForGood();
  await keepForGood();
  expect(browser.persist).toHaveBeenCalledTimes(1);
});

it("asks nothing of a browser that keeps it already, or knows nothing of it", async () => {
  browser.persisted.mockResolvedValue(true);
  await keepForGood();
  vi.stubGlobal("navigator", {});
  await keepForGood();
  expect(browser.persist).not.toHaveBeenCalled();
});

it("is no trouble where the browser refuses", async () => {
  browser.persist.mockRejectedValue(new TypeError("no"));
  await expect(keepForGood()).resolves.toBeUndefined();
});
