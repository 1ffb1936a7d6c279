import { afterEach, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import { NotHeard } from "../api/problem";
import { answers } from "../storage/database";
import { jan } from "../testing";
import { serverClock } from "../time/clock";
import { resume, session } from "./session";

const SLOW = 20 * 60_000;

afterEach(async () => {
  vi.restoreAllMocks();
  session.set({ state: "unknown" });
  await Promise.all(["me", "visits"].map((name) => answers.drop(name)));
});

it("goes on with the server's time of the last visits, on a phone that is twenty minutes slow and has no network", async () => {
  vi.spyOn(api, "me").mockRejectedValue(new NotHeard("network"));
  const resumed = vi.spyOn(serverClock, "resume").mockReturnValue();
  // Who I am came first, before the server had said what time it is.
  await answers.keep("me", jan, 0);
  await answers.keep("visits", { visits: [], asOf: new Date().toISOString() }, SLOW);
  await resume();
  await vi.waitFor(() => expect(resumed).toHaveBeenCalledWith(SLOW));
});
