// A push is always shown, whatever it holds: browsers take the permission away from who doesn't. A press on it opens the app
// at what it is about; it answers nothing by itself, since anybody may hold the phone.
import type { Me, PushAnswer } from "../api/types";
import { request } from "../api/request";
import { read, shownAs } from "../push/opens";
import { bodyOf, bytesOf } from "../push/subscription";
import { answers } from "../storage/database";
import { unreadIn } from "../texts/worker";

export async function show(worker: ServiceWorkerRegistration, data: { json: () => unknown } | null): Promise<void> {
  const nudged = read(data);
  if (nudged) return worker.showNotification(nudged.title, shownAs(nudged));
  const unread = unreadIn((await answers.last<Me>("me").catch(() => null))?.value.language);
  await worker.showNotification(unread.title, { body: unread.body, icon: "/icon-192.png", data: { place: "/" } });
}

/** In a page that is open, which loses nothing of what was typed there; else in a new one. */
export async function openAt(clients: Clients, data: unknown): Promise<void> {
  const place = (data as { place?: string } | null)?.place ?? "/";
  const pages = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find((one) => one.visibilityState === "visible") ?? pages[0];
  if (!page) {
    await clients.openWindow(place);
    return;
  }
  await page.focus().catch(() => undefined);
  page.postMessage({ place });
}

/** The browser gave this phone another address: the server hears it without the app. */
export async function renew(worker: ServiceWorkerRegistration): Promise<void> {
  const { publicKey, state } = await request<PushAnswer>("/v1/me/push");
  if (publicKey === null || state === "off") return;
  const held =
    (await worker.pushManager.getSubscription()) ??
    (await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(publicKey) }));
  await request("/v1/me/push-subscription", { method: "PUT", body: bodyOf(held) });
}
