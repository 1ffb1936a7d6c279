// The notification of the computer itself, for when another window lies in front.
import type { LoudAlarm } from "../api/types";
import { goTo } from "../app/go";
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

/** How to take away what is shown, by the alarm that it is about. */
const shown = new Map<string, () => void>();

/** Who and what; not where: it may be read over a shoulder. The same alarm shows once, and is shown anew. */
export function notify(alarm: LoudAlarm): void {
  if (now() !== "granted") return;
  const place = `/alarms/${alarm.id}`;
  const options = { tag: alarm.id, renotify: true, requireInteraction: true, icon: "/icon-192.png", data: { place } };
  try {
    const one = new Notification(whatHappened(alarm), options);
    one.onclick = () => {
      one.close();
      window.focus();
      // Loaded anew, the page would lose what somebody is typing in it.
      goTo(place);
    };
    shown.set(alarm.id, () => one.close());
  } catch {
    // On Android only the service worker may show one.
    const worker = navigator.serviceWorker?.ready;
    void worker?.then((it) => it.showNotification(whatHappened(alarm), options));
    shown.set(
      alarm.id,
      () =>
        void worker
          ?.then((it) => it.getNotifications({ tag: alarm.id }))
          .then((all) => {
            for (const one of all) one.close();
          }),
    );
  }
}

/** Takes away what is shown of alarms that somebody has by now, or that are over: it waits for a press and goes by none. */
export function withdraw(waiting: Pick<LoudAlarm, "id">[]): void {
  for (const [id, close] of shown) {
    if (waiting.some((one) => one.id === id)) continue;
    shown.delete(id);
    close();
  }
}
