// The service worker: keeps the shell for offline, and delivers what still waits when the page is gone. It never
// touches an answer of the API: what somebody may rely on comes from the server, now.
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import type { VisitList } from "../api/types";
import { request } from "../api/request";
import { CHANNEL, deliverFiles, LOCK } from "../attachments/deliver-files";
import { deliver } from "../queue/deliver";
import { inTurn } from "../queue/turns";
import { ownerOfDevice } from "../storage/database";
import { quietly } from "../time/within";
import { openAt, renew, show } from "./pushes";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] };

interface SyncEvent extends ExtendableEvent {
  tag: string;
}

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every screen is the one page; the API, the links of hand-over sheets and diaries, and the simulated phones' API are not screens.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    denylist: [/^\/(v1|o|diary|health|metrics|\.well-known)(\/|$)/, /^\/simulator\/.+/],
  }),
);

// A new version takes over at once. A page of the old one has its screens in it by then (app/rooms.ts); for one that it
// asks for all the same and that is gone, it loads anew.
self.addEventListener("install", () => void self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("sync", (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === "deliver") sync.waitUntil(deliverAlone());
});

self.addEventListener("push", (event) => event.waitUntil(show(self.registration, event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openAt(self.clients, event.notification.data));
});
self.addEventListener("pushsubscriptionchange", (event) => {
  (event as ExtendableEvent).waitUntil(renew(self.registration).catch(() => undefined));
});

/** Throws while something waits, or while a page is at it that may be gone before it is done: then the browser tries again. */
async function deliverAlone(): Promise<void> {
  const personId = (await ownerOfDevice()) ?? ""; // signed out everywhere, somebody on a visit may still call for help
  const outcome = await inTurn(() =>
    deliver(personId, () => request<VisitList>("/v1/visits?mine=true&state=planned,under_way").then(() => undefined)),
  );
  if (outcome && outcome.news.length > 0) say("achterwacht-queue", "changed");
  // Only now: a file goes after the report it belongs to.
  const files = await inTurn(() => deliverFiles(personId), LOCK);
  if (files && files.sent.length > 0) say(CHANNEL, files.sent);
  if (outcome?.waiting !== false || files?.waiting !== false) throw new Error("something still waits");
}

function say(channel: string, what: unknown): void {
  quietly(() => new BroadcastChannel(channel).postMessage(what), undefined);
}
