// Photos, sound and papers that were added to a report and are not at the server yet. They lie on this device until the
// server has said that it keeps them; sent twice, each is kept once. They go after the report they belong to.
import { NotHeard, Problem } from "../api/problem";
import { createStore } from "../app/store";
import { newId } from "../app/ids";
import { sayProblem } from "../app/useAction";
import { waiting, wakeServiceWorker } from "../queue/queue";
import { inTurn } from "../queue/turns";
import { stored, whenForgotten, whenItAnswers, type KeptFile } from "../storage/database";
import { quietly } from "../time/within";
import { CHANNEL, isLastWord, LOCK, mayGo } from "./deliver-files";
import { sendAttachment } from "./upload";

/** What waits of everybody who used this device, in the order of adding. */
export const files = createStore<KeptFile[]>([]);
/** What was sent from this page. */
export const sent = createStore<{ id: string; incident: string; name: string }[]>([]);
/** How far the one that is being sent is: from 0 to 1. */
export const progress = createStore<{ id: string; part: number } | null>(null);

const PAUSES = [2_000, 5_000, 15_000];
let person: () => string | null = () => null;
let running: Promise<void> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let pause = 0;

whenForgotten((goes) => {
  files.update((now) => now.filter((one) => !goes(one)));
  sent.set([]);
});

/** Whether it will be there after a reload; in this page it is. */
export async function addFile(personId: string, incident: string, file: File): Promise<boolean> {
  // As bytes: not every browser keeps a file as it is.
  const bytes = await file.arrayBuffer();
  const one: KeptFile = {
    id: newId(),
    personId,
    incident,
    bytes,
    type: file.type,
    name: file.name,
    savedAt: Date.now(),
    refused: null,
  };
  files.update((now) => [...now, one]);
  const isKept = await stored((db) => db.put("files", one).then(() => true), false);
  void sendFiles();
  return isKept;
}

export async function takeOut(id: string): Promise<void> {
  files.update((now) => now.filter((one) => one.id !== id));
  await stored((db) => db.delete("files", id), undefined);
}

async function refuse(one: KeptFile, refused: string | null): Promise<void> {
  const next = { ...one, refused };
  files.update((now) => now.map((other) => (other.id === one.id ? next : other)));
  await stored((db) => db.put("files", next), "");
}

/** Sends what waits, one after another. Asked while it is busy, it is the same round. */
export function sendFiles(): Promise<void> {
  clearTimeout(timer);
  running ??= takeTurn().finally(() => {
    running = null;
  });
  return running;
}

async function takeTurn(): Promise<void> {
  if (!next()) return;
  const done = await inTurn(() => round().then(() => true), LOCK);
  // Another tab or the service worker is at it.
  if (!done) tryLater();
}

function tryLater(): void {
  timer = setTimeout(() => void sendFiles(), PAUSES[Math.min(pause, PAUSES.length - 1)]);
  pause += 1;
  void wakeServiceWorker();
}

async function round(): Promise<void> {
  for (;;) {
    const one = next();
    if (!one) break;
    try {
      progress.set({ id: one.id, part: 0 });
      const file = new File([one.bytes], "file", { type: one.type });
      const { id, incident, personId } = one;
      await sendAttachment({ incident, id, personId, file }, (part) => progress.set({ id, part }));
      await noteSent(one);
      pause = 0;
    } catch (error) {
      if (isLastWord(error)) await refuse(one, sayProblem(error));
      else {
        if (!(error instanceof NotHeard) && !(error instanceof Problem)) console.error(error);
        tryLater();
        return;
      }
    } finally {
      progress.set(null);
    }
  }
}

/** The next that can go: of whoever is signed in, and whose report is at the server. */
const next = (): KeptFile | undefined => files.get().find((one) => mayGo(one, person(), waiting.get()));

async function noteSent(one: KeptFile): Promise<void> {
  if (!files.get().some(({ id }) => id === one.id)) return;
  sent.update((now) => [...now, { id: one.id, incident: one.incident, name: one.name }]);
  await takeOut(one.id);
}

/** The service worker sent some while this page was open as well. */
async function onSentElsewhere(ids: readonly string[]): Promise<void> {
  await Promise.all(
    files
      .get()
      .filter((one) => ids.includes(one.id))
      .map(noteSent),
  );
}

/** The report they belong to is at the server now: what was refused before it was is tried again. */
export async function reportArrived(incident: string): Promise<void> {
  await Promise.all(
    files
      .get()
      .filter((one) => one.incident === incident && one.refused)
      .map((one) => refuse(one, null)),
  );
  await sendFiles();
}

/** Finds what an earlier page left, and sends it as soon as it can. */
export function startFiles(personId: () => string | null): void {
  person = personId;
  const hurry = () => {
    pause = 0;
    void restore().then(sendFiles);
  };
  whenItAnswers(hurry);
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") hurry();
    else if (next()) void wakeServiceWorker();
  });
  const channel = quietly(() => new BroadcastChannel(CHANNEL), null);
  channel?.addEventListener("message", ({ data }) => void onSentElsewhere(data as string[]));
  // The report went, or somebody signed in: then what hung on it may go.
  waiting.watch(() => void sendFiles());
  hurry();
}

async function restore(): Promise<void> {
  const found = await stored((db) => db.getAll("files"), []);
  files.update((now) => {
    const here = new Set(now.map((one) => one.id));
    return [...now, ...found.filter((one) => !here.has(one.id))].sort((a, b) => a.savedAt - b.savedAt);
  });
}
