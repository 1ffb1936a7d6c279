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
  ofMeasure,
  mark,
  letter,
  withFile,
  EXCEL,
  LONG_PATIENCE,
  SHORT_PATIENCE,
} from "./ask";
import { api as start } from "./calls";
import { ALWAYS, download, exchange, fetched, NOT_MODIFIED, request } from "./request";
import type { components } from "./schema";
import type {
  Against,
  AnotherHit,
  AuditKind,
  AddressIn,
  Board,
  CallIn,
  ChangedIncident,
  ChangedPerson,
  Role,
  SeekLooks,
  Country,
  DrillKind,
  FunctionHeld,
  GuardCallBody,
  HandOver,
  HolderIn,
  Incident,
  NewDiaryLink,
  NewDeskMail,
  Mark,
  Ban,
  Broken,
  NewMark,
  NewMeasure,
  NewPerson,
  NewPoliceMatter,
  NewVisit,
  Outcome,
  Person,
  PersonConcerned,
  PoliceNote,
  PushSubscriptionBody,
  PoliceNotedIn,
  Settlement,
  Prompt,
  Shift,
  BreakGlassIn,
  SignOnIn,
  Demonstrated,
  Simulated,
  ChangedLetter,
  LetterWay,
  Receipt,
  OfferedHelp,
  TaskDone,
  PhoneSays,
} from "./types";

/** A board, and what the server calls this state of it. */
export interface KnownBoard {
  board: Board;
  tag: string | null;
}
type CheckCallResult = components["schemas"]["CheckCallResult"];

