// The notification of the computer itself, for when another window lies in front.
import type { LoudAlarm } from "../api/types";
import { createStore } from "../app/store";
import { whatHappened } from "./state";

export type Allowed = NotificationPermission | "none";

const now = (): Allowed => (typeof Notification === "undefined" ? "none" : Notification.permission);

export const notifications = createStore<Allowed>(now());

/** A browser asks only after a press. */
export async function askForNotifications(): Promise<void> {
  if (typeof Notification === "undefined") return;
  notifications.set(await Notification.requestPermission());
}

/** Who and what; not where: it may be read over a shoulder. The same alarm shows once, and is shown anew. */
export function notify(alarm: LoudAlarm): void {
  if (now() !== "granted") return;
  const options = { tag: alarm.id, renotify: true, requireInteraction: true, icon: "/icon-192.png" };
  try {
    const shown = new Notification(whatHappened(alarm), options);
    shown.onclick = () => {
      window.focus();
      location.assign(`/alarms/${alarm.id}`);
    };
  } catch {
    // On Android only the service worker may show one.
    void navigator.serviceWorker?.ready.then((worker) => worker.showNotification(whatHappened(alarm), options));
  }
}
