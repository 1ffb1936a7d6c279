import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Incident } from "../api/types";
import { drain, press, refresh, startQueue, waiting } from "../queue/queue";
import { drafts, forgetEverything, forgetHere } from "../storage/database";
import { soon } from "../test-soon";
import { answersOf } from "./answers";
import { begin, findDraft, formDraftName, putDraft } from "./form-drafts";
import { catchUp, onFormNews, sendForm, taken } from "./sending";

const NAME = formDraftName("jan", "i");

const reportAt = (revision: number, more: Partial<Incident> = {}): Incident =>
  ({
    id: "i",
    revision,
    description: "Hij schold",
    behaviours: [],
    expressions: [],
    stalkingLog: [],
    damages: [],
    witnesses: [],
    conductClass: null,
    attempts: null,
    level: null,
    motive: null,
    injured: null,
    damage: null,
    persistent: false,
    extreme: false,
    threatToCome: false,
    ...more,
  }) as unknown as Incident;

interface Heard {
  method: string;
  path: string;
  body: Record<string, unknown>;
}

let heard: Heard[];
/** What the server says to each; null: there is no network. */
let says: (one: Heard) => Response | null;

beforeEach(async () => {
  await forgetEverything();
  forgetHere();
  taken.set(new Map());
  heard = [];
  says = () => Response.json(reportAt(2));
  vi.stubGlobal("fetch", async (request: Request) => {
    const text = await request.clone().text();
    const one = { method: request.method, path: new URL(request.url).pathname, body: text ? JSON.parse(text) : {} };
    const answer = says(one);
    if (!answer) throw new TypeError("Failed to fetch");
    heard.push(one);
    return answer;
  });
  startQueue({ personId: () => "jan", askServer: async () => undefined, onNews: (news) => void onFormNews(news) });
  await drain();
  putDraft(NAME, begin(answersOf(reportAt(1)), 1));
});
afterEach(async () => {
  await forgetEverything();
  await refresh();
  vi.unstubAllGlobals();
});

async function types(part: object): Promise<void> {
  const draft = await findDraft(NAME);
  if (draft) putDraft(NAME, { ...draft, answers: { ...draft.answers, ...part } });
}

const refused = (status: number, code: string) =>
  Response.json({ status, code, title: "Nee", detail: "Nee." }, { status });

describe("a form on its way", () => {
  it("tells what was changed and which revision was read, and then nothing of it stays on the phone", async () => {
    await types({ name: "Pieters" });
    says = () => Response.json(reportAt(2, { aggressor: { name: "Pieters" } as Incident["aggressor"] }));
    await sendForm("jan", "i", "keep");
    await soon(() => expect(taken.get().has("i")).toBe(true));
    expect(heard.map(({ method, path }) => `${method} ${path}`)).toEqual(["PATCH /v1/incidents/i"]);
    expect(Object.keys(heard[0]?.body ?? {}).sort()).toEqual(["aggressor", "revision"]);
    expect([await findDraft(NAME), await drafts.find(NAME)]).toEqual([null, null]);
  });

  it("goes again over what somebody else changed in another answer, and leaves that as it is", async () => {
    await types({ name: "Pieters" });
    const theirs = reportAt(2, { motive: "frustration" });
    says = ({ method, body }) =>
      method === "GET"
        ? Response.json(theirs)
        : body["revision"] === 1
          ? refused(409, "incident_changed")
          : Response.json({ ...theirs, revision: 3, aggressor: { name: "Pieters" } });
    await sendForm("jan", "i", "keep");
    await soon(() => expect(taken.get().has("i")).toBe(true));
    const last = heard[heard.length - 1];
    expect(last?.body).toMatchObject({ revision: 2, aggressor: { name: "Pieters" } });
    expect(last?.body).not.toHaveProperty("motive");
  });

  it("goes nowhere where both changed the same: a human chooses", async () => {
    await types({ description: "Zoals ik het zag" });
    const theirs = reportAt(2, { description: "Beter gezegd" });
    says = ({ method }) => (method === "GET" ? Response.json(theirs) : refused(409, "incident_changed"));
    await sendForm("jan", "i", "keep");
    await soon(async () =>
      expect((await findDraft(NAME))?.clashes).toEqual([{ field: "description", theirs: "Beter gezegd" }]),
    );
    expect((await findDraft(NAME))?.answers.description).toBe("Zoals ik het zag");
    await soon(() => expect(waiting.get()).toEqual([]));
    expect(heard.filter(({ method }) => method === "PATCH")).toHaveLength(1);
  });

  it("waits behind a report that was refused, and goes when that was put right", async () => {
    says = ({ method }) => (method === "POST" ? refused(422, "invalid") : Response.json(reportAt(2)));
    await press({ kind: "incident", subject: "i", body: { id: "i" } });
    await soon(() => expect(waiting.get()[0]?.refused?.status).toBe(422));
    await types({ name: "Pieters" });
    await sendForm("jan", "i", "keep");
    await drain();
    expect(heard.map(({ method }) => method)).toEqual(["POST"]);
    says = ({ method }) => Response.json(reportAt(method === "POST" ? 1 : 2));
    await press({ kind: "incident", subject: "i", body: { id: "i", description: "x" } });
    await soon(() => expect(heard.map(({ method }) => method)).toEqual(["POST", "POST", "PATCH"]));
  });

  it("keeps what was typed on while it was under way", async () => {
    says = () => null;
    await types({ name: "Pieters" });
    await sendForm("jan", "i", "keep");
    await types({ initials: "J." });
    says = () =>
      Response.json(reportAt(2, { aggressor: { name: "Pieters", initials: null } as Incident["aggressor"] }));
    await drain();
    await soon(() => expect(taken.get().has("i")).toBe(true));
    const draft = await findDraft(NAME);
    expect([draft?.revision, draft?.answers.initials, draft?.clashes]).toEqual([2, "J.", []]);
  });

  it("loses nothing to a report as it was before", async () => {
    await types({ name: "Pieters" });
    const draft = await findDraft(NAME);
    if (draft) putDraft(NAME, { ...draft, revision: 2, sent: { answers: draft.answers, as: "keep" } });
    await catchUp("jan", reportAt(1));
    expect((await findDraft(NAME))?.answers.name).toBe("Pieters");
  });

  it("is known to be delivered when that was done with the page closed", async () => {
    await types({ name: "Pieters" });
    const draft = await findDraft(NAME);
    if (draft) putDraft(NAME, { ...draft, sent: { answers: draft.answers, as: "keep" } });
    await catchUp("jan", reportAt(2, { aggressor: { name: "Pieters" } as Incident["aggressor"] }));
    expect(await findDraft(NAME)).toBeNull();
  });
});