const more = {
  advice: (incident: string) =>
    said(ask.GET("/incidents/{incident_id}/advice", { params: { path: { incident_id: incident } } })),
  careOf: (incident: string) =>
    said(ask.GET("/incidents/{incident_id}/aftercare", { params: { path: { incident_id: incident } } })),
  addToCare: (incident: string, body: AnotherHit) =>
    said(ask.POST("/incidents/{incident_id}/aftercare", { params: { path: { incident_id: incident } }, body })),
  myCare: () => said(ask.GET("/aftercare", { params: { query: { mine: true } } })),
  anotherPerson: (plan: string) =>
    said(ask.POST("/aftercare/{plan_id}/another-person", { params: { path: { plan_id: plan } } })),
  enoughCare: (plan: string) => said(ask.POST("/aftercare/{plan_id}/enough", { params: { path: { plan_id: plan } } })),
  graverCare: (plan: string, rule: number) =>
    said(ask.POST("/aftercare/{plan_id}/graver", { params: { path: { plan_id: plan } }, body: { rule } })),
  offerCare: (plan: string, body: OfferedHelp) =>
    said(ask.POST("/aftercare/{plan_id}/offers", { params: { path: { plan_id: plan } }, body })),
  evaluateCare: (plan: string, sufficient: boolean) =>
    said(ask.POST("/aftercare/{plan_id}/evaluate", { params: { path: { plan_id: plan } }, body: { sufficient } })),
  measuresOf: async (incident: string) =>
    (await said(ask.GET("/incidents/{incident_id}/measures", { params: { path: { incident_id: incident } } })))
      .measures,
  takeMeasure: (incident: string, body: NewMeasure) =>
    said(
      ask.POST("/incidents/{incident_id}/measures", {
        params: { path: { incident_id: incident }, header: once() },
        body,
      }),
    ),
  measuresInForce: async () => (await said(ask.GET("/measures", { params: { query: { inForce: true } } }))).measures,
  measuresToDecide: async () => (await said(ask.GET("/measures", { params: { query: { toDecide: true } } }))).measures,
  decideMeasure: (id: string, yes: boolean, reason: string) =>
    said(ask.POST("/measures/{measure_id}/decide", { params: ofMeasure(id), body: { yes, reason } })),
  endMeasure: (id: string, reason: string) =>
    said(ask.POST("/measures/{measure_id}/end", { params: ofMeasure(id), body: { reason } })),
  measureBroken: (id: string, body: Broken) =>
    said(ask.POST("/measures/{measure_id}/broken", { params: ofMeasure(id), body })),
  setBanPhoto: (id: string, file: File) =>
    said(
      askPatiently.PUT("/measures/{measure_id}/photo", {
        params: { path: { measure_id: id } },
        body: { file: "" },
        // Not its own name: that tells things, and nobody needs it.
        bodySerializer: () => {
          const form = new FormData();
          form.append("file", file, "file");
          return form;
        },
      }),
    ),
  removeBanPhoto: (id: string) =>
    said(ask.DELETE("/measures/{measure_id}/photo", { params: { path: { measure_id: id } } })),
  bans: async () => (await said(ask.GET("/bans"))).bans,
  banBroken: (ban: Ban, body: Broken) =>
    said(
      ask.POST("/bans/_broken", {
        params: { header: once() },
        body: { ...body, name: ban.name, until: ban.until },
      }),
    ),
  aggressorOf: (incident: string) =>
    said(ask.GET("/incidents/{incident_id}/aggressor", { params: { path: { incident_id: incident } } })),
  samePerson: (incident: string, other: string) =>
    said(
      ask.POST("/incidents/{incident_id}/same-person", {
        params: { path: { incident_id: incident }, header: once() },
        body: { incidentId: other },
      }),
    ),
  searchPerson: (incident: string, called: string) =>
    said(
      ask.POST("/incidents/{incident_id}/same-person/_search", {
        params: { path: { incident_id: incident } },
        body: { called },
      }),
    ),
  notSamePerson: (incident: string) =>
    said(
      ask.DELETE("/incidents/{incident_id}/same-person", {
        params: { path: { incident_id: incident }, header: once() },
      }),
    ),
  forgotPassword: (email: string) => said(ask.POST("/forgotten-passwords", { body: { email } })),
  readLink: (secret: string) => said(ask.POST("/account-links/_read", { body: { secret } })),
  chooseBy: (secret: string, password: string) => said(ask.POST("/account-links/_use", { body: { secret, password } })),
  invite: (person: string) =>
    said(ask.POST("/people/{person_id}/invitation", { params: { path: { person_id: person } } })),
  takeStep: (code: string) => said(ask.POST("/sessions/second-step", { body: { code } })),
  prepareStep: () => said(ask.POST("/sessions/second-step/_prepare")),
  stopStep: () => said(ask.DELETE("/sessions/second-step")),
  myStep: () => said(ask.GET("/me/second-step")),
  prepareMyStep: (password: string) => said(ask.POST("/me/second-step/_prepare", { body: { password } })),
  setMyStep: (code: string) => said(ask.PUT("/me/second-step", { body: { code } })),
  removeMyStep: (password: string) => said(ask.POST("/me/second-step/_remove", { body: { password } })),
  resetStepOf: (person: string, reason: string) =>
    said(
      ask.POST("/people/{person_id}/second-step-reset", { params: { path: { person_id: person } }, body: { reason } }),
    ),
  myPasskeys: () => said(ask.GET("/me/passkeys")),
  preparePasskey: (password: string) => said(ask.POST("/me/passkeys/_prepare", { body: { password } })),
  addPasskey: (body: components["schemas"]["NewPasskey"]) => said(ask.POST("/me/passkeys", { body })),
  renamePasskey: (id: string, name: string) =>
    said(ask.PATCH("/me/passkeys/{passkey_id}", { params: { path: { passkey_id: id } }, body: { name } })),
  removePasskey: (id: string, password: string) =>
    said(ask.POST("/me/passkeys/{passkey_id}/_remove", { params: { path: { passkey_id: id } }, body: { password } })),
  preparePasskeyStep: () => said(ask.POST("/sessions/second-step/passkey/_prepare")),
  takePasskeyStep: (body: components["schemas"]["PasskeyAnswer"]) =>
    said(ask.POST("/sessions/second-step/passkey", { body })),
  preparePasskeySignIn: () => said(ask.POST("/sessions/passkey/_prepare")),
  signInByPasskey: (body: components["schemas"]["PasskeyAnswer"]) => said(ask.POST("/sessions/passkey", { body })),
  signInPolicy: () => said(ask.GET("/sign-in-policy")),
  setSignInPolicy: (secondStep: Role[]) => said(ask.PUT("/sign-in-policy", { body: { secondStep } })),
  mySignIns: () => said(ask.GET("/sessions")),
  endMySignIn: (id: string) => said(ask.DELETE("/sessions/{session_id}", { params: { path: { session_id: id } } })),
  signInsOf: (person: string) =>
    said(ask.GET("/people/{person_id}/sessions", { params: { path: { person_id: person } } })),
  endSignInOf: (person: string, id: string) =>
    said(
      ask.DELETE("/people/{person_id}/sessions/{session_id}", {
        params: { path: { person_id: person, session_id: id } },
      }),
    ),
  endLostPhone: (team: string, person: string) =>
    said(
      ask.POST("/teams/{team_id}/workers/{person_id}/sign-out-everywhere", {
        params: { path: { team_id: team, person_id: person } },
      }),
    ),
  signPersonOut: (id: string) =>
    said(ask.POST("/people/{person_id}/sign-out-everywhere", { params: { path: { person_id: id } } })),
  setPassword: (body: components["schemas"]["NewPassword"]) => said(ask.PUT("/me/password", { body })),
  looks: (body: SeekLooks) => said(ask.POST("/looks/_search", { body })),
  looksAtMe: (behind = "") => said(ask.GET("/me/looks", { params: { query: { ...(behind && { behind }) } } })),
  audit: (query: { behind?: string; kind?: AuditKind; person?: string }) =>
    said(ask.GET("/audit", { params: { query } })),
  setPin: (body: components["schemas"]["Pins"]) => said(ask.PUT("/me/pin", { body })),
  checkMyNumber: () => said(ask.POST("/me/number-check")),
  tellReadiness: (body: PhoneSays) => said(ask.PUT("/me/phone-readiness", { body })),
  phonesNotReady: () => said(ask.GET("/people/phone-readiness")).then(({ phones }) => phones),
  confirmMyNumber: (code: string) => said(ask.POST("/me/number-check/confirm", { body: { code } })),
  checkNumberOf: (id: string) =>
    said(ask.POST("/people/{person_id}/number-check", { params: { path: { person_id: id } } })),
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
  renewSession: () => said(ask.POST("/sessions/current/renew")),
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
  assign: (id: string, personId: string) =>
    said(ask.POST("/alarms/{alarm_id}/assign", { params: alarm(id), body: { personId, ageSeconds: 0 } })),
  resolve: (id: string, body: { outcome: Outcome; note?: string; expectedEnd?: string }) =>
    said(ask.POST("/alarms/{alarm_id}/resolve", { params: alarm(id), body: { ...body, ageSeconds: 0 } })),
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
  peopleTemplate: () => fetched("/v1/people/template.xlsx", EXCEL, SHORT_PATIENCE),
  marksTemplate: () => fetched("/v1/risk-addresses/template.xlsx", EXCEL, SHORT_PATIENCE),
  exportMarks: (body: { address: AddressIn; personName?: string; format: "json" | "xlsx" }) =>
    download("/v1/risk-addresses/_export", body, body.format === "xlsx" ? EXCEL : "application/json", LONG_PATIENCE),
  drills: () => said(ask.GET("/drills")),
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
  signOnOffer: () => said(ask.GET("/sign-on-offer")),
  signOn: (body: { organisation: string; invitation: string }) => said(ask.POST("/sign-ons", { body })),
  finishSignOn: (body: { state: string; code: string; iss: string; error: string }) =>
    said(ask.POST("/sign-ons/_finish", { body })),
  linkSignOn: () => said(ask.POST("/me/sign-ons")),
  signOnSetting: () => said(ask.GET("/single-sign-on")),
  setSignOn: (body: SignOnIn) => said(ask.PUT("/single-sign-on", { body })),
  removeSignOn: () => said(ask.DELETE("/single-sign-on")),
  trySignOn: () => said(ask.POST("/single-sign-on/_try")),
  standing: () => said(ask.GET("/standing")),
  breakGlass: () => said(ask.GET("/break-glass")),
  setBreakGlass: (body: BreakGlassIn) => said(ask.PUT("/break-glass", { body })),
  acknowledgeBreakGlass: (id: string) =>
    said(ask.POST("/break-glass/{person_id}/acknowledge", { params: { path: { person_id: id } } })),
  reviewBreakGlass: (id: string) =>
    said(ask.POST("/break-glass/{person_id}/review", { params: { path: { person_id: id } } })),
  scimTokens: () => said(ask.GET("/scim-tokens")),
  makeScimToken: (body: { name: string; days: number }) => said(ask.POST("/scim-tokens", { body })),
  endScimToken: (id: string) => said(ask.DELETE("/scim-tokens/{token_id}", { params: { path: { token_id: id } } })),
  canary: () => said(ask.GET("/canary")),
  setCanary: (body: { phone: string; dailyAt: string }) => said(ask.PUT("/canary", { body })),
  removeCanary: () => said(ask.DELETE("/canary")),
  taskDone: (id: string, body: TaskDone) =>
    said(ask.POST("/tasks/{task_id}/done", { params: { path: { task_id: id }, header: once() }, body })),
  taskReport: (id: string) => said(ask.GET("/tasks/{task_id}/report", { params: { path: { task_id: id } } })),
  settleForTask: (id: string, body: Settlement) =>
    said(ask.PUT("/tasks/{task_id}/settlement", { params: { path: { task_id: id }, header: once() }, body })),
  notePoliceForTask: (id: string, body: PoliceNotedIn) =>
    said(ask.PATCH("/tasks/{task_id}/police", { params: { path: { task_id: id }, header: once() }, body })),
  closeForTask: (id: string, reason: string) =>
    said(
      ask.POST("/tasks/{task_id}/close-report", {
        params: { path: { task_id: id }, header: once() },
        body: { reason },
      }),
    ),
  dropTask: (id: string, reason: string) =>
    said(ask.POST("/tasks/{task_id}/drop", { params: { path: { task_id: id }, header: once() }, body: { reason } })),
  handTaskOver: (id: string, personId: string) =>
    said(
      ask.POST("/tasks/{task_id}/hand-over", { params: { path: { task_id: id }, header: once() }, body: { personId } }),
    ),
  incidents: () =>
    allPages(async (after): Promise<[Incident[], string | null]> => {
      const page = await said(ask.GET("/incidents", { params: { query: after } }));
      return [page.incidents, page.next];
    }),
  incident: (id: string) => said(ask.GET("/incidents/{incident_id}", { params: { path: { incident_id: id } } })),
  attachment: (incident: string, id: string, kind: string) =>
    fetched(`/v1/incidents/${incident}/attachments/${id}`, kind, LONG_PATIENCE),
  removeAttachment: (incident: string, id: string) =>
    said(
      ask.DELETE("/incidents/{incident_id}/attachments/{attachment_id}", {
        params: { path: { incident_id: incident, attachment_id: id } },
      }),
    ),
  incidentForm: (id: string) =>
    said(ask.GET("/incidents/{incident_id}/form", { params: { path: { incident_id: id } } })),
  changeIncident: (id: string, body: ChangedIncident) =>
    said(ask.PATCH("/incidents/{incident_id}", { params: { path: { incident_id: id }, header: once() }, body })),
  completeIncident: (id: string, body: ChangedIncident) =>
    said(
      ask.POST("/incidents/{incident_id}/complete", { params: { path: { incident_id: id }, header: once() }, body }),
    ),
  signIncident: (id: string, revision: number) =>
    said(
      ask.POST("/incidents/{incident_id}/sign", {
        params: { path: { incident_id: id }, header: once() },
        body: { revision },
      }),
    ),
  closeIncident: (id: string, reason: string) =>
    said(
      ask.POST("/incidents/{incident_id}/close", {
        params: { path: { incident_id: id }, header: once() },
        body: { reason },
      }),
    ),
  letterRegister: (year: number, after?: string) =>
    said(ask.GET("/letters", { params: { query: after ? { year, after } : { year } } })),
  thirdPartyActs: (after?: string) => said(ask.GET("/third-party-acts", { params: { query: after ? { after } : {} } })),
  letters: (incidentId: string) =>
    said(ask.GET("/incidents/{incident_id}/letters", { params: { path: { incident_id: incidentId } } })),
  writeLetter: (incidentId: string, letterId: string) =>
    said(
      ask.POST("/incidents/{incident_id}/letters", {
        params: { path: { incident_id: incidentId }, header: once() },
        // What is left out, the server fills in as far as it is known.
        body: { letterId } as components["schemas"]["NewLetter"],
      }),
    ),
  changeLetter: (id: string, body: ChangedLetter) =>
    said(ask.PATCH("/letters/{letter_id}", { params: letter(id), body })),
  withdrawLetter: (id: string) => said(ask.DELETE("/letters/{letter_id}", { params: { path: { letter_id: id } } })),
  signLetter: (id: string, revision: number) =>
    said(ask.POST("/letters/{letter_id}/sign", { params: letter(id), body: { revision } })),
  letterDelivered: (id: string, body: { how: LetterWay; receipt: Receipt; note: string }) =>
    said(ask.POST("/letters/{letter_id}/delivered", { params: letter(id), body })),
  letterRefused: (id: string, what: string) =>
    said(ask.POST("/letters/{letter_id}/refusal-report", { params: letter(id), body: { what } })),
  figures: (year: number, quarter?: number, team?: string) =>
    said(
      askPatiently.GET("/reports/{year}", {
        params: { path: { year }, query: { ...(quarter && { quarter }), ...(team && { team }) } },
      }),
    ),
  advise: (year: number, advice: string, becameOfIt: string) =>
    said(ask.PUT("/reports/{year}/advice", { params: { path: { year } }, body: { advice, becameOfIt } })),
  letterTemplates: () => said(ask.GET("/letter-templates")),
  setLetterTemplate: (name: string, file: File) =>
    said(
      askPatiently.PUT("/letter-templates/{letter}", {
        params: { path: { letter: name } },
        body: { file: "" },
        bodySerializer: () => withFile("file", file),
      }),
    ),
  removeLetterTemplate: (name: string) =>
    said(ask.DELETE("/letter-templates/{letter}", { params: { path: { letter: name } } })),
  setLetterhead: (lines: string, mark: File | null, withoutMark: boolean) =>
    said(
      askPatiently.PUT("/letterhead", {
        body: { lines, withoutMark },
        bodySerializer: () => {
          const form = mark ? withFile("mark", mark) : new FormData();
          form.append("lines", lines);
          form.append("withoutMark", String(withoutMark));
          return form;
        },
      }),
    ),
  readers: (id: string) => said(ask.GET("/incidents/{incident_id}/readers", { params: { path: { incident_id: id } } })),
  registerEntry: (id: string) =>
    said(ask.GET("/incidents/{incident_id}/third-party-act", { params: { path: { incident_id: id } } })),
  nameInRegister: (id: string, named: boolean) =>
    said(
      ask.PUT("/incidents/{incident_id}/third-party-act", {
        params: { path: { incident_id: id }, header: once() },
        body: { named },
      }),
    ),
  police: (id: string) => said(ask.GET("/incidents/{incident_id}/police", { params: { path: { incident_id: id } } })),
  decidePolice: (id: string, body: NewPoliceMatter) =>
    said(ask.POST("/incidents/{incident_id}/police", { params: { path: { incident_id: id }, header: once() }, body })),
  notePolice: (id: string, against: Against, body: PoliceNote) =>
    said(
      ask.PATCH("/incidents/{incident_id}/police/{against}", {
        params: { path: { incident_id: id, against }, header: once() },
        body,
      }),
    ),
  settleDamage: (id: string, damage: string, body: Settlement) =>
    said(
      ask.PUT("/incidents/{incident_id}/damages/{damage_id}/settlement", {
        params: { path: { incident_id: id, damage_id: damage }, header: once() },
        body,
      }),
    ),
  seeIncident: (id: string) =>
    said(ask.PATCH("/incidents/{incident_id}", { params: { path: { incident_id: id } }, body: { state: "seen" } })),
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
  setRoster: (id: string, shifts: Shift[]) =>
    said(ask.PUT("/teams/{team_id}/roster", { params: { path: { team_id: id } }, body: { shifts } })),
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

export const api = Object.assign(start, more);
