import { describe, expect, it, vi } from "vitest";
import { openAt, show } from "../service-worker/pushes";
import { unreadIn } from "../texts/worker";
import { placeOf, read, shownAs, type Nudged } from "./opens";

const unread = unreadIn(undefined);
const ID = "4fa54870-18e1-450a-b434-d270bde85eba";
const nudged: Nudged = {
  title: "Een vraag voor je",
  body: "Open de app om te antwoorden.",
  action: "Alles goed",
  lang: "nl",
  nudge: "question",
  about: { kind: "visit", id: ID },
};

describe("what a push opens", () => {
  it.each([
    ["question", "visit", `/visits/${ID}`],
    ["question", "alarm", "/"],
    ["alarm", "alarm", `/alarms/${ID}`],
    ["alarm", "visit", `/visits/${ID}`],
    ["desk", "visit", "/board"],
    ["task", "task", "/tasks"],
    ["task", "visit", `/visits/${ID}`],
    ["task", "", "/tasks"],
  ] as const)("%s about %s", (nudge, kind, place) => {
    expect(placeOf({ nudge, about: { kind, id: ID } })).toBe(place);
  });

  it("shows a question once, with its answer as a way into the app, and lets an alarm stay", () => {
    expect(shownAs(nudged)).toMatchObject({
      tag: ID,
      requireInteraction: false,
      actions: [{ action: "open", title: "Alles goed" }],
    });
    expect(shownAs({ ...nudged, nudge: "alarm", action: null })).toMatchObject({
      requireInteraction: true,
      actions: [],
    });
  });

  it.each([null, { json: () => null }, { json: () => ({ title: "x" }) }, { json: () => JSON.parse("{") }])(
    "always shows something (%#)",
    async (data) => {
      expect(read(data)).toBeNull();
      const showNotification = vi.fn(async () => undefined);
      await show({ showNotification } as unknown as ServiceWorkerRegistration, data);
      expect(showNotification).toHaveBeenCalledWith(unread.title, expect.objectContaining({ body: unread.body }));
    },
  );

  it("goes on in a page that is open, and opens one only where there is none", async () => {
    const page = { visibilityState: "hidden", focus: vi.fn(async () => undefined), postMessage: vi.fn() };
    const openWindow = vi.fn(async () => null);
    const clients = (pages: unknown[]) => ({ matchAll: async () => pages, openWindow }) as unknown as Clients;
    await openAt(clients([page]), { place: "/board" });
    expect(page.postMessage).toHaveBeenCalledWith({ place: "/board" });
    expect(openWindow).not.toHaveBeenCalled();
    await openAt(clients([]), null);
    expect(openWindow).toHaveBeenCalledWith("/");
  });
});
