import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import script from "../../public/first-questions.js?raw";
import { jan } from "../testing";
import { deviceClock, serverClock } from "../time/clock";
import { api } from "./calls";
import { answered, exchange } from "./request";

const AS_OF = "2026-11-23T13:00:00Z";
const VISITS = "/v1/visits?mine=true&state=planned%2Cunder_way";
const page = globalThis as { askedEarly?: unknown };
let asked: string[];
let answers: Record<string, () => Response | Promise<Response>>;

/** As the page does, before any of the app is there. */
const begins = () => new Function(script)();
const settled = () => new Promise((done) => setTimeout(done));

beforeEach(() => {
  // Files share a page: another may have asked who is here.
  delete page.askedEarly;
  history.replaceState(null, "", "/");
  asked = [];
  answers = {
    "/v1/me": () => Response.json(jan),
    [VISITS]: () => Response.json({ visits: [], asOf: AS_OF }),
  };
  vi.stubGlobal("fetch", async (question: Request | string) => {
    const url = typeof question === "string" ? question : question.url;
    const path = url.replace(location.origin, "");
    asked.push(path);
    return answers[path]?.() ?? Response.json({});
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  delete page.askedEarly;
  answered.set(null);
  history.replaceState(null, "", "/");
});

describe("what the page asks before the app is there", () => {
  it("is not asked again by the app, but the next time", async () => {
    begins();
    await settled();
    expect(asked).toEqual(["/v1/me", VISITS]);
    expect(await api.me()).toEqual(jan);
    expect(await api.myVisits()).toEqual({ visits: [], asOf: AS_OF });
    expect(asked).toHaveLength(2);
    await api.me();
    await api.myVisits();
    expect(asked).toHaveLength(4);
  });

  it("goes on when the app is there before the answer, which then does not ask either", async () => {
    begins();
    await api.me();
    await settled();
    await api.myVisits();
    expect(asked).toEqual(["/v1/me", VISITS]);
  });

  it("is what the app did not ask already", async () => {
    await api.me();
    begins();
    expect(asked).toEqual(["/v1/me"]);
    delete page.askedEarly;
    begins();
    await api.myVisits();
    await settled();
    expect(asked).toEqual(["/v1/me", "/v1/me", VISITS]);
  });

  it("is only who is here for who visits nobody, and for nobody", async () => {
    for (const answer of [{ ...jan, grants: [{ role: "manager", team: null }] }, null]) {
      asked = [];
      delete page.askedEarly;
      answers["/v1/me"] = () => (answer ? Response.json(answer) : Response.json({}, { status: 401 }));
      begins();
      await settled();
      expect(asked).toEqual(["/v1/me"]);
    }
    await expect(api.me()).rejects.toMatchObject({ status: 401 });
    expect(asked).toEqual(["/v1/me"]);
  });

  it("is nothing beside the phones of the simulator", () => {
    history.replaceState(null, "", "/simulator");
    begins();
    expect(asked).toEqual([]);
  });

  it("is asked anew when there was no answer", async () => {
    answers["/v1/me"] = () => Promise.reject(new TypeError("no network"));
    begins();
    await settled();
    answers["/v1/me"] = () => Response.json(jan);
    expect(await api.me()).toEqual(jan);
    expect(asked).toEqual(["/v1/me", "/v1/me"]);
  });

  it("is asked anew when it is old by then", async () => {
    begins();
    await settled();
    const read = deviceClock.read();
    vi.spyOn(deviceClock, "read").mockReturnValue({ ...read, wall: read.wall + 5_000 });
    await api.me();
    expect(asked).toEqual(["/v1/me", VISITS, "/v1/me"]);
  });

  it("is not heard by whoever signs in after it", async () => {
    begins();
    await settled();
    await api.signIn("fatima@voorbeeld.test", "een lang genoeg wachtwoord");
    await api.me();
    await api.myVisits();
    expect(asked).toEqual(["/v1/me", VISITS, "/v1/sessions", "/v1/me", VISITS]);
  });

  it("tells the time of when it came, and not of when it was taken", async () => {
    const first = { mono: 1_000, wall: 1_000_000 };
    vi.spyOn(performance, "now")
      .mockReturnValueOnce(first.mono)
      .mockReturnValue(first.mono + 200);
    vi.spyOn(Date, "now")
      .mockReturnValueOnce(first.wall)
      .mockReturnValue(first.wall + 200);
    answers["/v1/me"] = () => Response.json({ ...jan, asOf: AS_OF });
    begins();
    await settled();
    vi.spyOn(deviceClock, "read").mockReturnValue({ mono: first.mono + 1_200, wall: first.wall + 1_200 });
    await exchange(new Request(`${location.origin}/v1/me`));
    expect(serverClock.now() - Date.parse(AS_OF)).toBe(1_100);
    expect(answered.get()).toEqual({ at: { mono: 1_200, wall: 1_000_200 }, took: 200 });
  });
});
