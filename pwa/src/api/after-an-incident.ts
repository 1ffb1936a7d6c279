// What is asked about an incident: the report, its tasks, care, measures, letters and the police.
import { ask, askPatiently, said, allPages, once, ofMeasure, letter, withFile, LONG_PATIENCE } from "./ask";
import { fetched } from "./request";
import type { components } from "./schema";
import type {
  Against,
  AnotherHit,
  ChangedIncident,
  Incident,
  Ban,
  Broken,
  MeasureDecision,
  NewMeasure,
  NewPoliceMatter,
  PoliceNote,
  PoliceNotedIn,
  Settlement,
  ChangedLetter,
  LetterWay,
  Receipt,
  OfferedHelp,
  TaskDone,
} from "./types";

export const afterAnIncident = {
  advice: (incident: string) =>
    said(ask.GET("/incidents/{incident_id}/advice", { params: { path: { incident_id: incident } } })),
  careOf: (incident: string) =>
    said(ask.GET("/incidents/{incident_id}/aftercare", { params: { path: { incident_id: incident } } })),
  addToCare: (incident: string, body: AnotherHit) =>
    said(ask.POST("/incidents/{incident_id}/aftercare", { params: { path: { incident_id: incident } }, body })),
  myCare: () => said(ask.GET("/aftercare", { params: { query: { mine: true, open: true } } })),
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
  measuresInForce: () => said(ask.GET("/measures", { params: { query: { inForce: true } } })),
  measuresNotTaken: () => said(ask.GET("/measures", { params: { query: { notTaken: true } } })),
  measuresToDecide: () => said(ask.GET("/measures", { params: { query: { toDecide: true } } })),
  decideMeasure: (id: string, body: MeasureDecision) =>
    said(ask.POST("/measures/{measure_id}/decide", { params: ofMeasure(id), body })),
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
  reopenIncident: (id: string, reason: string) =>
    said(
      ask.POST("/incidents/{incident_id}/reopen", {
        params: { path: { incident_id: id }, header: once() },
        body: { reason },
      }),
    ),
  closeIncident: (id: string, reason: string) =>
    said(
      ask.POST("/incidents/{incident_id}/close", {
        params: { path: { incident_id: id }, header: once() },
        body: { reason },
      }),
    ),
  letterRegister: (year: number, text: string, after?: string) =>
    said(ask.POST("/letters/_search", { body: { year, text, ...(after ? { after } : {}) } })),
  thirdPartyActs: (after?: string) => said(ask.GET("/third-party-acts", { params: { query: after ? { after } : {} } })),
  letters: (incidentId: string) =>
    said(ask.GET("/incidents/{incident_id}/letters", { params: { path: { incident_id: incidentId } } })),
  letter: (id: string) => said(ask.GET("/letters/{letter_id}", { params: { path: { letter_id: id } } })),
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
};
