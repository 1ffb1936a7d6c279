import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetEverything } from "../storage/database";
import { soon } from "../test-soon";
import { deviceClock, serverClock } from "../time/clock";
import type { Action, Pressed } from "./action";
import { all, write } from "./actions";
import { pressAgain } from "../visits/outcomes";
import { deliver, type News } from "./deliver";
import { dismiss, drain, press, pressPanic, refresh, startQueue, waiting } from "./queue";

interface Heard {
  path: string;
  key: string | null;
  person: string | null;
  body: Record<string, unknown>;
  keepalive: boolean;
}

/** A server that the test lets answer, refuse or stay silent. */
function server() {
  const heard: Heard[] = [];
  let mood: (request: Heard) => Response | Promise<Response> = () => Response.json({ id: "v" });
  vi.stubGlobal("fetch", async (request: Request) => {
    const one: Heard = {
      path: new URL(request.url).pathname,
      key: request.headers.get("Idempotency-Key"),
      person: request.headers.get("Achterwacht-Person"),
      body: (await request.clone().json()) as Record<string, unknown>,
      keepalive: request.keepalive,
    };
    heard.push(one);
    return mood(one);
  });
  return { heard, answers: (next: typeof mood) => (mood = next) };
}

const silence = (): Response => {
  throw new TypeError("Failed to fetch");
};
const problem =
  (status: number, more: object = {}) =>
  () =>
    Response.json({ status, title: "Nee", detail: "Dat kan niet.", ...more }, { status });

let town: ReturnType<typeof server>;
let news: News[];
let person: string;
let asksServer: ReturnType<typeof vi.fn<() => Promise<void>>>;

beforeEach(async () => {
  await forgetEverything();
  news = [];
  person = "jan";
  town = server();
  asksServer = vi.fn(async () => undefined);
  startQueue({ personId: () => person, askServer: () => asksServer(), onNews: (one) => news.push(one) });
  await drain();
});
afterEach(async () => {
  await forgetEverything();
  await refresh();
  vi.unstubAllGlobals();
});

const settled = async () => {
  await drain();
  await drain();
  await new Promise((resolve) => setTimeout(resolve, 30)); // a round that was asked for meanwhile
};

describe("a phone that goes from hand to hand", () => {
  const address = { country: "NL", postcode: "5211AA", houseNumber: 12 };

  it("shows to each only what they pressed themselves, and to who comes back what waits of theirs", async () => {
    town.answers(silence);
    await press({ kind: "plan", subject: "v", body: { checkIn: true, address } });
    await settled();
    expect(waiting.get()).toMatchObject([{ kind: "plan", personId: "jan" }]);
    person = "ali";
    await refresh();
    expect(waiting.get()).toEqual([]);
    await press({ kind: "check-out", subject: "w", body: { returnTo: "office" } });
    await settled();
    expect(waiting.get()).toMatchObject([{ kind: "check-out", personId: "ali" }]);
    person = "jan";
    await refresh();
    expect(waiting.get()).toMatchObject([{ kind: "plan", personId: "jan" }]);
  });

  it("says with each press whose it is, so that it does not go with the sign-in of another", async () => {
    await press({ kind: "check-out", subject: "v" });
    await settled();
    person = "";
    await press({ kind: "ok", subject: "v" });
    person = "ali";
    await press({ kind: "extend", subject: "w" });
    await settled();
    expect(town.heard.map((one) => one.person)).toEqual(["jan", "ali"]);
  });

  it("calls for help at once, whoever is signed in by now; an earlier page's call waits for its owner", async () => {
    await pressPanic("a", { id: "a" });
    await settled();
    const [old] = town.heard;
    expect(old?.person).toBeNull();
    await write({
      ...(await pressPanic("b", { id: "b" })),
      key: "old",
      pressed: { page: "an earlier one", mono: 0, wall: 1, server: null },
    });
    await settled();
    expect(town.heard.map(({ key, person }) => key === "old" && person)).toContain("jan");
  });

  it("takes the same press of another for another press", async () => {
    town.answers(silence);
    await press({ kind: "check-out", subject: "v", body: { returnTo: "office" } });
    await settled();
    person = "ali";
    await refresh();
    await press({ kind: "check-out", subject: "v", body: { returnTo: "office" } });
    await settled();
    expect((await all()).map(({ personId }) => personId)).toEqual(["jan", "ali"]);
  });
});

