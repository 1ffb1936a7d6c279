// Every question of what comes after the start, and those of the start: one object, whoever asks.
import {
  ask,
  askQuickly,
  askPatiently,
  said,
  allPages,
  once,
  visit,
  alarm,
  team,
  mark,
  withFile,
  EXCEL,
  LONG_PATIENCE,
  SHORT_PATIENCE,
} from "./ask";
import { accounts } from "./accounts";
import { afterAnIncident } from "./after-an-incident";
import { api as start } from "./calls";
import { ALWAYS, download, exchange, fetched, NOT_MODIFIED, request } from "./request";
import type { components } from "./schema";
import type {
  AuditKind,
  AddressIn,
  Board,
  CallIn,
  ChangedPerson,
  SeekLooks,
  Country,
  DrillKind,
  FunctionHeld,
  GuardCallBody,
  HandOver,
  HolderIn,
  NewDiaryLink,
  NewDeskMail,
  Mark,
  NewMark,
  NewPerson,
  NewVisit,
  Outcome,
  Person,
  PersonConcerned,
  PushSubscriptionBody,
  Prompt,
  Shift,
  Demonstrated,
  Simulated,
  PhoneSays,
} from "./types";

/** A board, and what the server calls this state of it. */
export interface KnownBoard {
  board: Board;
  tag: string | null;
}
type CheckCallResult = components["schemas"]["CheckCallResult"];

