// The one way in which a worker's press reaches the server: written down, sent, tried again, confirmed or refused.
import { createStore } from "../app/store";
import { NotHeard, Problem } from "../api/problem";
import { isAged, nextOrder, pathOf, pressedNow, type Action, type ActionKind } from "./action";
import { all, erase, write } from "./actions";
import { deliver, flying, send, type News } from "./deliver";
import { seal } from "./pins";

/** What waits, or was refused and not yet seen. */
export const waiting = createStore<Action[]>([]);

interface Hooks {
  personId: () => string | null;
  /** Hears the server's time; used before a replay. */
  hearServer: () => Promise<void>;
  onNews: (news: News) => void;
}

let hooks: Hooks | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let pause = 0;
let running: Promise<void> | null = null;
let again = false;

const CHANNEL = "achterwacht-queue";
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000];

export interface Press {
  kind: ActionKind;
  subject: string;
  body?: Record<string, unknown>;
  pin?: string | undefined;
}

/**
 * Writes down what was pressed and starts sending it.
 *
 * Pressed twice while the first is still on its way, it stays one action with one key. Pressed again after a refusal,
 * it is a new one.
 */
export async function press({ kind, subject, body = {}, pin }: Press): Promise<Action> {
  const earlier = waiting.get().find((action) => action.kind === kind && action.subject === subject);
  if (earlier && !earlier.refused) {
    void drain();
    return earlier;
  }
  if (earlier) await dismiss(earlier.key);
  const action = await note(kind, subject, body, pin);
  await write(action);
  await refresh();
  void drain();
  return action;
}

async function note(kind: ActionKind, subject: string, body: Record<string, unknown>, pin?: string): Promise<Action> {
  const pressed = pressedNow(); // before anything slow
  const key = crypto.randomUUID();
  const sealed = pin ? await seal(key, pin) : undefined;
  return {
    key,
    kind,
    subject,
    method: kind === "change" ? "PATCH" : "POST",
    path: pathOf(kind, subject),
    body,
    ...(sealed ? { pin: sealed } : {}),
    aged: isAged(kind),
    personId: hooks?.personId() ?? "",
    pressed,
    order: nextOrder(pressed.wall),
    attempts: 0,
  };
}

/**
 * A panic leaves the phone before anything is written: the request outlives the page. It is written down as well, and
 * if the first try wasn't heard the queue goes on with the same key.
 */
export async function pressPanic(alarmId: string, body: Record<string, unknown>): Promise<Action> {
  const action: Action = {
    key: crypto.randomUUID(),
    kind: "panic",
    subject: alarmId,
    method: "POST",
    path: pathOf("panic", alarmId),
    body,
    aged: true,
    personId: hooks?.personId() ?? "",
    pressed: pressedNow(),
    order: nextOrder(),
    attempts: 1,
  };
  flying.add(action.key);
  const first = send(action, { keepalive: true });
  void write(action).then(refresh);
  void first
    .then(async (answer) => {
      flying.delete(action.key);
      await erase(action.key);
      tell({ what: "delivered", action, answer });
    })
    .catch(async (error: unknown) => {
      flying.delete(action.key);
      if (error instanceof Problem && error.status !== 401) {
        const refused = { ...action, refused: { status: error.status, message: error.message, errors: error.errors } };
        await write(refused);
        tell({ what: "refused", action: refused });
      } else if (error instanceof NotHeard || error instanceof Problem) {
        void drain();
      }
    })
    .finally(refresh);
  return action;
}

export async function dismiss(key: string): Promise<void> {
  await erase(key);
  await refresh();
}

/** Sends what waits, now. Asked again while it is busy, it goes round once more. */
export function drain(): Promise<void> {
  if (running) {
    again = true;
    return running;
  }
  clearTimeout(timer);
  running = round().finally(() => {
    running = null;
    if (again) {
      again = false;
      void drain();
    }
  });
  return running;
}

async function round(): Promise<void> {
  const personId = hooks?.personId();
  if (!hooks || !personId) return;
  const outcome = await alone(() => deliver(personId, hooks!.hearServer));
  for (const news of outcome?.news ?? []) tell(news);
  await refresh();
  const open = waiting.get().some((action) => !action.refused && action.personId === personId);
  if (!open) {
    pause = 0;
    return;
  }
  if (outcome?.news.some((news) => news.what !== "signed-out")) pause = 0;
  timer = setTimeout(() => void drain(), PAUSES[Math.min(pause, PAUSES.length - 1)]);
  pause += 1;
  void wakeServiceWorker();
}

/** Two tabs take turns. Where the browser has no locks both send, and the key makes it one. */
async function alone<T>(work: () => Promise<T>): Promise<T | null> {
  if (!("locks" in navigator)) return work();
  return navigator.locks.request("achterwacht-delivery", { ifAvailable: true }, (lock) => (lock ? work() : null));
}

/** Where the browser can, the service worker delivers when the network is back, also with the page closed. */
async function wakeServiceWorker(): Promise<void> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration();
    await (registration as unknown as { sync?: { register(tag: string): Promise<void> } } | undefined)?.sync?.register(
      "deliver",
    );
  } catch {
    // not there, or not allowed: the page goes on trying
  }
}

function tell(news: News): void {
  hooks?.onNews(news);
  channel?.postMessage("changed");
}

export async function refresh(): Promise<void> {
  waiting.set(await all());
}

/** Starts the queue: what an earlier page left behind is sent now. */
export function startQueue(with_: Hooks): void {
  const first = hooks === null;
  hooks = with_;
  if (first) listen();
  void refresh().then(drain);
}

function listen(): void {
  channel?.addEventListener("message", () => void refresh());
  window.addEventListener("online", () => hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hurry();
  });
}

function hurry(): void {
  pause = 0;
  void refresh().then(drain);
}