describe("a check-out that came too late to answer an alarm", () => {
  const inAlarm = () => Response.json({ id: "v", state: "under_way", alarm: { id: "a" } });
  const isAsked = (asked: boolean) => soon(() => expect(pressAgain.get().has("v")).toBe(asked));

  it("is asked for again until it counts, though the service worker sent it", async () => {
    town.answers(inAlarm);
    const { key } = await press({ kind: "check-out", subject: "v" });
    await settled();
    await isAsked(true);
    town.answers(() => Response.json({ id: "v", state: "ended", alarm: null }));
    await press({ kind: "check-out", subject: "v", body: { returnTo: "office" } });
    await isAsked(false);

    town.answers(silence);
    const waits = await press({ kind: "check-out", subject: "v", body: { returnTo: "home" } });
    await settled();
    town.answers(inAlarm);
    await deliver("jan", async () => undefined); // as the service worker does: this page hears nothing of it
    expect(await all()).toEqual([]);
    expect(waits.key).not.toBe(key);
    await refresh();
    await isAsked(true);
  });
});

describe("a check-out of which the answer says nothing", () => {
  it("was heard all the same, and waits no longer", async () => {
    town.answers(() => new Response(null, { status: 204 }));
    await press({ kind: "check-out", subject: "v" });
    await settled();
    expect([waiting.get(), news.map(({ what }) => what)]).toEqual([[], ["delivered"]]);
  });
});

