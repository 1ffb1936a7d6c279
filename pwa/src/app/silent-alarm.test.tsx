// Every screen of the desk for every cause: whom one may phone, what comes first, and what is said of the police.
import { Route, Router } from "preact-iso";
import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import type { ComponentChildren } from "preact";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Alarm, BoardAlarm, BoardVisit, Visit, Whereabouts } from "../api/types";
import { AlarmPage } from "../screens/alarm/AlarmPage";
import { AlarmRow } from "../screens/board/AlarmRow";
import { GoingHome } from "../screens/board/GoingHome";
import { Planned } from "../screens/board/Planned";
import { VisitTable } from "../screens/board/VisitTable";
import { Preparation } from "../screens/check-in/Preparation";
import { PlanningScreen } from "../screens/planning/PlanningScreen";
import { ListSheet } from "../whereabouts/ListSheet";
import { alarmOf, Around, fatima, visitOf } from "../testing";
import { t } from "../texts/later";
import { setTimeZone } from "../time/format";

setTimeZone("Europe/Amsterdam");
const JAN = "+31612345678";
const ALI = "+31612345679";
const CLIENT = "+31612345680";
const CAUSES = ["overdue", "check_call", "not_ok", "panic", "duress"] as const;
type Cause = (typeof CAUSES)[number];

const heard = vi.hoisted(() => ({ alarm: null as unknown, visit: null as unknown, planned: [] as unknown[] }));
vi.mock("../api/later", async (original) => {
  const real = await original<typeof import("../api/later")>();
  // One object, whoever asks: what the start asks is asked of it too.
  Object.assign(real.api, {
    alarm: () => Promise.resolve(heard.alarm),
    visit: () => Promise.resolve(heard.visit),
    plannedVisits: () => Promise.resolve({ visits: heard.planned, more: false, asOf: "2026-11-23T13:32:00Z" }),
  });
  return real;
});

afterEach(cleanup);

/** An old server, or a list that was kept, may still hold numbers: the screens keep them to themselves all the same. */
const visitFor = (cause: Cause, more: Partial<Visit> = {}): Visit =>
  visitOf({
    silent: cause === "duress",
    clientPhone: CLIENT,
    companions: [
      {
        id: "c",
        personId: "ali",
        name: "Ali Demir",
        phone: ALI,
        comingAt: null,
        thereAt: null,
        declinedAt: null,
        saidNoAt: null,
      },
    ],
    alarm: {
      id: "a",
      cause,
      level: "manager",
      openedAt: "2026-11-23T13:31:00Z",
      acknowledgedBy: null,
      acknowledgedAt: null,
      resolvedAt: null,
      quiet: false,
    },
    ...more,
  });

const rowFor = (cause: Cause, more: Partial<BoardVisit> = {}): BoardVisit => ({
  id: "v",
  state: "under_way",
  kind: "home_visit",
  worker: { name: "Jan de Wit", phone: JAN },
  address: "Dorpsstraat 12",
  team: { id: "t", name: "Inkomen" },
  companions: [{ name: "Ali Demir", phone: ALI, there: true, declined: false }],
  drill: false,
  silent: cause === "duress",
  quiet: false,
  expectsTrouble: null,
  phonedOnly: false,
  well: null,
  managersOnly: false,
  checkCall: "planned",
  onDuty: [],
  alarm: { id: "a", cause, openedAt: "2026-11-23T13:31:00Z" },
  task: null,
  waits: { mayStart: true, tellFirst: null, lookUp: [], managerDecides: false, unwatched: false },
  plannedStart: "2026-11-23T13:00:00Z",
  startedAt: "2026-11-23T13:10:00Z",
  expectedEnd: "2026-11-23T13:40:00Z",
  endedAt: null,
  wayBack: null,
  next: null,
  ...more,
});

