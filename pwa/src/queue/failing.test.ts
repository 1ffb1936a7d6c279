// The queue on a phone of which a part fails: what was pressed is sent all the same.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { soon } from "../test-soon";
import type { News } from "./deliver";

const never = () => new Promise<never>(() => undefined);

/** A store as Safari leaves it behind: it can be asked, and says nothing. */
const muteRequest = () =>
  ({ addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as IDBOpenDBRequest;

let heard: { path: string; key: string | null }[];
let answer: () => Response;
let news: News[];

async function begin() {
  vi.resetModules();
  const queue = await import("./queue");
  queue.startQueue({ personId: () => "jan", askServer: async () => undefined, onNews: (one) => news.push(one) });
  return queue;
}

beforeEach(() => {
  heard = [];
  news = [];
  answer = () => Response.json({ id: "a" });
  vi.stubGlobal("fetch", async (request: Request) => {
    heard.push({ path: new URL(request.url).pathname, key: request.headers.get("Idempotency-Key") });
    return answer();
  });
});
afterEach(() => vi.unstubAllGlobals());

const WAYS: [string, () => void][] = [
  ["never answers", () => vi.stubGlobal("indexedDB", { open: muteRequest })],
  [
    "throws at once",
    () =>
      vi.stubGlobal("indexedDB", {
        open: () => {
          throw new DOMException("no", "SecurityError");
        },
      }),
  ],
  ["is not there", () => vi.stubGlobal("indexedDB", undefined)],
];

describe.each(WAYS)("a store that %s", (_, breakIt) => {
  it("loses no press, and no second try of a panic", async () => {
    breakIt();
    const { press, pressPanic, waiting } = await begin();
    answer = () => {
      throw new TypeError("no network");
    };
    void pressPanic("a", { id: "a" });
    void press({ kind: "check-out", subject: "v", pin: "1234" });
    await soon(() => expect(heard.filter(({ path }) => path === "/v1/alarms").length).toBeGreaterThan(2));
    answer = () => Response.json({ id: "a" });
    await soon(() => expect(news.filter(({ what }) => what === "delivered")).toHaveLength(2));
    await soon(() => expect(waiting.get()).toEqual([]));
    expect(new Set(heard.filter(({ path }) => path === "/v1/alarms").map(({ key }) => key)).size).toBe(1);
  });
});

describe("a lock that", () => {
  it.each([
    ["never answers", { request: never }],
    [
      "throws",
      {
        request: () => {
          throw new Error("no");
        },
      },
    ],
    [
      "a sleeping tab holds",
      { request: (_: string, __: object, work: (lock: null) => unknown) => Promise.resolve(work(null)) },
    ],
  ])("%s does not stop what was pressed", async (_, locks) => {
    Object.defineProperty(navigator, "locks", { value: locks, configurable: true });
    const { press } = await begin();
    void press({ kind: "check-out", subject: "v" });
    await soon(() => expect(news).toMatchObject([{ what: "delivered" }]));
    Reflect.deleteProperty(navigator, "locks");
  });
});

describe("a panic", () => {
  it("goes on after 401, 429, 500 and a gateway's page, and is refused only by a clear no", async () => {
    const { pressPanic } = await begin();
    const answers = [401, 429, 500, 502].map((status) => () => Response.json({ status, title: "Nee" }, { status }));
    answer = () => (answers.shift() ?? (() => Response.json({ id: "a" })))();
    void pressPanic("a", { id: "a" });
    await soon(() => expect(news.map(({ what }) => what)).toEqual(["signed-out", "delivered"]));
    expect(heard).toHaveLength(5);
  });
});
