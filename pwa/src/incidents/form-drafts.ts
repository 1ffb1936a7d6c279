// The complete form of a report while somebody fills it in: on this device from the first letter, under whose it is.
import { createStore } from "../app/store";
import { drafts, whenForgotten } from "../storage/database";
import type { Answers } from "./answers";
import type { Clash } from "./merging";

/** "keep": what is filled in goes, the rest comes later. "complete": and with it the form is complete. */
export type SentAs = "keep" | "complete";

export interface FormDraft {
  /** What the report said when this was begun, and at which revision. */
  base: Answers;
  revision: number;
  answers: Answers;
  step: number;
  /** What was pressed to be sent, until the server has answered. */
  sent: { answers: Answers; as: SentAs } | null;
  /** Pressed again before the server had answered. */
  again: SentAs | null;
  /** What somebody else changed as well: a human chooses. */
  clashes: Clash[];
}

export const begin = (base: Answers, revision: number): FormDraft => ({
  base,
  revision,
  answers: base,
  step: 0,
  sent: null,
  again: null,
  clashes: [],
});

/** The drafts that were opened in this page, by whose they are and of which report. */
export const held = createStore<ReadonlyMap<string, FormDraft>>(new Map());
/** Whether the last of it will be there after a reload. */
export const kept = createStore<boolean | null>(null);

whenForgotten(() => {
  held.set(new Map());
  kept.set(null);
});

export const formDraftName = (personId: string, incident: string): string => `${personId}:incident-form:${incident}`;

/** The draft as this page has it, or else as this device kept it. */
export async function findDraft(name: string): Promise<FormDraft | null> {
  const found = held.get().get(name) ?? (await drafts.find<FormDraft>(name));
  // Typed while the store was asked: that is the later one.
  return held.get().get(name) ?? found;
}

export function putDraft(name: string, draft: FormDraft): void {
  held.update((now) => new Map(now).set(name, draft));
  void drafts.keep(name, draft).then((isKept) => kept.set(isKept));
}

export function dropDraft(name: string): void {
  held.update((now) => new Map([...now].filter(([one]) => one !== name)));
  void drafts.drop(name);
}