describe("a press", () => {
  it("is confirmed only by the server's answer", async () => {
    town.answers(silence);
    await press({ kind: "check-out", subject: "v", body: { returnTo: "office" } });
    await settled();
    expect(waiting.get()).toHaveLength(1);
    expect(news).toEqual([]);

    town.answers(() => Response.json({ id: "v", state: "ended" }));
    await settled();
    expect(waiting.get()).toEqual([]);
    expect(news).toMatchObject([{ what: "delivered", answer: { state: "ended" } }]);
  });

  it("keeps its key and its body at every attempt, and grows older", async () => {
    town.answers(silence);
    const pressed = performance.now();
    await press({ kind: "extend", subject: "v", body: { minutes: 15 } });
    await settled();
    const tried = (performance.now() - pressed) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 250));
    town.answers(() => Response.json({ id: "v" }));
    await settled();

    const keys = new Set(town.heard.map((one) => one.key));
    expect(town.heard.length).toBeGreaterThan(1);
    expect(keys.size).toBe(1);
    expect(town.heard.every((one) => one.body["minutes"] === 15)).toBe(true);
    const ages = town.heard.map((one) => one.body["ageSeconds"] as number);
    const [first = Number.NaN, last = Number.NaN] = [ages[0], ages.at(-1)];
    // In tenths of a second, as they are said.
    expect(first).toBeLessThanOrEqual(tried + 0.1);
    expect(Math.round((last - first) * 10)).toBeGreaterThanOrEqual(2);
  });

  it("is one action when it is pressed twice", async () => {
    town.answers(silence);
    const first = await press({ kind: "check-out", subject: "v" });
    const second = await press({ kind: "check-out", subject: "v" });
    await settled();
    expect(second.key).toBe(first.key);
    expect(waiting.get()).toHaveLength(1);
  });

  it("with another PIN is another one, in its turn: the second may call for help in silence", async () => {
    town.answers(silence);
    await press({ kind: "check-out", subject: "v", pin: "1234" });
    await press({ kind: "check-out", subject: "v", pin: "1234" });
    await press({ kind: "check-out", subject: "v", pin: "9999" });
    await settled();
    expect(waiting.get()).toHaveLength(2);
    town.heard.length = 0;
    town.answers(() => Response.json({ id: "v", state: "ended" }));
    await settled();
    expect(town.heard.map((one) => one.body["pin"])).toEqual(["1234", "9999"]);
    expect(new Set(town.heard.map((one) => one.key)).size).toBe(2);
  });

  it("with another PIN is another one, however soon, and with the same one a finger that bounced", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(10_000);
    town.answers(silence);
    const checkOut = (pin: string) => press({ kind: "check-out", subject: "v", pin });
    await Promise.all([checkOut("1234"), checkOut("1234"), checkOut("9999")]);
    await settled();
    expect(waiting.get()).toHaveLength(2);
    now.mockRestore();
  });

  it("with the right PIN makes an earlier one with a wrong PIN nothing to ask about", async () => {
    town.answers(silence);
    await press({ kind: "check-out", subject: "v", pin: "1111" });
    await press({ kind: "check-out", subject: "v", pin: "1234" });
    await settled();
    const wrong = problem(400, { errors: [{ pointer: "/pin", code: "pin_wrong", detail: "x" }] });
    town.answers(({ body }) => (body["pin"] === "1111" ? wrong() : Response.json({ id: "v", state: "ended" })));
    await settled();
    expect(news.map(({ what }) => what)).toEqual(["refused", "delivered"]);
    expect(waiting.get()).toEqual([]);
  });

  it("is one action when a finger bounces, before it is written down and after it was answered", async () => {
    const longer = { kind: "extend", subject: "v", body: { minutes: 15 } } as const;
    const now = vi.spyOn(performance, "now").mockReturnValue(10_000);
    await Promise.all([press(longer), press(longer)]);
    await settled();
    now.mockReturnValue(10_400);
    await press(longer);
    await settled();
    expect(town.heard).toHaveLength(1);
    now.mockReturnValue(10_500);
    await press(longer);
    await settled();
    expect(town.heard, "pressed again on purpose").toHaveLength(2);
    now.mockRestore();
  });

  it("is another one after a refusal, however soon", async () => {
    const now = vi.spyOn(performance, "now").mockReturnValue(10_000);
    town.answers(problem(400, { errors: [{ pointer: "/pin", code: "pin_wrong", detail: "x" }] }));
    const wrong = await press({ kind: "check-out", subject: "v", pin: "9999" });
    await settled();
    await dismiss(wrong.key);
    await press({ kind: "check-out", subject: "v", pin: "1234" });
    await settled();
    expect(town.heard.map((one) => one.body["pin"])).toEqual(["9999", "1234"]);
    now.mockRestore();
  });

  it("with something else in it is another one, however soon", async () => {
    await press({ kind: "extend", subject: "v", body: { minutes: 15 } });
    await settled();
    await press({ kind: "extend", subject: "v", body: { minutes: 30 } });
    await settled();
    expect(town.heard.map((one) => one.body["minutes"])).toEqual([15, 30]);
  });

  it.each([
    ["feeling", { feeling: "green" }, { feeling: "red" }],
    ["extend", { minutes: 15 }, { minutes: 60 }],
    ["preparation", { step: "file_search" }, { step: "earlier_letter" }],
    ["trouble", { why: "een hond" }, { why: "een man met een hond" }],
  ] as const)("of another %s is sent too, behind the one that waits", async (kind, first, second) => {
    town.answers(silence);
    for (const body of [first, second, second, first]) await press({ kind, subject: "v", body: { ...body } });
    await settled();
    town.heard.length = 0;
    town.answers(() => Response.json({ id: "v" }));
    await settled();
    const said = town.heard.map(({ body: { ageSeconds: _, ...body } }) => body);
    expect(said).toEqual([first, second, first]);
  });

  it("is not confirmed by a café's sign-in page, a gateway or a server's error", async () => {
    for (const mood of [
      () => new Response("<html>Welkom</html>", { headers: { "Content-Type": "text/html" } }),
      () => new Response("<html>Eerst inloggen</html>", { status: 403 }),
      () => new Response("Bad gateway", { status: 502 }),
      problem(500),
      problem(429),
    ]) {
      town.answers(mood);
      await press({ kind: "ok", subject: "v" });
      await settled();
      expect(news).toEqual([]);
      expect(waiting.get()).toHaveLength(1);
      expect(waiting.get()[0]?.refused).toBeUndefined();
    }
  });

  it.each([
    ["ok", 0],
    ["extend", 1],
  ] as const)("of %s that comes when the visit is over leaves %i to be seen", async (kind, left) => {
    town.answers(problem(409, { code: "not_under_way" }));
    await press({ kind, subject: "v" });
    await settled();
    expect(waiting.get().filter(({ refused }) => refused)).toHaveLength(left);
    expect(waiting.get()).toHaveLength(left);
  });

  it("that the server refuses stays to be seen, and pressed again is a new one", async () => {
    town.answers(problem(409));
    const first = await press({ kind: "check-in", subject: "v" });
    await settled();
    expect(waiting.get()[0]?.refused).toMatchObject({ status: 409, message: "Dat kan niet." });

    town.answers(() => Response.json({ id: "v" }));
    const second = await press({ kind: "check-in", subject: "v" });
    await settled();
    expect(second.key).not.toBe(first.key);
    expect(waiting.get()).toEqual([]);
  });

  it("waits for the person to sign in again, and for nobody else", async () => {
    town.answers(problem(401));
    await press({ kind: "check-out", subject: "v" });
    await settled();
    expect(news).toContainEqual({ what: "signed-out" });
    expect(waiting.get()).toHaveLength(1);

    town.answers(() => Response.json({ id: "v" }));
    const before = town.heard.length;
    person = "somebody else";
    await settled();
    expect(town.heard).toHaveLength(before);

    person = "jan";
    await settled();
    expect(waiting.get()).toEqual([]);
  });
});