const onBoard = (alarm: Alarm): BoardAlarm => ({
  ...alarm,
  address: alarm.address?.line ?? null,
  told: { people: 1, declined: 0, failed: 0 },
  guard: null,
});

const listFor = (cause: Cause): Whereabouts => {
  const stay = {
    worker: { name: "Jan de Wit", phone: JAN },
    address: "Dorpsstraat 12",
    companions: [{ name: "Ali Demir", phone: ALI }],
    since: "2026-11-23T13:10:00Z",
    until: "2026-11-23T13:40:00Z",
    next: { task: cause === "duress" ? ("manager_first" as const) : ("call_now" as const), at: null },
    alarmSince: null,
    drill: false,
  };
  return {
    teamId: "t",
    team: "Inkomen",
    asOf: "2026-11-23T13:32:00Z",
    underWay: [stay],
    planned: [stay],
    onDuty: [],
    managers: [],
    emergencyNumber: "112",
  };
};

const nothing = () => undefined;
const Visits = ({ of }: { of: BoardVisit }) => (
  <VisitTable visits={[of]} alarms={[]} teams={false} onDone={nothing} onCheckOut={nothing} />
);
const thePage = () => <Router>{[<Route key="alarm" default component={AlarmPage} />]}</Router>;
const SCREENS: Record<string, { shows: (cause: Cause) => ComponentChildren; about: string; phones: boolean }> = {
  "the row of the alarm": {
    shows: (cause) => <AlarmRow alarm={onBoard(alarmOf({ cause }))} onDone={nothing} />,
    about: "Dorpsstraat 12",
    phones: true,
  },
  "the row of the visit": {
    shows: (cause) => <Visits of={rowFor(cause)} />,
    about: "Jan de Wit",
    phones: true,
  },
  "the row of the visit with a check call": {
    shows: (cause) => <Visits of={rowFor(cause, { checkCall: "asked", phonedOnly: true })} />,
    about: "Jan de Wit",
    phones: true,
  },
  "who goes home": {
    shows: (cause) => <GoingHome visits={[rowFor(cause, { state: "ended" })]} onBack={nothing} />,
    about: "Jan de Wit",
    phones: true,
  },
  "what is planned on the board": {
    shows: (cause) => (
      <Planned visits={[rowFor(cause, { state: "planned" })]} now={0} onDone={nothing} onCancel={nothing} />
    ),
    about: "Jan de Wit",
    phones: true,
  },
  "the planning": {
    shows: (cause) => {
      heard.planned = [visitFor(cause, { state: "planned" })];
      return <PlanningScreen />;
    },
    about: "Jan de Wit",
    phones: false,
  },
  "the preparation": {
    shows: (cause) => <Preparation visit={visitFor(cause)} />,
    about: "Voorbereiding",
    phones: true,
  },
  "who is where": {
    shows: (cause) => <ListSheet asOf="2026-11-23T13:32:00Z" lists={[listFor(cause)]} quiet={[]} />,
    about: "Inkomen",
    phones: true,
  },
  "the page of the alarm": {
    shows: (cause) => {
      heard.alarm = alarmOf({ cause, level: "police" });
      heard.visit = visitFor(cause);
      return thePage();
    },
    about: "Wat doe je nu",
    phones: true,
  },
};

/** What stands in the menus of the rows counts as much as what stands beside them. */
const opensMenus = (within: Element) => {
  for (const one of within.querySelectorAll(".menu-button")) fireEvent.click(one);
};

const dials = (within: Element): (string | null)[] =>
  [...within.querySelectorAll('a[href^="tel:"]')].map((link) => link.getAttribute("href"));

