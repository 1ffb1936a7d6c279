// The shell for when there is no network, and whether there is a newer one.
import { isOpen, panic } from "../panic/panic";
import { me } from "../session/session";
import { quietly } from "../time/within";
import { mineUnderWay, visits } from "../visits/visits";
import { createStore } from "./store";

/** A newer version is there: the next screen comes from it. In between nothing that somebody typed is lost. */
export const newVersion = createStore(false);

/** A desk has an alarm before it: a new page would take what somebody is writing about it. */
export const deskBusy = createStore(false);

const HOUR = 3_600_000;

/** Somebody is watched over, or calls for help: what they have in hand works, and stays as it is. */
export function isBusy(): boolean {
  const somebody = me();
  return (
    deskBusy.get() ||
    isOpen(panic.get()) ||
    (somebody !== null && mineUnderWay(visits.get().all, somebody.id).length > 0)
  );
}

/** Milliseconds after it is known who is here, in which the first screen asks for what it shows. */
const FIRST_SCREEN = 3_000;

/** Keeps the shell on this device once it is known who is here, and looks for a newer one each hour and whenever somebody
    comes back to the page. */
export function keepShell(known: Promise<unknown>): void {
  quietly(() => {
    const workers = navigator.serviceWorker;
    if (!workers) return;
    // The first one that takes this page over is of the same version; each after it is of a newer one.
    let hadOne = workers.controller !== null;
    workers.addEventListener("controllerchange", () => {
      newVersion.set(hadOne);
      hadOne = true;
    });
    // After the first screen: on one bar of signal the shell would come instead of it.
    const keep = () => void workers.register("/sw.js").then(look, () => undefined);
    void known.finally(() => setTimeout(keep, FIRST_SCREEN));
  }, undefined);
}

function look(kept: ServiceWorkerRegistration): void {
  const ask = () => {
    if (document.visibilityState === "visible" && !isBusy()) void kept.update().catch(() => undefined);
  };
  setInterval(ask, HOUR);
  document.addEventListener("visibilitychange", ask);
}
