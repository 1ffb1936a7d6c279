import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { api } from "../../api/calls";
import { NotHeard, Problem } from "../../api/problem";
import type { Me } from "../../api/types";
import { session, welcome } from "../../session/session";
import { answers, forgetEverything } from "../../storage/database";
import { soon } from "../../test-soon";
import { jan, protocol } from "../../testing";
import { enter } from "./enter";

let goes: ReturnType<typeof vi.fn>;

beforeEach(async () => {
  await forgetEverything();
  goes = vi.fn();
  vi.stubGlobal("location", { ...location, assign: goes });
  vi.spyOn(api, "protocol").mockResolvedValue(protocol);
  vi.spyOn(api, "colleagues").mockResolvedValue([]);
  await welcome(jan); // whoever had this phone before
});
afterEach(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  session.set({ state: "unknown" });
  await forgetEverything();
});

it("makes it the phone of who came in before a page begins that would remember somebody else", async () => {
  const ali: Me = { ...jan, id: "ali", name: "Ali Demir" };
  vi.spyOn(api, "me").mockResolvedValue(ali);
  let remembered: string | undefined;
  goes.mockImplementation(() => void answers.last<Me>("me").then((last) => (remembered = last?.value.id)));
  enter();
  await soon(() => expect(remembered).toBe("ali"));
  expect(goes).toHaveBeenCalledExactlyOnceWith("/");
});

it.each([new NotHeard("network"), new Problem(401, "nobody", "")])("goes on all the same after %s", async (error) => {
  vi.spyOn(api, "me").mockRejectedValue(error);
  enter();
  await soon(() => expect(goes).toHaveBeenCalledExactlyOnceWith("/"));
});
