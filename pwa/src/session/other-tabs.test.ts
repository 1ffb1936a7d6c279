import { afterEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/calls";
import { NotHeard, Problem } from "../api/problem";
import type { Me } from "../api/types";
import { soon } from "../test-soon";
import { jan } from "../testing";
import { signOut } from "./leaving";
import { ask, hearOtherTabs, me, session } from "./session";

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

describe("who is here", () => {
  const ali: Me = { ...jan, id: "ali", name: "Ali Demir" };

  it("is asked again where the first answer is lost, also while somebody is shown", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    vi.spyOn(api, "me").mockRejectedValueOnce(new NotHeard("network")).mockResolvedValue(ali);
    here();
    expect(await ask()).toBe(false);
    expect(me()?.id).toBe("jan");
    await vi.advanceTimersByTimeAsync(4_000);
    expect(api.me).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(11_000);
    vi.useRealTimers();
    await soon(() => expect(me()?.id).toBe("ali"));
  });

  it("is nobody once they signed out, however late an answer of before comes", async () => {
    let late: (answer: Me) => void = () => undefined;
    vi.spyOn(api, "me").mockReturnValueOnce(new Promise((done) => (late = done)));
    vi.spyOn(api, "signOut").mockResolvedValue(undefined);
    here();
    const before = ask();
    await signOut();
    late(jan);
    await before;
    expect(session.get().state).toBe("signed-out");
  });

  it("is who the later question says, whichever answer comes last", async () => {
    let late: (answer: Me) => void = () => undefined;
    vi.spyOn(api, "me")
      .mockReturnValueOnce(new Promise((done) => (late = done)))
      .mockResolvedValueOnce(ali);
    here();
    const first = ask();
    await ask();
    expect(me()?.id).toBe("ali");
    late(jan);
    await first;
    expect(me()?.id).toBe("ali");
  });
});
