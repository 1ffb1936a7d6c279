// A phone that several people use: what a page holds of one is not there for the next, and what waits of one stays.
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Me } from "../api/types";
import { panic, putAway, raise, restorePanic, type Panic } from "../panic/panic";
import { proposals } from "../proposals/proposals";
import { all, write } from "../queue/actions";
import type { Action } from "../queue/action";
import { deliver } from "../queue/deliver";
import { refresh, waiting } from "../queue/queue";
import { signOut } from "../session/leaving";
import { me, session, welcome } from "../session/session";
import { answers, belongsTo, forgetEverything, type KeptFile, stored } from "../storage/database";
import { tasks } from "../tasks/tasks";
import { soon } from "../test-soon";
import { alarmOf, jan, visitOf } from "../testing";
import { dutyNumbers } from "../visits/numbers";
import { visits } from "../visits/visits";
import { start } from "./start";

const ali: Me = { ...jan, id: "ali", name: "Ali Demir" };
const AS_OF = "2026-11-23T13:10:00Z";
/** Who is signed in in this browser. */
let cookie: Me | null;
/** Their sign-in was ended on a visit: their call is heard, and they read nothing. */
let onlyAlarms = false;
let asked: { path: string; person: string | null }[];
let states: string[];

beforeAll(() => {
  vi.stubGlobal("fetch", async (request: Request) => {
    const path = new URL(request.url).pathname;
    const person = request.headers.get("Achterwacht-Person");
    asked.push({ path, person });
    if (!cookie || (onlyAlarms && path === "/v1/me"))
      return Response.json({ status: 401, title: "x", detail: "x" }, { status: 401 });
    if (person !== null && person !== cookie.id) return Response.json({ status: 401, title: "x" }, { status: 401 });
    if (path === "/v1/me") return Response.json(cookie);
    if (path === "/v1/visits") return Response.json({ visits: [], more: false, asOf: AS_OF });
    if (path === "/v1/sessions/current") return new Response(null, { status: 204 });
    if (path === "/v1/protocol") return Response.json({ emergencyNumber: "112" });
    if (path === "/v1/alarms" && onlyAlarms) return Response.json({});
    if (path === "/v1/alarms") return Response.json(alarmOf({ ...(await request.json()), cause: "panic" }));
    if (path === "/v1/colleagues") return Response.json([]);
    return Response.json({ status: 404, title: "x", detail: "x" }, { status: 404 });
  });
  asked = [];
  start();
  session.watch(({ state }) => states?.push(state));
});
const signsIn = async (person: Me) => {
  cookie = person;
  await welcome(person);
};
/** Another tab of this browser says that somebody came or went. */
const anotherTabSays = (what: string) => {
  const other = new BroadcastChannel("achterwacht-session");
  other.postMessage(what);
  other.close();
};
const pressed = (more: Partial<Action> = {}): Action => ({
  key: "k",
  kind: "check-out",
  subject: "v",
  method: "POST",
  path: "/v1/visits/v/check-out",
  body: {},
  aged: true,
  personId: "jan",
  pressed: { page: "an earlier one", mono: 0, wall: 1, server: null },
  order: 1,
  attempts: 1,
  ...more,
});
const mine = (more: Partial<Panic> = {}): Panic => ({
  alarmId: "a",
  by: "jan",
  visitId: null,
  pressedAt: 0,
  address: "Dorpsstraat 12",
  sent: true,
  refused: false,
  bare: false,
  hidden: true,
  alarm: alarmOf({ cause: "panic" }),
  ...more,
});
/** What this page knows of Jan. */
const holdsMuch = () => {
  visits.set({ all: [visitOf()], asOf: AS_OF, heard: null, silent: false });
  tasks.set([{ id: "task" } as never]);
  proposals.set({ all: [{ id: "proposal" } as never], problem: null, notes: [] });
  dutyNumbers.set({ teams: [] } as never);
};
const held = () => [visits.get().all.length, tasks.get().length, proposals.get().all.length, dutyNumbers.get()];
const NOTHING = [0, 0, 0, null];

