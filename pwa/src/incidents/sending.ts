// The complete form on its way to the server, by the queue: after the report itself, once, and never over what somebody
// else changed meanwhile.
import { api } from "../api/later";
import type { Incident } from "../api/types";
import { createStore } from "../app/store";
import type { Action, ActionKind } from "../queue/action";
import type { News } from "../queue/deliver";
import { dismiss, press, refresh, waiting } from "../queue/queue";
import { whenForgotten } from "../storage/database";
import { answersOf, isUnfinished } from "./answers";
import { changesOf, merged } from "./merging";
import { dropDraft, findDraft, formDraftName, putDraft, type FormDraft, type SentAs } from "./form-drafts";

const KIND: Record<SentAs, ActionKind> = { keep: "incident-form", complete: "incident-complete" };
const KINDS: readonly ActionKind[] = Object.values(KIND);
const CHANGED = "incident_changed";

/** Forms that the server has taken in this page, by their report. */
export const taken = createStore<ReadonlyMap<string, Incident>>(new Map());

whenForgotten(() => taken.set(new Map()));

/** What was pressed of this form and the server has not taken yet, or refused. */
export const formAction = (actions: readonly Action[], incident: string): Action | undefined =>
  actions.find((one) => one.subject === incident && KINDS.includes(one.kind));

const isEmpty = (body: object): boolean => Object.keys(body).length === 0;

/** Sends what was filled in. False: there is nothing to send. */
export async function sendForm(personId: string, incident: string, as: SentAs): Promise<boolean> {
  const name = formDraftName(personId, incident);
  const draft = await findDraft(name);
  if (!draft) return false;
  const earlier = formAction(waiting.get(), incident);
  if (earlier && !earlier.refused) {
    // One at a time: the next is told against what the first made of it.
    putDraft(name, { ...draft, again: as });
    return true;
  }
  const body = changesOf(draft.base, draft.answers);
  if (earlier) await dismiss(earlier.key);
  if (as === "keep" && isEmpty(body)) return false;
  putDraft(name, { ...draft, sent: { answers: draft.answers, as }, again: null });
  await press({ kind: KIND[as], subject: incident, body: { ...body, revision: draft.revision } });
  return true;
}

/**
 * Lays the draft on the report as the server has it now. What was left alone here becomes as it is there. Answers the
 * draft as it is from then on; null when nothing in it is still to be told.
 */
function laidOn(draft: FormDraft, report: Incident, delivered: boolean): FormDraft | null {
  const country = draft.base.aggressorAddress.country === "BE" ? "BE" : "NL";
  const theirs = answersOf(report, country);
  const before = delivered && draft.sent ? draft.sent.answers : draft.base;
  const { answers, clashes } = merged(before, theirs, draft.answers);
  const next: FormDraft = {
    ...draft,
    base: theirs,
    revision: report.revision,
    answers,
    clashes,
    sent: null,
    again: null,
  };
  const isSaid = isEmpty(changesOf(theirs, answers)) && !isUnfinished(answers);
  return isSaid && delivered ? null : next;
}

/** The report was heard: what was typed of its form stays, and goes on from there. */
export async function catchUp(personId: string, report: Incident): Promise<void> {
  const name = formDraftName(personId, report.id);
  const draft = await findDraft(name);
  const action = formAction(waiting.get(), report.id);
  if (!draft || (action && !action.refused)) return;
  const clashed = action?.refused?.code === CHANGED;
  if (action && clashed) await dismiss(action.key);
  if (report.revision <= draft.revision) return;
  // Sent, no longer waiting, not refused: the service worker delivered it when this page was closed.
  const delivered = !action && draft.sent !== null;
  const next = laidOn(draft, report, delivered);
  if (!next) return dropDraft(name);
  putDraft(name, next);
  if (clashed && draft.sent && next.clashes.length === 0) await sendForm(personId, report.id, draft.sent.as);
}

/** The queue heard of a form, or of the report it belongs to. */
export async function onFormNews(news: News): Promise<void> {
  if (news.what === "signed-out") return;
  const { action } = news;
  if (action.kind !== "incident" && !KINDS.includes(action.kind)) return;
  await refresh(); // the row, as it is after this
  if (news.what === "delivered" && action.kind === "incident") {
    // Its form was refused while the report was not there yet.
    const form = formAction(waiting.get(), action.subject);
    const draft = form?.refused ? await findDraft(formDraftName(action.personId, action.subject)) : null;
    if (draft?.sent) await sendForm(action.personId, action.subject, draft.sent.as);
    return;
  }
  if (!KINDS.includes(action.kind)) return; // a report that was refused
  if (news.what === "delivered") return afterDelivery(action, news.answer as Incident);
  if (action.refused?.code !== CHANGED) return;
  const report = await api.incident(action.subject).catch(() => null);
  if (report) await catchUp(action.personId, report);
}

async function afterDelivery(action: Action, report: Incident): Promise<void> {
  const name = formDraftName(action.personId, report.id);
  const draft = await findDraft(name);
  if (draft) {
    const next = laidOn(draft, report, true);
    if (next) putDraft(name, next);
    else dropDraft(name);
    if (next && draft.again && next.clashes.length === 0) {
      await sendForm(action.personId, report.id, draft.again);
      return;
    }
  }
  taken.update((now) => new Map(now).set(report.id, report));
}