describe.each(Object.keys(SCREENS))("%s", (name) => {
  const { shows, about, phones } = SCREENS[name] as (typeof SCREENS)[string];
  it.each(CAUSES)("in an alarm because of %s", async (cause) => {
    const { container } = render(<Around me={fatima}>{shows(cause)}</Around>);
    await screen.findAllByText(new RegExp(about));
    opensMenus(container);
    const people = dials(container).filter((link) => link !== "tel:112");
    if (cause !== "duress") {
      expect(people.length > 0).toBe(phones);
      return;
    }
    expect(people).toEqual([]);
    expect(container.textContent).not.toMatch(/12345678|12345679|12345680/);
    for (const asks of [
      t.board.ask,
      t.board.well,
      t.board.notWell,
      t.board.noAnswer,
      t.board.checkOut,
      t.board.isHome,
    ]) {
      expect(screen.queryByRole("button", { name: asks }), asks).toBeNull();
      expect(screen.queryByRole("menuitem", { name: asks }), asks).toBeNull();
    }
  });
});

describe("what comes first", () => {
  it.each(CAUSES)("on the board because of %s", (cause) => {
    const { container } = render(
      <Around me={fatima}>
        <AlarmRow alarm={onBoard(alarmOf({ cause, level: "manager" }))} onDone={nothing} />
      </Around>,
    );
    const first = container.querySelector(".alarm-row__buttons > *");
    expect(first?.textContent?.includes("112")).toBe(cause === "panic" || cause === "duress");
  });

  it.each(CAUSES)("on the page of the alarm because of %s", async (cause) => {
    heard.alarm = alarmOf({ cause });
    heard.visit = visitFor(cause);
    const { container } = render(<Around me={fatima}>{thePage()}</Around>);
    await screen.findByText("Wat doe je nu");
    const first = container.querySelector(".alarm-page__calls > a");
    expect(first?.getAttribute("href") === "tel:112").toBe(cause === "panic" || cause === "duress");
  });

  it("is the number of the alarm's own protocol", () => {
    const { container } = render(
      <Around me={fatima}>
        <AlarmRow alarm={onBoard(alarmOf({ cause: "panic", emergencyNumber: "101" }))} onDone={nothing} />
      </Around>,
    );
    expect(container.textContent).toContain("101");
    expect(container.textContent).not.toContain("112");
  });
});

describe("the list of steps", () => {
  it("shows who did what and when, to everybody", async () => {
    heard.alarm = alarmOf({
      steps: ["Bel.", "Schakel in."],
      ticks: [{ step: 1, by: { id: "k", name: "Karin Smit" }, at: "2026-11-23T13:33:00Z" }],
    });
    heard.visit = null;
    render(<Around me={fatima}>{thePage()}</Around>);
    const boxes = (await screen.findAllByRole("checkbox")) as HTMLInputElement[];
    expect(boxes.map((box) => box.checked)).toEqual([false, true]);
    expect(screen.getByText("Karin Smit, 14:33")).toBeTruthy();
  });
});

describe("who asked by SMS that nobody phones", () => {
  const alarm = { id: "a", cause: "not_ok" as const, openedAt: "2026-11-23T13:31:00Z" };
  const asked = { alarm, quiet: true };
  const shown: Record<string, () => ComponentChildren> = {
    "the row of the alarm": () => (
      <AlarmRow alarm={onBoard(alarmOf({ cause: "not_ok", quiet: true }))} onDone={nothing} />
    ),
    "the row of the visit": () => <Visits of={rowFor("not_ok", asked)} />,
    "who goes home": () => <GoingHome visits={[rowFor("not_ok", { state: "ended", ...asked })]} onBack={nothing} />,
    "another plan of theirs": () => (
      <Planned
        visits={[rowFor("not_ok", { state: "planned", alarm: null, quiet: true })]}
        now={0}
        onDone={nothing}
        onCancel={nothing}
      />
    ),
  };
  it.each(Object.keys(shown))("is not phoned from %s", (name) => {
    const { container } = render(<Around me={fatima}>{shown[name]?.()}</Around>);
    opensMenus(container);
    expect(dials(container).filter((link) => link === `tel:${JAN}`)).toEqual([]);
    expect(container.textContent).toContain("gevraagd");
  });
});
