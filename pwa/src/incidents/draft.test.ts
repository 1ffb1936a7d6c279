import { beforeEach, describe, expect, it } from "vitest";
import { setTimeZone } from "../time/format";
import { checkDraft, draftName, emptyDraft, reportAbout, type Draft } from "./draft";

beforeEach(() => setTimeZone("Europe/Amsterdam"));

const now = Date.parse("2026-11-23T13:10:00Z");
const draft = (more: Partial<Draft> = {}): Draft => ({
  ...emptyDraft({ visitId: "v", alarmId: null }, "Dorpsstraat 12", "2026-11-23", "14:00"),
  id: "i",
  kind: "scolding",
  description: " Hij schold. ",
  ...more,
});

describe("a report", () => {
  it("needs what it was and what happened, and says both at once", () => {
    const empty = draft({ kind: null, description: "  " });
    expect(checkDraft(empty, now)).toEqual({ errors: { kind: "needed", description: "needed" }, body: null });
    expect(checkDraft(draft({ kind: null }), now).errors).toEqual({ kind: "needed" });
  });

  it("says what was filled in, and no answer to what was not", () => {
    expect(checkDraft(draft(), now)).toEqual({
      errors: {},
      body: {
        id: "i",
        kind: "scolding",
        channel: "home_visit",
        happenedAt: "2026-11-23T13:00:00.000Z",
        description: "Hij schold.",
        visitId: "v",
        place: "Dorpsstraat 12",
      },
    });
    expect(checkDraft(draft({ injured: false, damage: true, causedBy: " Vos " }), now).body).toMatchObject({
      injured: false,
      damage: true,
      causedBy: "Vos",
    });
  });

  it("without a visit says nothing of where until somebody did, and names none", () => {
    const { channel } = emptyDraft({ visitId: null, alarmId: null }, "", "", "");
    const nowhere = { ...draft({ place: " " }), visitId: null, channel };
    expect(checkDraft(nowhere, now)).toEqual({ errors: { channel: "needed" }, body: null });
    const { body } = checkDraft({ ...nowhere, channel: "office" }, now);
    expect(body).toMatchObject({ channel: "office" });
    for (const absent of ["visitId", "place"]) expect(body).not.toHaveProperty(absent);
  });

  it("names the alarm it was asked for, and two alarms of one visit are two reports", () => {
    const about = { visitId: "v", alarmId: "a" };
    expect(reportAbout(about)).toBe("/incidents/new?visit=v&alarm=a");
    expect(checkDraft(draft(about), now).body).toMatchObject(about);
    expect(draftName("jan", about)).not.toBe(draftName("ali", about));
    expect(draftName("jan", about)).not.toBe(draftName("jan", { ...about, alarmId: "b" }));
    expect(reportAbout({ visitId: null, alarmId: "a" })).toBe("/incidents/new?alarm=a");
    expect(reportAbout({ visitId: "v", alarmId: null })).toBe("/incidents/new?visit=v");
    expect(reportAbout({ visitId: null, alarmId: null })).toBe("/incidents/new");
  });

  it("for somebody else names them, and for oneself nobody", () => {
    expect(checkDraft(draft({ employeeId: "noor" }), now).body).toMatchObject({ employeeId: "noor" });
    expect(checkDraft(draft({ employeeId: null }), now).body).not.toHaveProperty("employeeId");
    expect(checkDraft(draft(), now).body).not.toHaveProperty("employeeId");
  });

  it("happened now, when no time was filled in", () => {
    expect(checkDraft(draft({ time: "" }), now).body).toMatchObject({ happenedAt: "2026-11-23T13:10:00.000Z" });
  });
});
