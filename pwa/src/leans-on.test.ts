// What a browser may lack, refuse or never answer is asked in one place each. A new direct use is a new way in which a
// page stays blank or a press stays behind.
import { describe, expect, it } from "vitest";

const GUARDED: [what: RegExp, where: string[]][] = [
  [/crypto\.randomUUID/, ["app/ids.ts"]],
  [/AbortSignal\.(timeout|any)/, []],
  [/\bopenDB\b|indexedDB/, ["storage/store.ts"]],
  [/navigator\.locks/, ["desk/watch.ts", "queue/turns.ts"]],
  [/navigator\.geolocation/, ["panic/location.ts"]],
  [/getBattery/, ["panic/battery.ts"]],
  [/new BroadcastChannel/, ["attachments/outbox.ts", "queue/queue.ts", "service-worker/sw.ts", "session/session.ts"]],
  [/structuredClone|withResolvers|Object\.(groupBy|hasOwn)|\.(toSorted|toReversed|findLast|at)\(/, []],
  [/\.showModal\(/, ["parts/Sheet.tsx"]],
];

const files = import.meta.glob<string>("./**/*.{ts,tsx}", { query: "?raw", import: "default", eager: true });
const sources = Object.entries(files)
  .map(([path, text]) => ({ name: path.slice(2), code: text.replace(/^\s*(\/\/|\*|\/\*).*$/gm, "") }))
  .filter(({ name }) => !/\.test\.tsx?$|schema\.d\.ts$|test-setup/.test(name));

describe("the start and a call for help lean on nothing unguarded", () => {
  it("and all of it was read", () => expect(sources.length).toBeGreaterThan(100));

  it.each(GUARDED)("%s", (what, where) => {
    expect(sources.filter(({ code }) => what.test(code)).map(({ name }) => name)).toEqual(where);
  });
});