describe("several presses", () => {
  it("about one visit never overtake each other", async () => {
    town.answers((one) => (one.path.endsWith("check-in") ? silence() : Response.json({ id: "v" })));
    await press({ kind: "check-in", subject: "v" });
    await press({ kind: "check-out", subject: "v" });
    await settled();
    expect(town.heard.map((one) => one.path)).not.toContain("/v1/visits/v/check-out");
  });

  it("about another visit don't wait for it", async () => {
    town.answers((one) => (one.path.includes("/stuck/") ? silence() : Response.json({ id: "v" })));
    await press({ kind: "check-in", subject: "stuck" });
    await press({ kind: "check-out", subject: "v" });
    await settled();
    expect(waiting.get().map((action) => action.subject)).toEqual(["stuck"]);
  });

  it("learn the server's time before a replay", async () => {
    town.answers(silence);
    await press({ kind: "ok", subject: "v" });
    await settled();
    const attempts = town.heard.length;
    asksServer.mockRejectedValue(new Error("no network"));
    await settled();
    expect(town.heard).toHaveLength(attempts);
  });
});

describe("a panic", () => {
  it("leaves before anything is written, and outlives the page", async () => {
    const sent = pressPanic("a", { id: "a" });
    await Promise.resolve();
    await soon(() => expect(town.heard).toHaveLength(1));
    expect(town.heard[0]).toMatchObject({ path: "/v1/alarms", keepalive: true, body: { id: "a" } });
    await sent;
    await soon(() => expect(news).toMatchObject([{ what: "delivered" }]));
    expect(await all()).toEqual([]);
  });

  it("goes on with the same key, before everything that waits", async () => {
    town.answers(silence);
    asksServer.mockRejectedValue(new Error("no network"));
    await press({ kind: "extend", subject: "v", body: { minutes: 15 } });
    await pressPanic("a", { id: "a" });
    await soon(async () => expect((await all())[0]?.kind).toBe("panic"));
    const first = town.heard.filter((one) => one.path === "/v1/alarms");
    await soon(() =>
      expect(town.heard.filter((one) => one.path === "/v1/alarms").length).toBeGreaterThan(first.length),
    );
    await settled();
    const keys = new Set(town.heard.filter((one) => one.path === "/v1/alarms").map((one) => one.key));
    expect(keys.size).toBe(1);
  });

  it("that was refused says so", async () => {
    town.answers(problem(404));
    await pressPanic("a", { id: "a", visitId: "gone" });
    await soon(() => expect(news).toMatchObject([{ what: "refused" }]));
  });
});

