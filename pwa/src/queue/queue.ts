// The one way in which a worker's press reaches the server: written down, sent, tried again, confirmed or refused.
import { createStore } from "../app/store";
import { Problem, passes } from "../api/problem";
import { whenForgotten, whenItAnswers } from "../storage/database";
import { serverClock } from "../time/clock";
import { quietly } from "../time/within";
import {
  isAged,
  isHeldBack,
  isOf,
  isPast,
  isUrgent,
  mayBePast,
  methodOf,
  nextOrder,
  pathOf,
  pressedNow,
  type Action,
  type ActionKind,
  type Pressed,
} from "./action";
import { all, erase, write } from "./actions";
import { deliver, flying, send, type News } from "./deliver";
import { pinOf, seal } from "./pins";
import { inTurn } from "./turns";
import { newId } from "../app/ids";

/**
 * What waits, or was refused and not yet seen, of whoever holds this phone: theirs, and what was pressed before anybody was
 * known. While nobody is, that of everybody.
 */
export const waiting = createStore<Action[]>([]);
/** Of everybody who used this phone. */
let noted: Action[] = [];

interface Hooks {
  personId: () => string | null;
  /** Hears the server's time; used before a replay. */
  askServer: () => Promise<void>;
  onNews: (news: News) => void;
}

let hooks: Hooks | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let pause = 0;
let running: Promise<void> | null = null;
let again = false;

const CHANNEL = "achterwacht-queue";
/** Other tabs hear of changes by it, where the browser has and allows it. */
const channel = quietly(() => new BroadcastChannel(CHANNEL), null);
/** What is put right, or said as well, by pressing again with something else in it: both are sent, in their order. */
const SAYS_MORE: readonly ActionKind[] = ["feeling", "extend", "preparation", "trouble", "change"];
/** How long after a press the same one is a finger that bounced. Two that were meant are further apart. */
const DOUBLE_TAP = 500;
let last: { same: string; at: number; action: Promise<Action> } | undefined;
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
 * The same pressed twice while the first is still on its way, or in one double tap, stays one action with one key.
 * Pressed again after a refusal, or with another PIN, it is a new one: that PIN may call for help in silence.
 */
export async function press(what: Press): Promise<Action> {
  const pressed = pressedNow(); // before anything slow
  const { kind, subject, body = {}, pin } = what;
  const said = JSON.stringify(body);
  // The last one: green, red and green again is green.
  const before = waiting.get().filter((action) => action.kind === kind && action.subject === subject);
  const earlier = before[before.length - 1];
  const refused = before.filter((action) => action.refused);
  const saysMore = earlier && SAYS_MORE.includes(kind) && JSON.stringify(earlier.body) !== said;
  if (earlier && !earlier.refused && !saysMore && (pin === undefined || (await carries(earlier, pin)))) {
    void drain();
    return earlier;
  }
  // Of a double tap the second comes before the first is written down, or when it was answered already.
  const same = JSON.stringify([kind, subject, said, hooks?.personId()]); // a PIN is not kept
  const tap = !earlier?.refused && last?.same === same && pressed.mono - last.at < DOUBLE_TAP ? last.action : undefined;
  if (tap && (pin === undefined || (await carries(await tap, pin)))) return tap;
  const action = begin(what, pressed, refused);
  last = { same, at: pressed.mono, action };
  return action;
}

/** Whether it carries this PIN. One that can't be read any more is taken to be another: both are sent. */
const carries = async (action: Action, pin: string): Promise<boolean> => (await pinOf(action)) === pin;

async function begin(what: Press, pressed: Pressed, refused: Action[]): Promise<Action> {
  const noted = await note(what, pressed);
  // A report that is put right keeps its place: what goes on it waits behind it.
  const action = refused[0] && what.kind === "incident" ? { ...noted, order: refused[0].order } : noted;
  if (isUrgent(what.kind)) void pursue(action);
  await write(action);
  // Not before: what waits behind a refused report would go without it.
  for (const one of refused) await erase(one.key);
  await refresh();
  void drain();
  return action;
}

async function note({ kind, subject, body = {}, pin }: Press, pressed: Pressed): Promise<Action> {
  const key = newId();
  const personId = hooks?.personId() ?? "";
  const sealed = pin ? await seal(key, pin, personId) : undefined;
  return {
    key,
    kind,
    subject,
    method: methodOf(kind),
    path: pathOf(kind, subject),
    body,
    ...(sealed ? { pin: sealed } : {}),
    aged: isAged(kind),
    personId,
    pressed,
    order: nextOrder(pressed.wall),
    attempts: 0,
  };
}

/**
 * A panic leaves the phone before anything is written: the request outlives the page. It is written down as well, and
 * goes on with the same key until it was heard.
 */
export async function pressPanic(alarmId: string, body: Record<string, unknown>): Promise<Action> {
  const pressed = pressedNow();
  const action: Action = {
    key: newId(),
    kind: "panic",
    subject: alarmId,
    method: "POST",
    path: pathOf("panic", alarmId),
    body,
    aged: true,
    personId: hooks?.personId() ?? "",
    pressed,
    order: nextOrder(pressed.wall),
    attempts: 0,
  };
  void pursue(action, true);
  void write(action).then(refresh);
  return action;
}

