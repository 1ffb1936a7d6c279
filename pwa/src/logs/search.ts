// What is looked for in the logs, as it is typed; and a file of all its pages.
import { api } from "../api/later";
import { download } from "../api/request";
import type { AuditKind, LookKind } from "../api/types";
import { isoDay } from "../time/format";

export interface Period {
  since: string;
  until: string;
}

export interface Sought extends Period {
  kind: LookKind | "";
  by: string;
}

const A_MONTH = 30 * 24 * 3_600_000;
const LONG_PATIENCE = 60_000;

/** The last thirty days. */
export const lastMonth = (now: number): Period => ({ since: isoDay(now - A_MONTH), until: isoDay(now) });

/** The body for the server: only what was filled in. */
export const bodyOf = ({ since, until, kind, by }: Sought) => ({
  since,
  until,
  ...(kind && { kind }),
  ...(by && { by }),
});

export const search = (sought: Sought, behind = "") => api.looks({ ...bodyOf(sought), behind });

export const looksSheet = (sought: Sought): Promise<Blob> => sheet("/v1/looks/looks.csv", bodyOf(sought));

export const auditSheet = (period: Period, kind: AuditKind | "", person: string): Promise<Blob> =>
  sheet("/v1/audit/audit.csv", { ...period, ...(kind && { kind }), ...(person && { person }) });

/** All pages as one file: only the first holds the names of the columns. */
async function sheet(path: string, body: object): Promise<Blob> {
  const pages: Blob[] = [];
  let behind = "";
  do {
    let next = "";
    const asked = behind ? { ...body, behind } : body;
    pages.push(
      await download(path, asked, "text/csv", LONG_PATIENCE, (headers) => {
        next = headers.get("Next-Row") ?? "";
      }),
    );
    behind = next;
  } while (behind);
  return new Blob(pages, { type: "text/csv;charset=utf-8" });
}
