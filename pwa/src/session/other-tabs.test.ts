import { afterEach, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import { Problem } from "../api/problem";
import { soon } from "../test-soon";
import { jan } from "../testing";
import { signOut } from "./leaving";
import { hearOtherTabs, session } from "./session";

const here = () => session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });

afterEach(() => {
  vi.restoreAllMocks();
  session.set({ state: "unknown" });
});

it("goes when somebody signs out in another tab, also where nothing is asked of the server", async () => {
  const other = new BroadcastChannel("achterwacht-session");
  vi.spyOn(api, "me").mockRejectedValue(new Problem(401, "nobody", ""));
  hearOtherTabs();
  here();
  other.postMessage("left");
  await soon(() => expect(session.get().state).toBe("signed-out"));
  other.close();
});

it("tells the other tabs that somebody signed out here", async () => {
  const other = new BroadcastChannel("achterwacht-session");
  const heard = vi.fn();
  other.addEventListener("message", heard);
  vi.spyOn(api, "signOut").mockResolvedValue(undefined);
  here();
  await signOut();
  await soon(() => expect(heard).toHaveBeenCalledTimes(1));
  other.close();
});