describe("a phone of whom nobody is signed in any more", () => {
  const left = (key: string, personId: string, more: Partial<Action> = {}) =>
    write({
      key,
      kind: "panic",
      subject: key,
      method: "POST",
      path: "/v1/alarms",
      body: { id: key },
      aged: true,
      personId,
      pressed: { page: "an earlier one", mono: 0, wall: 1, server: null },
      order: 1,
      attempts: 1,
      ...more,
    });
  const went = () => town.heard.map(({ key, person }) => [key, person]).sort();
  beforeEach(async () => {
    await settled();
    person = "";
    await left("nobody's", "");
    await left("jan's", "jan");
    await left("a check-out", "jan", { kind: "check-out", path: "/v1/visits/v/check-out" });
    await left("in between", "", { kind: "ok", path: "/v1/visits/v/ok" });
  });

  it("still brings every call for help, each in its own name, and nothing else", async () => {
    await settled();
    await soon(() => expect(went()).toHaveLength(2));
    expect(went()).toEqual([
      ["jan's", "jan"],
      ["nobody's", null],
    ]);
  });

  it.each([
    ["", ["jan's", "nobody's"]],
    ["ali", ["nobody's"]],
    ["jan", ["a check-out", "jan's", "nobody's"]],
  ])("is brought by the service worker, on a phone of %j", async (owner, keys) => {
    await deliver(owner, async () => undefined);
    expect(went().map(([key]) => key)).toEqual(keys);
  });

  it("wakes the service worker as soon as one try failed", async () => {
    const register = vi.fn();
    const serviceWorker = { getRegistration: async () => ({ sync: { register } }) };
    Object.defineProperty(navigator, "serviceWorker", { value: serviceWorker, configurable: true });
    town.answers(silence);
    await pressPanic("a", { id: "a" });
    await soon(() => expect(register).toHaveBeenCalledWith("deliver"));
    town.answers(() => Response.json({ id: "a" }));
    await soon(() => expect(news.map(({ what }) => what)).toContain("delivered")); // it leaves nothing to the next
    Reflect.deleteProperty(navigator, "serviceWorker");
  });
});

describe("a call for help that an earlier page left", () => {
  const HOUR = 3_600_000;
  const ago = (hours: number, byServer: number | null = hours): Pressed => ({
    page: "an earlier one",
    mono: 0,
    wall: Date.now() - hours * HOUR,
    server: byServer === null ? null : Date.now() - byServer * HOUR,
  });
  const left = (key: string, personId: string, pressed: Pressed) =>
    write({
      ...{ key, kind: "panic", subject: key, method: "POST", path: "/v1/alarms", body: { id: key } },
      ...{ aged: true, personId, pressed, order: 1, attempts: 1 },
    });
  const went = () => town.heard.map(({ key }) => key).sort();
  const waits = async () => (await all()).map(({ key }) => key).sort();
  const hear = () => serverClock.sync(new Date().toISOString(), deviceClock.read());
  beforeEach(async () => {
    await settled();
    serverClock.heard = false;
    asksServer.mockImplementation(async () => hear());
  });

  it.each(["", "ali"])("hours ago is nobody's alarm any more, and not that of %j", async (owner) => {
    person = owner;
    await left("nobody's", "", ago(2));
    await left("jan's", "jan", ago(2));
    await settled();
    await soon(async () => expect(await waits()).toEqual(["jan's"]));
    expect(went()).toEqual([]);
    person = "jan";
    await drain();
    await soon(() => expect(went()).toEqual(["jan's"]));
  });

  it.each(["", "ali"])("hours ago is not brought by the service worker, on a phone of %j", async (owner) => {
    person = "somebody else, so that this page leaves it";
    await left("nobody's", "", ago(2));
    await left("jan's", "jan", ago(2));
    await deliver(owner, async () => hear());
    expect([went(), await waits()]).toEqual([[], ["jan's"]]);
  });

  it.each<[string, Pressed, boolean]>([
    ["of this hour", ago(0.9), true],
    ["on a clock that was set ahead since", ago(30, 0), true],
    ["on a clock that was set back since", ago(-30, 0), true],
    ["on a clock that was set back before it", ago(0, 30), true],
    ["hours ago, where no server was known", ago(20, null), true],
    ["days ago, where no server was known", ago(30, null), false],
    ["on a clock that began anew", ago(24 * 366, null), true],
  ])("goes out in doubt: %s", async (_, pressed, goes) => {
    person = "ali";
    await left("a", "", pressed);
    await settled();
    await soon(async () => expect(await waits()).toEqual([]));
    expect(went()).toEqual(goes ? ["a"] : []);
  });

  it("goes out where the server does not say what time it is", async () => {
    asksServer.mockRejectedValue(new Error("no answer"));
    person = "ali";
    await left("a", "", ago(2));
    await settled();
    await soon(() => expect(went()).toEqual(["a"]));
  });
});