const more = {
  looks: (body: SeekLooks) => said(ask.POST("/looks/_search", { body })),
  looksAtMe: (behind = "") => said(ask.GET("/me/looks", { params: { query: { ...(behind && { behind }) } } })),
  retentionTerms: () => said(ask.GET("/retention-terms")),
  audit: (query: { behind?: string; kind?: AuditKind; person?: string }) =>
    said(ask.GET("/audit", { params: { query } })),
  tellReadiness: (body: PhoneSays) => said(ask.PUT("/me/phone-readiness", { body })),
  phonesNotReady: () => said(ask.GET("/people/phone-readiness")).then(({ phones }) => phones),
  protocolOfTeam: (id: string) => said(ask.GET("/teams/{team_id}/protocol", { params: { path: { team_id: id } } })),
  chooseProtocol: (id: string, profileId: string | null) =>
    said(ask.PUT("/teams/{team_id}/protocol", { params: { path: { team_id: id } }, body: { profileId } })),
  /** Of a team, or (null) of the organisation. */
  guardFirm: (id: string | null) =>
    said(
      id === null
        ? ask.GET("/guard-firm")
        : ask.GET("/teams/{team_id}/guard-firm", { params: { path: { team_id: id } } }),
    ),
  setGuardFirm: (id: string | null, body: { name: string; phone: string }) =>
    said(
      id === null
        ? ask.PUT("/guard-firm", { body })
        : ask.PUT("/teams/{team_id}/guard-firm", { params: { path: { team_id: id } }, body }),
    ),
  removeGuardFirm: (id: string | null) =>
    said(
      id === null
        ? ask.DELETE("/guard-firm")
        : ask.DELETE("/teams/{team_id}/guard-firm", { params: { path: { team_id: id } } }),
    ),
  searchRisk: (body: { address: AddressIn; purpose: string }) => said(ask.POST("/risk-addresses/_search", { body })),
  searchAddresses: (body: { country: Country; text: string }) => said(askQuickly.POST("/addresses/_search", { body })),
  completeAddress: (body: { country: Country; id: string }) => said(askQuickly.POST("/addresses/_complete", { body })),
  whereabouts: (id: string) =>
    said(askQuickly.GET("/teams/{team_id}/whereabouts", { params: { path: { team_id: id } } })),
  /** The board, unless the one that is known is still the same: then that one, as new as this question. */
  board: async (known: KnownBoard | null): Promise<KnownBoard> => {
    const headers = { Accept: "application/json", ...(known?.tag ? { "If-None-Match": known.tag } : {}) };
    const asked = new Request(`${self.location.origin}/v1/board`, { ...ALWAYS, headers });
    const answer = await exchange(asked, SHORT_PATIENCE);
    if (known && answer.status === NOT_MODIFIED) {
      const at = Date.parse(answer.headers.get("date") ?? "");
      return Number.isNaN(at) ? known : { ...known, board: { ...known.board, asOf: new Date(at).toISOString() } };
    }
    return { board: (await answer.json()) as Board, tag: answer.headers.get("etag") };
  },
  loudAlarms: () => said(askQuickly.GET("/board/alarms")),
  checkCall: (id: string, result: CheckCallResult) =>
    said(ask.POST("/visits/{visit_id}/check-call", { params: visit(id), body: { result, ageSeconds: 0 } })),
  askVisit: (id: string) => said(ask.POST("/visits/{visit_id}/ask", { params: visit(id), body: { ageSeconds: 0 } })),
  checkOutFor: (id: string, reason: string) =>
    said(
      ask.POST("/visits/{visit_id}/check-out", { params: visit(id), body: { reason, noticed: false, ageSeconds: 0 } }),
    ),
  isHome: (id: string, reason: string) =>
    said(ask.POST("/visits/{visit_id}/home-safe", { params: visit(id), body: { reason, ageSeconds: 0 } })),
  isBack: (id: string, reason: string) =>
    said(ask.POST("/visits/{visit_id}/back", { params: visit(id), body: { reason, to: "office", ageSeconds: 0 } })),
  cancelFor: (id: string, reason: string) =>
    said(ask.POST("/visits/{visit_id}/cancel", { params: visit(id), body: { reason, ageSeconds: 0 } })),
  plannedVisits: () => said(askQuickly.GET("/visits", { params: { query: { state: "planned" } } })),
  planVisit: (body: NewVisit & { id: string }) =>
    said(ask.POST("/visits", { params: { header: once(body.id) }, body })),
  workers: (teamId: string) => said(ask.GET("/teams/{team_id}/workers", { params: { path: { team_id: teamId } } })),
  allowAlone: (id: string, reason: string) =>
    said(ask.POST("/visits/{visit_id}/allow-alone", { params: visit(id), body: { reason, ageSeconds: 0 } })),
  answerBackUp: (id: string, says: "accept" | "decline") =>
    said(ask.POST(`/visits/{visit_id}/back-up/${says}`, { params: visit(id), body: { ageSeconds: 0 } })),
  decideWhoGoes: (id: string, colleagueId: string | null) =>
    said(ask.POST("/visits/{visit_id}/fraud-decision", { params: visit(id), body: { colleagueId, ageSeconds: 0 } })),
  acknowledge: (id: string, key: string, takeOver = false) =>
    said(ask.POST("/alarms/{alarm_id}/acknowledge", { params: alarm(id, key), body: { ageSeconds: 0, takeOver } })),
  tickStep: (id: string, step: number, done: boolean) =>
    said(ask.POST("/alarms/{alarm_id}/steps", { params: alarm(id), body: { step, done, ageSeconds: 0 } })),
  note: (id: string, note: string, key: string) =>
    said(ask.POST("/alarms/{alarm_id}/notes", { params: alarm(id, key), body: { note, ageSeconds: 0 } })),
  /** `level`: the one that whoever presses saw, so that a step is never taken twice. */
  escalate: (id: string, level: components["schemas"]["Level"]) =>
    said(ask.POST("/alarms/{alarm_id}/escalate", { params: alarm(id), body: { level, ageSeconds: 0 } })),
  decline: (id: string, key: string) =>
    said(ask.POST("/alarms/{alarm_id}/decline", { params: alarm(id, key), body: { ageSeconds: 0 } })),
  whoCanTake: (id: string) => said(ask.GET("/alarms/{alarm_id}/colleagues", { params: { path: { alarm_id: id } } })),
  assign: (id: string, personId: string) =>
    said(ask.POST("/alarms/{alarm_id}/assign", { params: alarm(id), body: { personId, ageSeconds: 0 } })),
  resolve: (
    id: string,
    body: { outcome: Outcome; note?: string; expectedEnd?: string; cause?: components["schemas"]["Cause"] },
  ) => said(ask.POST("/alarms/{alarm_id}/resolve", { params: alarm(id), body: { ...body, ageSeconds: 0 } })),
  policeCall: (id: string, body: { number: string; reference?: string; note?: string }) =>
    said(ask.POST("/alarms/{alarm_id}/police-calls", { params: alarm(id), body: { ...body, ageSeconds: 0 } })),
  guardCall: (id: string, body: GuardCallBody) =>
    said(ask.POST("/alarms/{alarm_id}/guard-calls", { params: alarm(id), body: { ...body, ageSeconds: 0 } })),
  // It also answers as a page to print; asked as JSON it is the sheet's facts.
  handOver: (id: string) =>
    said(ask.GET("/alarms/{alarm_id}/hand-over", { params: { path: { alarm_id: id } } })) as Promise<HandOver>,
  nearestAddress: (id: string) =>
    said(ask.GET("/alarms/{alarm_id}/nearest-address", { params: { path: { alarm_id: id } } })),
  map: () => said(ask.GET("/map")),
  placeOfAddress: (id: string) =>
    said(ask.GET("/alarms/{alarm_id}/address-place", { params: { path: { alarm_id: id } } })),
  locate: (body: { visits: string[]; alarms: string[] }) => said(ask.POST("/board/_locate", { body })),
  /** The whole register, a page at a time: what is due may stand on the last one. */
  marks: () =>
    allPages(async (after): Promise<[Mark[], string | null]> => {
      const page = await said(ask.GET("/risk-addresses", { params: { query: after } }));
      return [page.marks, page.next];
    }),
  proposeMark: (body: NewMark) => said(ask.POST("/risk-addresses", { body })),
  approveMark: (id: string) => said(ask.POST("/risk-addresses/{mark_id}/approve", { params: mark(id) })),
  endMark: (id: string, reason: string) =>
    said(ask.POST("/risk-addresses/{mark_id}/end", { params: mark(id), body: { reason } })),
  reviewMark: (id: string, body: { reviewDate: string; endsOn?: string }) =>
    said(ask.POST("/risk-addresses/{mark_id}/review", { params: mark(id), body })),
  notePersonConcerned: (id: string, body: PersonConcerned) =>
    said(ask.PUT("/risk-addresses/{mark_id}/person-concerned", { params: mark(id), body })),
  importMarks: (file: File, { keepGood, dryRun }: { keepGood: boolean; dryRun: boolean }) =>
    said(askPatiently.POST("/risk-addresses/_import", rowFile(file, { keepGood, dryRun }))),
  importPeople: (file: File, { keepGood, dryRun, option }: { keepGood: boolean; dryRun: boolean; option: boolean }) =>
    said(askPatiently.POST("/people/_import", rowFile(file, { keepGood, dryRun, invite: option }))),
  readRoster: (teamId: string, file: File) =>
    said(askPatiently.POST("/teams/{team_id}/roster/_read", { params: team(teamId), ...rowFile(file, {}) })),
  rosterTemplate: (teamId: string) => fetched(`/v1/teams/${teamId}/roster/template.xlsx`, EXCEL, SHORT_PATIENCE),
  protocols: () => said(ask.GET("/protocols")),
  readProtocol: (id: string) => said(ask.GET("/protocols/{profile}", { params: { path: { profile: id } } })),
  protocolSwitch: (id: string) => said(ask.GET("/protocols/{profile}/switch", { params: { path: { profile: id } } })),
  switchProtocol: (id: string, reason: string) =>
    said(ask.POST("/protocols/{profile}/switch", { params: { path: { profile: id } }, body: { reason } })),
  peopleTemplate: () => fetched("/v1/people/template.xlsx", EXCEL, SHORT_PATIENCE),
  marksTemplate: () => fetched("/v1/risk-addresses/template.xlsx", EXCEL, SHORT_PATIENCE),
  exportMarks: (body: { address: AddressIn; personName?: string; format: "json" | "xlsx"; withNames: boolean }) =>
    download("/v1/risk-addresses/_export", body, body.format === "xlsx" ? EXCEL : "application/json", LONG_PATIENCE),
  drills: (after?: string) => said(ask.GET("/drills", { params: { query: { after: after ?? null } } })),
  drill: (id: string) => said(askQuickly.GET("/drills/{drill_id}", { params: { path: { drill_id: id } } })),
  startDrill: (body: { id: string; teamId: string; workerId: string; kind: DrillKind }) =>
    said(ask.POST("/drills", { params: { header: once(body.id) }, body: { ...body, ageSeconds: 0 } })),
  stopDrill: (id: string) =>
    said(
      ask.POST("/drills/{drill_id}/stop", {
        params: { path: { drill_id: id }, header: once() },
        body: { ageSeconds: 0 },
      }),
    ),
  standing: () => said(ask.GET("/standing")),
  canary: () => said(ask.GET("/canary")),
  setCanary: (body: { phone: string; dailyAt: string; rings: boolean; asks: boolean }) =>
    said(ask.PUT("/canary", { body })),
  removeCanary: () => said(ask.DELETE("/canary")),
  figures: (year: number, quarter?: number, team?: string) =>
    said(
      askPatiently.GET("/reports/{year}", {
        params: { path: { year }, query: { ...(quarter && { quarter }), ...(team && { team }) } },
      }),
    ),
  functions: () => said(ask.GET("/functions")),
  setHolders: (name: FunctionHeld["function"], holders: HolderIn[]) =>
    said(ask.PUT("/functions/{function}", { params: { path: { function: name } }, body: { holders } })),
  people: () =>
    allPages(async (after): Promise<[Person[], string | null]> => {
      const page = await said(ask.GET("/people", { params: { query: after } }));
      return [page.people, page.next];
    }),
  addPerson: (body: NewPerson) => said(ask.POST("/people", { body })),
  changePerson: (id: string, body: ChangedPerson) =>
    said(ask.PATCH("/people/{person_id}", { params: { path: { person_id: id } }, body })),
  teams: () => said(ask.GET("/teams")),
  addTeam: (body: { id: string; name: string }) => said(ask.POST("/teams", { body })),
  roster: (id: string) => said(ask.GET("/teams/{team_id}/roster", { params: { path: { team_id: id } } })),
  setRoster: (id: string, shifts: Shift[], version: string | null | undefined) =>
    said(ask.PUT("/teams/{team_id}/roster", { params: { path: { team_id: id } }, body: { shifts, version } })),
  rosterWeek: (id: string, firstDay: string | null) =>
    said(
      ask.GET("/teams/{team_id}/roster/week", {
        params: { path: { team_id: id }, query: firstDay === null ? {} : { firstDay } },
      }),
    ),
  askSwap: (id: string, body: { shiftId: string; day: string; toId: string }) =>
    said(ask.POST("/teams/{team_id}/swaps", { params: { path: { team_id: id }, header: once() }, body })),
  answerSwap: (id: string, swap: string, how: "accept" | "decline" | "withdraw") =>
    said(
      ask.POST(`/teams/{team_id}/swaps/{swap_id}/${how}`, {
        params: { path: { team_id: id, swap_id: swap }, header: once() },
        body: { ageSeconds: 0 },
      }),
    ),
  answerRelief: (id: string, how: "accept" | "decline") =>
    said(
      ask.POST(`/teams/{team_id}/relief/${how}`, {
        params: { path: { team_id: id }, header: once() },
        body: { ageSeconds: 0 },
      }),
    ),
  myPush: () => said(ask.GET("/me/push")),
  showPushes: (body: PushSubscriptionBody) => said(ask.PUT("/me/push-subscription", { body })),
  showNoPushes: () => said(ask.DELETE("/me/push-subscription")),
  myDiary: () => said(ask.GET("/me/diary")),
  makeMyDiaryLink: (body: NewDiaryLink) => said(ask.POST("/me/diary/link", { body })),
  withdrawMyDiaryLink: () => said(ask.DELETE("/me/diary/link")),
  teamDiary: (id: string) => said(ask.GET("/teams/{team_id}/diary", { params: team(id) })),
  makeTeamDiaryLink: (id: string, body: NewDiaryLink) =>
    said(ask.POST("/teams/{team_id}/diary/link", { params: team(id), body })),
  withdrawTeamDiaryLink: (id: string) => said(ask.DELETE("/teams/{team_id}/diary/link", { params: team(id) })),
  saveCalendar: (url: string) => said(ask.PUT("/me/diary/calendar", { body: { url } })),
  tryCalendar: () => said(ask.POST("/me/diary/calendar/_try")),
  removeCalendar: () => said(ask.DELETE("/me/diary/calendar")),
  deskMail: (id: string) => said(ask.GET("/teams/{team_id}/desk-mail", { params: { path: { team_id: id } } })),
  setDeskMail: (id: string, body: NewDeskMail) =>
    said(ask.PUT("/teams/{team_id}/desk-mail", { params: { path: { team_id: id } }, body })),
  demonstration: () => request<Demonstrated>("/simulator/demonstration"),
  phones: () => request<Simulated>("/simulator/phones"),
  phoneSends: (personId: string, text: string) =>
    request<void>(`/simulator/phones/${personId}/sms`, { method: "POST", body: { text } }),
  phoneCalls: (personId: string) =>
    request<CallIn>(`/simulator/phones/${personId}/calls`, { method: "POST", body: {} }),
  phonePressesIn: (personId: string, sid: string, digits: string, step: string | null) =>
    request<CallIn>(`/simulator/phones/${personId}/calls/${sid}/digits`, { method: "POST", body: { digits, step } }),
  phoneAnswers: (messageId: string) =>
    request<Prompt>(`/simulator/calls/${messageId}/answer`, { method: "POST", body: {} }),
  phonePresses: (messageId: string, digits: string, step: string | null) =>
    request<Prompt>(`/simulator/calls/${messageId}/digits`, { method: "POST", body: { digits, step } }),
  phoneHangsUp: (messageId: string) =>
    request<void>(`/simulator/calls/${messageId}/hang-up`, { method: "POST", body: {} }),
};

/** A file of rows with what is chosen of it, as a form. */
const rowFile = <H extends Record<string, boolean>>(file: File, how: H) => ({
  body: { file: "", ...how },
  bodySerializer: () => {
    const form = withFile("file", file);
    for (const [name, chosen] of Object.entries(how)) form.append(name, String(chosen));
    return form;
  },
});

export const api = Object.assign(start, afterAnIncident, accounts, more);