/** A call for help that this page is sending, and how to make it try again at once. */
const hurried = new Set<() => void>();
/** What is being sent so. */
const pursued = new Set<Action>();
whenForgotten((goes) => {
  for (const action of pursued) if (goes(action)) pursued.delete(action);
  last = undefined;
});

const HELP_PAUSES = [300, 1_000, 2_000, 4_000, 8_000];

/**
 * Sends a call for help until the server has answered it, however long that takes. It leans on nothing but the network:
 * not on the store, on a lock, on another tab, or on knowing who is signed in.
 */
async function pursue(action: Action, outlivesThePage = false): Promise<void> {
  if (flying.has(action.key)) return;
  flying.add(action.key);
  pursued.add(action);
  let tried = action;
  for (let round = 0; pursued.has(action); round += 1) {
    // Somebody else has this phone now: their name must not stand under it.
    if (isOf(hooks?.personId())(action)) {
      const unsure = mayBePast(action, hooks?.personId()) && !serverClock.heard;
      if (unsure) await hooks?.askServer().catch(() => undefined);
      if (isPast(action, hooks?.personId())) {
        if (!action.personId) void erase(action.key); // that of a person waits for them
        break;
      }
      tried = { ...tried, attempts: tried.attempts + 1 };
      if ((await isOver(tried, outlivesThePage && round === 0)) || !pursued.has(action)) break;
      void write(tried)
        .then(refresh)
        .then(() => (round ? undefined : wakeServiceWorker()));
    }
    await pauseOrHurry(HELP_PAUSES[Math.min(round, HELP_PAUSES.length - 1)] ?? 0);
  }
  pursued.delete(action);
  flying.delete(action.key);
  void refresh();
}

/** One try: whether the server answered it for good. */
async function isOver(action: Action, keepalive: boolean): Promise<boolean> {
  try {
    const answer = await send(action, keepalive ? { keepalive } : {});
    void erase(action.key).then(refresh);
    tell({ what: "delivered", action, answer });
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) return false;
    if (error.status === 401) tell({ what: "signed-out" });
    if (error.status === 401 || passes(error.status)) return false;
    const refused = {
      ...action,
      refused: { status: error.status, code: error.code, message: error.message, errors: error.errors },
    };
    void write(refused).then(refresh);
    tell({ what: "refused", action: refused });
    return true;
  }
}

function pauseOrHurry(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      clearTimeout(ending);
      hurried.delete(go);
      resolve();
    };
    const ending = setTimeout(go, ms);
    hurried.add(go);
  });
}

export async function dismiss(key: string): Promise<void> {
  last = undefined; // what comes after a refusal, as another PIN, is no finger that bounced
  await erase(key);
  await refresh();
}

/** Sends what waits, now. Asked again while it is busy, it goes round once more. */
export function drain(): Promise<void> {
  for (const go of [...hurried]) go();
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
  if (!hooks) return;
  const { askServer } = hooks;
  const personId = hooks.personId();
  // What an earlier page left behind. While nobody is known that of everybody, each in their own name: whose sign-in was
  // ended on a visit may still call for help.
  for (const action of (await all()).filter(isOf(personId))) {
    if (isUrgent(action.kind) && !action.refused) void pursue(action);
  }
  if (!personId) return;
  const outcome = await inTurn(() => deliver(personId, askServer));
  for (const news of outcome?.news ?? []) tell(news);
  await refresh();
  const mine = waiting.get();
  const open = mine.some((action) => !action.refused && action.personId === personId && !isHeldBack(action, mine));
  if (!open) {
    pause = 0;
    return;
  }
  if (outcome?.news.some((news) => news.what !== "signed-out")) pause = 0;
  timer = setTimeout(() => void drain(), PAUSES[Math.min(pause, PAUSES.length - 1)]);
  pause += 1;
  void wakeServiceWorker();
}

/** Where the browser can, the service worker delivers when the network is back, also with the page closed. */
export async function wakeServiceWorker(): Promise<void> {
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
  quietly(() => channel?.postMessage("changed"), undefined);
}

export async function refresh(): Promise<void> {
  show(); // somebody else may hold it by now
  noted = await all();
  show();
}

function show(): void {
  waiting.set(noted.filter(isOf(hooks?.personId())));
}

/** Starts the queue: what an earlier page left behind is sent now. */
export function startQueue(with_: Hooks): void {
  const first = hooks === null;
  hooks = with_;
  if (first) listen();
  void refresh().then(drain);
}

function listen(): void {
  whenItAnswers(hurry);
  channel?.addEventListener("message", () => void refresh());
  window.addEventListener("online", () => hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hurry();
    // Swiped away before the first try failed: then nobody else would go on with it.
    else if (waiting.get().some((action) => !action.refused)) void wakeServiceWorker();
  });
}

function hurry(): void {
  pause = 0;
  void refresh().then(drain);
}
