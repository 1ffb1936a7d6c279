// Every question that the start asks, by name; later.ts has the others. What a worker does on a visit is not here: that goes through the queue.
import { ask, askQuickly, said, once, visit } from "./ask";
import type { ChangedVisit } from "./types";

export const api = {
  setLanguage: (language: string) => said(ask.PUT("/me/language", { body: { language } })),
  signIn: (email: string, password: string) => said(ask.POST("/sessions", { body: { email, password } })),
  signOut: () => said(ask.DELETE("/sessions/current")),
  me: () => said(ask.GET("/me")),
  signOutEverywhere: () => said(ask.POST("/sessions/sign-out-everywhere")),
  protocol: () => said(ask.GET("/protocol")),
  colleagues: () => said(ask.GET("/colleagues")),
  dutyNumbers: () => said(ask.GET("/duty-numbers")),
  myVisits: () => said(ask.GET("/visits", { params: { query: { mine: true, state: "planned,under_way" } } })),
  visit: (id: string) => said(ask.GET("/visits/{visit_id}", { params: { path: { visit_id: id } } })),
  changeVisit: (id: string, body: ChangedVisit) =>
    said(ask.PATCH("/visits/{visit_id}", { params: { path: { visit_id: id } }, body: { ...body, ageSeconds: 0 } })),
  companion: (id: string, companionId: string, says: "there" | "cant") =>
    said(
      ask.POST(`/visits/{visit_id}/companions/{companion_id}/${says}`, {
        params: { path: { visit_id: id, companion_id: companionId }, header: once() },
        body: { ageSeconds: 0 },
      }),
    ),
  askCompanion: (id: string, companionId: string) =>
    said(
      ask.POST("/visits/{visit_id}/companions/{companion_id}/ask", {
        params: { path: { visit_id: id, companion_id: companionId }, header: once() },
        body: { ageSeconds: 0 },
      }),
    ),
  askAlone: (id: string, reason: string) =>
    said(ask.POST("/visits/{visit_id}/ask-alone", { params: visit(id), body: { reason, ageSeconds: 0 } })),
  askBackUp: (id: string, backUpId: string) =>
    said(ask.POST("/visits/{visit_id}/back-up", { params: visit(id), body: { backUpId, ageSeconds: 0 } })),
  askWhoGoes: (id: string) =>
    said(ask.POST("/visits/{visit_id}/fraud-question", { params: visit(id), body: { ageSeconds: 0 } })),
  policeTold: (id: string, reference: string) =>
    said(
      ask.POST("/visits/{visit_id}/police-told", {
        params: visit(id),
        body: { ageSeconds: 0, ...(reference ? { reference } : {}) },
      }),
    ),
  alarm: (id: string) => said(askQuickly.GET("/alarms/{alarm_id}", { params: { path: { alarm_id: id } } })),
  tasks: () => said(ask.GET("/tasks")),
  proposals: () => said(ask.GET("/me/diary/proposals")),
  putProposalAway: (id: string) =>
    said(ask.POST("/me/diary/proposals/{proposal_id}/put-away", { params: { path: { proposal_id: id } } })),
};