beforeEach(async () => {
  asked = [];
  states = [];
  await signsIn(jan);
});
afterEach(async () => {
  onlyAlarms = false;
  putAway();
  cookie = null;
  await forgetEverything();
  await Promise.all(["", "jan", "ali"].map((whose) => answers.drop(`panic:${whose}`))); // an open one outlives the rest
  await refresh();
  session.set({ state: "unknown" });
});

describe("what a page holds in memory", () => {
  it("is not there for who comes in on the same page", async () => {
    holdsMuch();
    await signsIn(ali);
    expect(held()).toEqual(NOTHING);
  });

  it("is not there for who came in in another tab", async () => {
    holdsMuch();
    await belongsTo("ali"); // as the other tab did
    cookie = ali;
    anotherTabSays("entered");
    await soon(() => expect(me()?.id).toBe("ali"));
    expect(held()).toEqual(NOTHING);
  });

  it("goes when its owner signs out in another tab", async () => {
    holdsMuch();
    cookie = null;
    anotherTabSays("left");
    await soon(() => expect(session.get().state).toBe("signed-out"));
    await soon(() => expect(held()).toEqual(NOTHING));
  });

  it("goes when they sign out, with an alarm that is over and the numbers of who is on duty", async () => {
    holdsMuch();
    panic.set(mine({ alarm: alarmOf({ resolvedAt: AS_OF }) }));
    await signOut();
    expect([...held(), panic.get()]).toEqual([...NOTHING, null]);
  });

  it("says to the other tabs that somebody else came in", async () => {
    const heard: unknown[] = [];
    const other = new BroadcastChannel("achterwacht-session");
    other.addEventListener("message", ({ data }) => heard.push(data));
    await signsIn(ali);
    await soon(() => expect(heard).toHaveLength(1));
    other.close();
  });

  it("stays for who signs in again after their sign-in ran out", async () => {
    holdsMuch();
    session.set({ state: "signed-out", expired: true });
    visits.set({ all: [visitOf()], asOf: AS_OF, heard: null, silent: false });
    await signsIn(jan);
    expect(tasks.get()).toHaveLength(1);
  });
});

describe("an alarm of somebody that is open", () => {
  it("is not that of who comes after them, and is followed again when they are back", async () => {
    panic.set(mine());
    await answers.keep("panic:jan", mine(), 0);
    await signsIn(ali);
    expect(panic.get()).toBeNull();
    await signsIn(jan);
    await soon(() => expect(panic.get()?.alarmId).toBe("a"));
  });

  it("outlives that they sign out", async () => {
    panic.set(mine());
    await signOut();
    expect(panic.get()?.alarmId).toBe("a");
  });

  it("goes out though its owner signed out before it was heard", async () => {
    await write(pressed({ kind: "panic", subject: "a", path: "/v1/alarms" }));
    await signOut();
    expect((await all()).map(({ kind }) => kind)).toEqual(["panic"]);
  });
});

