import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Me } from "../api/types";

const read: string[] = [];
vi.mock("./rooms/desk", async () => {
  read.push("desk");
  return { firstBoard: (await import("../desk/first-board")).firstBoard };
});
vi.mock("./rooms/worker", () => ({ begun: read.push("worker") }));
vi.mock("./rooms/aftercare", () => ({ begun: read.push("aftercare") }));
vi.mock("./rooms/keeping", () => ({ begun: read.push("keeping") }));

const fatima = { id: "1", grants: [{ role: "colleague", team: null }] } as unknown as Me;

// A page that always has nothing else to do.
beforeEach(() => void vi.stubGlobal("requestIdleCallback", (done: () => void) => setTimeout(done)));
afterEach(() => vi.unstubAllGlobals());

it("reads what nobody opened yet only once the board is there", async () => {
  const { bring } = await import("./rooms");
  const { boardHeard } = await import("../desk/first-board");
  bring(fatima);
  await vi.waitFor(() => expect(read).toEqual(["desk"]), 5_000);
  await new Promise((done) => setTimeout(done, 500));
  expect(read).toEqual(["desk"]);
  boardHeard();
  await vi.waitFor(() => expect(read).toEqual(["desk", "worker", "aftercare", "keeping"]), 5_000);
});
