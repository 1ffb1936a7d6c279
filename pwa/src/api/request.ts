// One way to ask the server something: with a limit on the waiting, and with a sharp line between "it said so" and
// "nobody knows". Nothing here retries; that is the queue's work.
import { deviceClock, serverClock } from "../time/clock";
import { NotHeard, problemOf } from "./problem";

export interface Asking {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  /** The Idempotency-Key of an action. */
  key?: string;
  timeout?: number;
  /** Lets the request outlive the page: for the panic button. */
  keepalive?: boolean;
}

const PATIENCE = 9_000;

export async function request<T>(path: string, asking: Asking = {}): Promise<T> {
  const asked = deviceClock.read();
  const response = await fetch(path, init(asking)).catch((error: unknown) => {
    throw new NotHeard(error instanceof Error ? error.message : "network");
  });
  if (!response.ok) throw await problemOf(response);
  if (response.status === 204) return undefined as T;
  const body: unknown = await response.json().catch(() => {
    // 200 with a page in it: a hotel's or café's sign-in, not the server.
    throw new NotHeard("not JSON");
  });
  const asOf = (body as { asOf?: unknown } | null)?.asOf;
  if (typeof asOf === "string") serverClock.sync(asOf, asked);
  return body as T;
}

function init({ method = "GET", body, key, timeout = PATIENCE, keepalive = false }: Asking): RequestInit {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key !== undefined) headers["Idempotency-Key"] = key;
  return {
    method,
    headers,
    keepalive,
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(timeout),
  };
}
