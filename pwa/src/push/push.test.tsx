import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { api } from "../api/later";
import { session } from "../session/session";
import { forgetEverything } from "../storage/database";
import { jan } from "../testing";
import { t } from "../texts/later";
import { PushCard, PushLost } from "./PushCard";
import { keepPushes, pushWay } from "./push";

const KEY = `BA${"A".repeat(85)}`;

/** A browser with its permission, and perhaps a subscription. */
function browser(permission: NotificationPermission, held = false) {
  const unsubscribe = vi.fn(async () => true);
  const made = (name: string) => ({
    toJSON: () => ({ endpoint: `https://fcm.googleapis.com/${name}`, keys: { p256dh: "p", auth: "a" } }),
    options: {},
    unsubscribe,
  });
  let now: ReturnType<typeof made> | null = held ? made("held") : null;
  const pushManager = {
    getSubscription: async () => now,
    subscribe: vi.fn(async () => (now = made("new"))),
  };
  const requestPermission = vi.fn(async () => "granted" as const);
  vi.stubGlobal("Notification", { permission, requestPermission });
  vi.stubGlobal("PushManager", class {});
  const serviceWorker = { ready: Promise.resolve({ pushManager }), addEventListener: vi.fn() };
  vi.stubGlobal("navigator", Object.assign(Object.create(navigator), { serviceWorker }));
  return { unsubscribe, pushManager, requestPermission, serviceWorker };
}

function server(state: "off" | "on" | "lost", publicKey: string | null = KEY) {
  vi.spyOn(api, "myPush").mockResolvedValue({ publicKey, state });
  return {
    shows: vi.spyOn(api, "showPushes").mockResolvedValue({ publicKey, state: "on" }),
    showsNone: vi.spyOn(api, "showNoPushes").mockResolvedValue(undefined as never),
  };
}

const starts = () => {
  session.set({ state: "signed-in", me: jan, protocol: null, colleagues: [] });
};

beforeEach(() => {
  pushWay.set("unknown");
});
afterEach(() => {
  cleanup();
  session.set({ state: "unknown" });
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});
keepPushes();

describe("pushes in this browser", () => {
  it.each([
    ["off", "default", false, "off", 0],
    ["off", "granted", true, "on", 1],
    ["on", "granted", true, "on", 1],
    ["on", "granted", false, "lost", 0],
    ["on", "denied", true, "lost", 0],
    ["off", "denied", false, "refused", 0],
    ["lost", "granted", true, "lost", 0],
  ] as const)("at a start: %s at the server, %s, subscribed: %s", async (state, permission, held, way, renewed) => {
    const { requestPermission } = browser(permission, held);
    const { shows } = server(state);
    starts();
    await vi.waitFor(() => expect(pushWay.get()).toBe(way));
    expect(shows).toHaveBeenCalledTimes(renewed);
    expect(requestPermission).not.toHaveBeenCalled();
  });

  it("are offered nowhere where the installation has none", async () => {
    browser("default");
    server("off", null);
    starts();
    await vi.waitFor(() => expect(pushWay.get()).toBe("none"));
    const { container } = render(<PushCard />);
    expect(container.innerHTML).toBe("");
  });

  it("come back in one press where nothing arrived any more", async () => {
    const { unsubscribe, requestPermission } = browser("granted", true);
    const { shows } = server("lost");
    starts();
    await vi.waitFor(() => expect(pushWay.get()).toBe("lost"));
    render(<PushLost />);
    expect(screen.getByRole("status").textContent).toContain(t.push.lost);
    fireEvent.click(screen.getByRole("button", { name: t.push.turnOnAgain }));
    await vi.waitFor(() => expect(pushWay.get()).toBe("on"));
    expect(requestPermission).toHaveBeenCalledTimes(1);
    expect(unsubscribe).toHaveBeenCalledTimes(1);
    expect(shows).toHaveBeenCalledWith({ endpoint: "https://fcm.googleapis.com/new", p256dh: "p", auth: "a" });
  });

  it("say so when the browser can't", async () => {
    const { pushManager } = browser("default");
    server("off");
    starts();
    await vi.waitFor(() => expect(pushWay.get()).toBe("off"));
    pushManager.subscribe.mockRejectedValue(new DOMException("push service error", "AbortError"));
    render(<PushCard />);
    fireEvent.click(screen.getByRole("button", { name: t.push.turnOn }));
    expect(await screen.findByText(t.push.failed)).toBeTruthy();
    expect(pushWay.get()).toBe("off");
  });

  it("end by a press, and with the sign-out of their owner", async () => {
    const { unsubscribe } = browser("granted", true);
    const { showsNone } = server("on");
    starts();
    await vi.waitFor(() => expect(pushWay.get()).toBe("on"));
    render(<PushCard />);
    fireEvent.click(screen.getByRole("button", { name: t.push.turnOff }));
    await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledTimes(1));
    expect(showsNone).toHaveBeenCalledTimes(1);
    await forgetEverything();
    await vi.waitFor(() => expect(unsubscribe).toHaveBeenCalledTimes(2));
  });
});

describe("pushes that come after the start", () => {
  it("are looked at too, when it knew who it was before they came", async () => {
    browser("granted", true);
    server("lost");
    starts();
    await vi.waitFor(() => expect(pushWay.get()).toBe("lost"));
    pushWay.set("unknown");
    keepPushes();
    await vi.waitFor(() => expect(pushWay.get()).toBe("lost"));
  });
});
