// How the server is asked, and what many questions have in common.
import createClient from "openapi-fetch";
import { newId } from "../app/ids";
import { deviceClock } from "../time/clock";
import { ALWAYS, exchange, PATIENCE } from "./request";
import type { paths } from "./schema";

/** What is asked every two seconds may not wait nine. */
export const SHORT_PATIENCE = 5_000;
/** A file of thousands of rows, or a log of years. */
export const LONG_PATIENCE = 60_000;
export const EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const client = (patience: number) =>
  createClient<paths>({
    ...ALWAYS,
    baseUrl: `${self.location.origin}/v1`,
    headers: { Accept: "application/json" },
    fetch: (asked) => exchange(asked, patience),
  });
export const ask = client(PATIENCE);
export const askQuickly = client(SHORT_PATIENCE);
export const askPatiently = client(LONG_PATIENCE);

/** `exchange` has thrown everything that isn't a yes, so there is an answer. */
export async function said<T>(answer: Promise<{ data?: T }>): Promise<T> {
  const asked = moment();
  const { data } = await answer;
  if (data) askedAt.set(data, asked);
  return data as T;
}

/** When was asked what this is the answer to: of two answers the server's clock, which may be set, doesn't say it. */
export const askedAt = new WeakMap<object, number>();

/** Milliseconds of this page, which nobody sets back. */
export const moment = (): number => deviceClock.read().mono;

/** Everything of a list that comes by the page: a list that stops halfway looks like one that is whole. */
export async function allPages<T>(page: (after: { after?: string }) => Promise<[T[], string | null]>): Promise<T[]> {
  const all: T[] = [];
  let next: string | null = null;
  do {
    const [some, more]: [T[], string | null] = await page(next ? { after: next } : {});
    all.push(...some);
    next = more;
  } while (next);
  return all;
}

export const once = (key: string = newId()) => ({ "idempotency-key": key });
export const visit = (id: string, key?: string) => ({ path: { visit_id: id }, header: once(key) });
export const alarm = (id: string, key?: string) => ({ path: { alarm_id: id }, header: once(key) });
export const team = (id: string) => ({ path: { team_id: id } });
export const ofMeasure = (id: string) => ({ path: { measure_id: id }, header: once() });
export const mark = (id: string) => ({ path: { mark_id: id } });
export const letter = (id: string) => ({ path: { letter_id: id }, header: once() });
export const withFile = (name: string, file: File): FormData => {
  const form = new FormData();
  form.append(name, file);
  return form;
};
