// What is looked for in the past, as it is typed and as the server wants it; and a file of all its pages.
import { download, request } from "../../api/request";
import type { components } from "../../api/schema";
import { isoDay } from "../../time/format";

type Schemas = components["schemas"];
export type PastVisit = Schemas["PastVisitOut"];
export type PastAlarm = Schemas["PastAlarmOut"];
export type PastMessage = Schemas["PastMessageOut"];
export type TakenIn = Schemas["TakenInOut"];
export type Unseen = Schemas["NeverCheckedIn"];

export type What = "visits" | "alarms" | "drills" | "messages" | "never-checked-in";

/** how: one of the outcomes of this kind, or nothing. */
export interface Sought {
  what: What;
  since: string;
  until: string;
  who: string;
  where: string;
  team: string;
  how: string;
}

const A_MONTH = 30 * 24 * 3_600_000;
const LONG_PATIENCE = 60_000;

/** The last thirty days, of everybody. */
export const lastMonth = (what: What, now: number): Sought => ({
  what,
  since: isoDay(now - A_MONTH),
  until: isoDay(now),
  who: "",
  where: "",
  team: "",
  how: "",
});

const HOW: Record<What, (how: string) => object> = {
  visits: (how) => (how === "alarmed" ? { alarmed: true } : { ended: how }),
  alarms: (outcome) => ({ outcome }),
  drills: () => ({}),
  messages: (how) => (how === "sms" || how === "call" ? { channel: how } : { state: how }),
  "never-checked-in": () => ({}),
};

/** The body for the server: only what was filled in. */
export function bodyOf({ what, since, until, who, where, team, how }: Sought, after: string | null = null): object {
  const period = { since, until, ...(team && { teamId: team }) };
  if (what === "never-checked-in") return period;
  return {
    ...period,
    ...(who && { who }),
    ...(where && { where }),
    ...(how && HOW[what](how)),
    ...(after && { after }),
  };
}

export interface Found {
  visits?: PastVisit[];
  alarms?: PastAlarm[];
  messages?: PastMessage[];
  people?: Unseen[];
  takenIn?: TakenIn;
  next?: string | null;
  more?: boolean;
}

export const search = (sought: Sought, after: string | null = null): Promise<Found> =>
  request<Found>(`/v1/past/${sought.what}/_search`, { method: "POST", body: bodyOf(sought, after) });

/** All pages as one file: only the first holds the names of the columns. */
export async function sheetOf(sought: Sought): Promise<Blob> {
  const pages: Blob[] = [];
  let after: string | null = null;
  do {
    let next: string | null = null;
    const path = `/v1/past/${sought.what}/${sought.what}.csv`;
    pages.push(
      await download(path, bodyOf(sought, after), "text/csv", LONG_PATIENCE, (headers) => {
        next = headers.get("Next-Row");
      }),
    );
    after = next;
  } while (after);
  return new Blob(pages, { type: "text/csv;charset=utf-8" });
}