describe("a noodknop on a screen of whom the sign-in ran out", () => {
  const kept = async (whose: string) => (await answers.last<Panic>(`panic:${whose}`))?.value.alarmId;
  const presses = () => asked.filter(({ path }) => path === "/v1/alarms").length;
  const expired = () => {
    cookie = null;
    session.set({ state: "signed-out", expired: true });
    raise(null, null);
    return panic.get()?.alarmId ?? "";
  };

  it("is of who takes this phone before it was heard, and never that of its owner", async () => {
    const alarmId = expired();
    await signsIn(ali);
    await soon(() => expect(panic.get()).toMatchObject({ alarmId, sent: true }));
    await soon(async () =>
      expect([await kept("ali"), await kept("jan"), await kept("")]).toEqual([alarmId, undefined, undefined]),
    );
    const before = presses();
    await signsIn(jan);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([panic.get(), presses()]).toEqual([null, before]);
  });

  it("is of its owner once it was heard, and of nobody who comes after", async () => {
    const alarmId = expired();
    onlyAlarms = true;
    cookie = jan;
    await soon(() => expect(panic.get()?.sent).toBe(true));
    await signsIn(ali);
    expect(panic.get()).toBeNull();
    await signsIn(jan);
    await soon(() => expect(panic.get()?.alarmId).toBe(alarmId));
  });

  it("that was heard while nobody was known is of nobody who comes in", async () => {
    await answers.keep("panic:", mine({ by: "", alarm: null }), 0);
    await restorePanic("ali");
    expect(panic.get()).toBeNull();
    await soon(async () => expect([await kept(""), await kept("ali")]).toEqual([undefined, undefined]));
  });

  it("an hour ago, of which nothing is left, is pressed by nobody again", async () => {
    const before = presses();
    vi.spyOn(Date, "now").mockReturnValueOnce(Date.now() - 3_700_000);
    await answers.keep("panic:", mine({ by: "", sent: false, alarm: null }), 0);
    await restorePanic("ali");
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([panic.get(), presses()]).toEqual([null, before]);
  });

  it("stands in front of no alarm that is open of who comes back", async () => {
    await answers.keep("panic:jan", mine({ alarmId: "own" }), 0);
    await answers.keep("panic:", mine({ by: "", sent: false, alarm: null }), 0);
    await restorePanic("jan");
    expect(panic.get()?.alarmId).toBe("own");
    await soon(async () => expect(await kept("jan")).toBe("own"));
  });

  it("that the service worker brought is not pressed again", async () => {
    cookie = null;
    await answers.keep("panic:", mine({ by: "", sent: false, alarm: null }), 0);
    await write(pressed({ kind: "panic", subject: "a", path: "/v1/alarms", personId: "" }));
    cookie = jan;
    await deliver("", async () => undefined);
    const before = presses();
    await restorePanic("jan");
    await soon(() => expect(panic.get()).toMatchObject({ alarmId: "a", sent: true }));
    expect([before, presses()]).toEqual([1, 1]);
    await soon(async () => expect([await kept(""), await kept("jan")]).toEqual([undefined, "a"]));
  });

  it("is pressed again where it was refused and nobody heard of that", async () => {
    await answers.keep("panic:jan", mine({ sent: false, alarm: null }), 0);
    await write(pressed({ kind: "panic", subject: "a", refused: { status: 422 } as never }));
    await restorePanic("jan");
    await soon(() => expect(panic.get()).toMatchObject({ alarmId: "a", sent: true }));
  });
});

describe("what waits of one", () => {
  const photo = { id: "f", personId: "jan", incident: "i", refused: null } as KeptFile;

  it("stays when another signs out", async () => {
    await write(pressed());
    await stored((db) => db.put("files", photo), "");
    await stored((db) => db.put("keys", "a key" as unknown as CryptoKey, "pins"), "");
    await signsIn(ali);
    await write(pressed({ key: "hers", personId: "ali", refused: { status: 409 } as never }));
    await signOut();
    expect((await all()).map(({ key }) => key)).toEqual(["k"]);
    expect((await stored((db) => db.getAll("files"), [])).map(({ id }) => id)).toEqual(["f"]);
    expect(await stored((db) => db.get("keys", "pins"), undefined)).toBe("a key");
  });

  it("goes when they sign out themselves, the key of their PIN too", async () => {
    await write(pressed({ refused: { status: 409 } as never }));
    await stored((db) => db.put("files", photo), "");
    await stored((db) => db.put("keys", "a key" as unknown as CryptoKey, "pins"), "");
    await signOut();
    expect(await all()).toEqual([]);
    expect(await stored((db) => db.getAll("files"), [])).toEqual([]);
    expect(await stored((db) => db.get("keys", "pins"), undefined)).toBeUndefined();
  });

  it("does not go with the sign-in of another, who stays signed in; it waits for its owner", async () => {
    session.set({ state: "unknown" });
    cookie = ali;
    session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] }); // as the store remembers
    states = [];
    await write(pressed());
    await refresh();
    window.dispatchEvent(new Event("online"));
    await soon(() => expect(asked.some(({ path }) => path.endsWith("/check-out"))).toBe(true));
    expect(asked.find(({ path }) => path.endsWith("/check-out"))?.person).toBe("jan");
    await soon(() => expect(me()?.id).toBe("ali"));
    expect(states).not.toContain("signed-out");
    expect((await all()).map(({ personId }) => personId)).toEqual(["jan"]);
    expect(waiting.get()).toEqual([]);
  });
});
