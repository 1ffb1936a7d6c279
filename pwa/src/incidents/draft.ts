// A report that is being written. Each answer is kept on this device at once, until the server has it.
import { createStore } from "../app/store";
import type { Incident, IncidentChannel, IncidentKind } from "../api/types";
import type { News } from "../queue/deliver";
import { drafts, whenForgotten } from "../storage/database";
import { newId } from "../app/ids";
import { instantOf } from "../time/format";

export interface Draft {
  id: string;
  visitId: string | null;
  /** The alarm it is about: one of no visit, or the one that somebody was asked to report. */
  alarmId: string | null;
  /** Whom it happened to, where that is not who writes. */
  employeeId?: string | null;
  step: number;
  kind: IncidentKind | null;
  /** null: nobody said where. A wrong fact that stands there already would go along unread. */
  channel: IncidentChannel | null;
  day: string;
  time: string;
  place: string;
  description: string;
  causedBy: string;
  injured: boolean | null;
  damage: boolean | null;
}

/** What a report is about, where that is known. */
export type About = Pick<Draft, "visitId" | "alarmId">;

/** What the queue told last: for what comes after the start. */
export const heard = createStore<News | null>(null);

/** Reports that the server has confirmed in this page. */
export const reported = createStore<Incident[]>([]);

whenForgotten(() => {
  heard.set(null);
  reported.set([]);
});

/** Whose it is, and what it is about: two alarms of one visit are two reports. */
export const draftName = (personId: string, { visitId, alarmId }: About): string =>
  `${personId}:incident:${[visitId, alarmId].filter(Boolean).join(":") || "none"}`;

/** Where it is written. */
export function reportAbout({ visitId, alarmId }: About): string {
  const about = [...(visitId ? [`visit=${visitId}`] : []), ...(alarmId ? [`alarm=${alarmId}`] : [])];
  return `/incidents/new${about.length > 0 ? `?${about.join("&")}` : ""}`;
}

export const emptyDraft = ({ visitId, alarmId }: About, place: string, day: string, time: string): Draft => ({
  id: newId(),
  visitId,
  alarmId,
  step: 0,
  kind: null,
  channel: visitId ? "home_visit" : null,
  day,
  time,
  place,
  description: "",
  causedBy: "",
  injured: null,
  damage: null,
});

export interface DraftErrors {
  kind?: "needed";
  channel?: "needed";
  description?: "needed";
}

/** A report needs what it was and what happened; the rest may come later. */
export function checkDraft(draft: Draft, now: number): { errors: DraftErrors; body: Record<string, unknown> | null } {
  const description = draft.description.trim();
  const errors: DraftErrors = {
    ...(draft.kind === null ? { kind: "needed" } : {}),
    ...(draft.channel === null ? { channel: "needed" } : {}),
    ...(description === "" ? { description: "needed" } : {}),
  };
  if (errors.kind || errors.channel || errors.description) return { errors, body: null };
  const place = draft.place.trim();
  const causedBy = draft.causedBy.trim();
  const body = {
    id: draft.id,
    kind: draft.kind,
    channel: draft.channel,
    happenedAt: instantOf(draft.day, draft.time) ?? new Date(now).toISOString(),
    description,
    ...(draft.visitId ? { visitId: draft.visitId } : {}),
    ...(draft.alarmId ? { alarmId: draft.alarmId } : {}),
    ...(draft.employeeId ? { employeeId: draft.employeeId } : {}),
    ...(place ? { place } : {}),
    ...(causedBy ? { causedBy } : {}),
    ...(draft.injured === null ? {} : { injured: draft.injured }),
    ...(draft.damage === null ? {} : { damage: draft.damage }),
  };
  return { errors, body };
}

export function onIncidentNews(news: News): void {
  if (news.what !== "delivered" || news.action.kind !== "incident") return;
  reported.update((now) => [...now, news.answer as Incident]);
  const about = (name: string) => (news.action.body[name] as string | undefined) ?? null;
  void drafts.drop(draftName(news.action.personId, { visitId: about("visitId"), alarmId: about("alarmId") }));
}
