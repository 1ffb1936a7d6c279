import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { write } from "../queue/actions";
import type { Action } from "../queue/action";
import { forgetEverything, stored, type KeptFile } from "../storage/database";
import { deliverFiles } from "./deliver-files";

const kept = (id: string, more: Partial<KeptFile> = {}): KeptFile => ({
  id,
  personId: "jan",
  incident: "i",
  bytes: new ArrayBuffer(3),
  type: "image/png",
  name: "deur.png",
  savedAt: 1,
  refused: null,
  ...more,
});
const report = (refused?: Action["refused"]): Action =>
  ({ key: "k", kind: "incident", subject: "i", personId: "jan", order: 1, ...(refused ? { refused } : {}) }) as Action;

let heard: string[];
let says: () => Response;

const keep = (one: KeptFile) => stored((db) => db.put("files", one), "");
const left = async () => (await stored((db) => db.getAll("files"), [])).map(({ id, refused }) => [id, refused]);

beforeEach(async () => {
  await forgetEverything();
  heard = [];
  says = () => Response.json({}, { status: 201 });
  vi.stubGlobal("fetch", async (asked: Request) => {
    heard.push(new URL(asked.url).pathname);
    return says();
  });
});
afterEach(async () => {
  await forgetEverything();
  vi.unstubAllGlobals();
});

describe("files that go without the page", () => {
  it("go once the server has their report, and then lie here no more", async () => {
    await keep(kept("a"));
    expect(await deliverFiles("jan")).toEqual({ waiting: false, sent: ["a"] });
    expect([heard, await left()]).toEqual([["/v1/incidents/i/attachments"], []]);
    expect(await deliverFiles("jan")).toEqual({ waiting: false, sent: [] });
  });

  it("wait for a report that is under way, and ask for nothing while it was refused", async () => {
    await keep(kept("a"));
    await write(report());
    expect(await deliverFiles("jan")).toEqual({ waiting: true, sent: [] });
    await write(report({ status: 422, code: "", message: "", errors: [] }));
    expect(await deliverFiles("jan")).toEqual({ waiting: false, sent: [] });
    expect(heard).toEqual([]);
  });

  it("never go under the name of somebody else", async () => {
    await keep(kept("a", { personId: "piet" }));
    expect(await deliverFiles("jan")).toEqual({ waiting: false, sent: [] });
    expect(heard).toEqual([]);
  });

  it("stay when nobody answers, and say why when the server will not have one", async () => {
    await keep(kept("a"));
    await keep(kept("b"));
    says = () => new Response("", { status: 503 });
    expect(await deliverFiles("jan")).toEqual({ waiting: true, sent: [] });
    expect(heard).toHaveLength(1);
    says = () => Response.json({ status: 415, title: "Nee", detail: "Dit kan niet." }, { status: 415 });
    expect(await deliverFiles("jan")).toEqual({ waiting: false, sent: [] });
    expect(await left()).toEqual([
      ["a", "Dit kan niet."],
      ["b", "Dit kan niet."],
    ]);
  });
});
