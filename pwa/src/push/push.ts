// Whether this browser shows a push beside what somebody is told. It is never the only way: an SMS or a call says the same.
import { api } from "../api/later";
import { needsSteps } from "../app/install";
import { createStore } from "../app/store";
import { goTo } from "../app/go";
import { notifications } from "../desk/notify";
import { session, type Session } from "../session/session";
import { whenForgotten } from "../storage/database";
import { quietly, within } from "../time/within";
import { bodyOf, bytesOf } from "./subscription";

/**
 * none: not from this installation, or not in this browser. install: on an iPhone, only from the home screen. refused: its
 * owner said no to the browser. lost: it was on, and nothing arrives any more.
 */
export type PushWay = "unknown" | "none" | "install" | "refused" | "off" | "on" | "lost";

export const pushWay = createStore<PushWay>("unknown");

const PATIENCE = 5_000;
/** The server's key, from when it was asked last. */
let publicKey: string | null = null;

/** One after another: whoever turns it on is not overtaken by the start that still looks. */
let turn: Promise<unknown> = Promise.resolve();
const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
  const next = turn.then(work, work);
  turn = next.catch(() => undefined);
  return next;
};

/** Once in a page: renews what is on at each start, drops it with its owner, and opens what a notification was about. */
export function keepPushes(): void {
  let asked: string | null = null;
  const heard = (now: Session) => {
    const who = now.state === "signed-in" ? now.me.id : null;
    if (who !== null && who !== asked) void inTurn(look).catch(() => undefined);
    asked = who;
  };
  session.watch(heard);
  heard(session.get()); // this comes after the start, which may have known who it is
  whenForgotten(() => void inTurn(drop).catch(() => undefined));
  quietly(() => navigator.serviceWorker?.addEventListener("message", open), undefined);
}

function open(message: MessageEvent): void {
  const place = (message.data as { place?: unknown } | null)?.place;
  if (typeof place !== "string" || !place.startsWith("/")) return;
  goTo(place);
}

async function look(): Promise<void> {
  const said = await api.myPush();
  publicKey = said.publicKey;
  pushWay.set(publicKey === null ? "none" : await way(publicKey, said.state));
}

async function way(key: string, state: "off" | "on" | "lost"): Promise<PushWay> {
  if (
    !quietly(() => "PushManager" in window && typeof Notification !== "undefined" && !!navigator.serviceWorker, false)
  )
    return needsSteps() ? "install" : "none";
  if (state === "lost") return "lost";
  if (Notification.permission === "denied") return state === "on" ? "lost" : "refused";
  const held = await subscription();
  if (Notification.permission !== "granted" || !held) return state === "on" ? "lost" : "off";
  await api.showPushes(bodyOf(isBy(held, key) ? held : await subscribe(key)));
  return "on";
}

/** Asks the browser, so only in a press. Throws when the browser or the server does not. */
export async function turnOn(): Promise<void> {
  const permission = await Notification.requestPermission();
  notifications.set(permission);
  if (permission !== "granted") return pushWay.set("refused");
  const key = publicKey;
  if (key === null) return;
  await inTurn(async () => {
    await api.showPushes(bodyOf(await subscribe(key)));
    pushWay.set("on");
  });
}

export const turnOff = (): Promise<void> =>
  inTurn(async () => {
    await api.showNoPushes();
    await drop();
  });

async function drop(): Promise<void> {
  pushWay.set("off");
  await (await subscription())?.unsubscribe();
}

const worker = (): Promise<ServiceWorkerRegistration | undefined> =>
  within<ServiceWorkerRegistration | undefined>(PATIENCE, () => navigator.serviceWorker?.ready, undefined);

const subscription = (): Promise<PushSubscription | null> =>
  within(PATIENCE, async () => (await worker())?.pushManager.getSubscription() ?? null, null);

/** A new one: by the key of now, in place of what is lost or was made for another. */
async function subscribe(key: string): Promise<PushSubscription> {
  await (await subscription())?.unsubscribe();
  const kept = await worker();
  if (!kept) throw new Error("no service worker");
  return kept.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytesOf(key) });
}

/** A browser that does not say by which key is taken at its word: the push service says no soon enough. */
function isBy(held: PushSubscription, key: string): boolean {
  const by = held.options?.applicationServerKey;
  return !by || String(new Uint8Array(by)) === String(bytesOf(key));
}
