// One way to speak with the server: with a limit on the waiting, and with a sharp line between "it said so" and
// "nobody knows". Nothing here retries; that is the queue's work.
import { createStore } from "../app/store";
import { spoken } from "../texts/spoken";
import { deviceClock, serverClock, type Tick } from "../time/clock";
import { begun, quietly } from "../time/within";
import { askedEarly } from "./asked-early";
import { NotHeard, problemOf } from "./problem";

export const PATIENCE = 9_000;
export const NOT_MODIFIED = 304;

/** What every question has in common. A redirect is never ours: it leads to a café's sign-in page. */
export const ALWAYS = { credentials: "same-origin", cache: "no-store", redirect: "error" } as const;

/** Whose press or file it is, where this phone knows: it may have waited while another came in. */
export const PERSON = "Achterwacht-Person";

/** Of the API, as the server says at each answer. It is not that of the app, which this device may have from before. */
export const apiVersion = createStore<string | null>(null);

/** When the server answered last, and after how many milliseconds. */
export const answered = createStore<{ at: Tick; took: number } | null>(null);

/** Sends it, and throws whatever isn't a clear yes: Problem for "no", NotHeard for silence. */
export async function exchange(request: Request, patience = PATIENCE): Promise<Response> {
  const early = askedEarly(request);
  const asked = early?.asked ?? deviceClock.read();
  request.headers.set("Accept-Language", spoken.get());
  const { response, body } = await inTime(patience, async (signal) => {
    const ask = () => fetch(request, signal ? { signal } : {});
    const answer = await (early ? early.answer.catch(ask) : ask());
    return { response: answer, body: await answer.clone().text() };
  });
  const at = early?.came ?? deviceClock.read();
  const version = response.headers.get("API-Version");
  if (version && version !== apiVersion.get()) apiVersion.set(version);
  // Nothing changed: only who says which answer they have can get this.
  if (response.status === NOT_MODIFIED) return response;
  if (!response.ok) {
    // What nobody signed in gets says no time, but its header does. A café's page is not believed.
    if (version && !serverClock.synced) serverClock.sync(response.headers.get("Date") ?? "", at, at);
    throw await problemOf(response);
  }
  if (response.status !== 204) learnTime(body, asked, at);
  // Only now: a café's page answers as well, and is not the server.
  answered.set({ at, took: at.mono - asked.mono });
  return response;
}

/**
 * What was asked of the network, or NotHeard when it failed or took too long. With a timer of our own: Safari before 16
 * has no AbortSignal.timeout, and what ignores its signal is given up on all the same.
 */
async function inTime<T>(patience: number, ask: (signal: AbortSignal | undefined) => Promise<T>): Promise<T> {
  const giveUp = quietly(() => new AbortController(), null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NotHeard("no answer in time"));
      giveUp?.abort();
    }, patience);
  });
  try {
    return await Promise.race([begun(() => ask(giveUp?.signal)), tooLong]);
  } catch (error) {
    throw error instanceof NotHeard ? error : new NotHeard(error instanceof Error ? error.message : "network");
  } finally {
    clearTimeout(timer);
  }
}

function learnTime(body: string, asked: Tick, at: Tick): void {
  let said: unknown;
  try {
    said = JSON.parse(body);
  } catch {
    // 200 with a page in it: not the server, whoever it was.
    throw new NotHeard("not JSON");
  }
  const asOf = (said as { asOf?: unknown } | null)?.asOf;
  if (typeof asOf === "string") serverClock.sync(asOf, asked, at);
}

/** A file that the server makes. heard: what stands around it. */
export const download = (
  path: string,
  body: unknown,
  kind: string,
  patience: number,
  heard?: (headers: Headers) => void,
): Promise<Blob> =>
  blobOf(
    path,
    kind,
    patience,
    { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) },
    heard,
  );

/** A file that the server keeps. */
export const fetched = (path: string, kind: string, patience: number): Promise<Blob> => blobOf(path, kind, patience);

/** Anything but the kind that was asked for isn't ours, whoever sent it. */
async function blobOf(
  path: string,
  kind: string,
  patience: number,
  how: RequestInit = {},
  heard?: (headers: Headers) => void,
): Promise<Blob> {
  const { response, file } = await inTime(patience, async (signal) => {
    const answer = await fetch(new URL(path, self.location.origin), {
      ...ALWAYS,
      ...how,
      headers: { Accept: `${kind}, application/problem+json`, ...how.headers },
      ...(signal ? { signal } : {}),
    });
    const isIt = answer.ok && answer.headers.get("content-type")?.startsWith(kind);
    return { response: answer, file: isIt ? await answer.blob() : null };
  });
  if (file) {
    heard?.(response.headers);
    return file;
  }
  throw response.ok ? new NotHeard("not the file") : await problemOf(response);
}

export interface Asking {
  method?: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  body?: unknown;
  /** The Idempotency-Key of an action. */
  key?: string;
  /** Whose it is: the server takes it from nobody else. */
  person?: string;
  /** Lets the request outlive the page: for the panic button. */
  keepalive?: boolean;
}

/** For what was written down as a path and a body: the queue, and the simulator's phones. */
export async function request<T>(
  path: string,
  { method = "GET", body, key, person, keepalive = false }: Asking = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key !== undefined) headers["Idempotency-Key"] = key;
  if (person) headers[PERSON] = person;
  const asked = new Request(new URL(path, self.location.origin), {
    ...ALWAYS,
    method,
    headers,
    keepalive,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const response = await exchange(asked);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
