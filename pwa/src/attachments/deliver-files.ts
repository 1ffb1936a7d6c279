// Which file may go now, and bringing those that lie in the store to the server from the service worker, when the page is
// gone. The page shows how far it is and sends by itself (outbox.ts).
import { NotHeard, Problem, passes } from "../api/problem";
import type { Action } from "../queue/action";
import { all } from "../queue/actions";
import { stored, type KeptFile } from "../storage/database";
import { postAttachment } from "./upload";

/** What tells the page that the service worker sent some of them. */
export const CHANNEL = "achterwacht-files";
/** Tabs and the service worker take turns at it. */
export const LOCK = "achterwacht-files";

export interface Delivered {
  /** Something still waits for the network. */
  waiting: boolean;
  /** The ids of what the server has now. */
  sent: string[];
}

/** The report it belongs to, while that is not at the server yet. */
const reportOf = (file: KeptFile, actions: readonly Action[]): Action | undefined =>
  actions.find((one) => one.kind === "incident" && one.subject === file.incident);

/** Of this person, not refused, and its report is at the server. */
export const mayGo = (file: KeptFile, personId: string | null, actions: readonly Action[]): boolean =>
  file.personId === personId && file.refused === null && !reportOf(file, actions);

/** The server's last word about a file; whatever else went wrong may pass. */
export const isLastWord = (error: unknown): error is Problem =>
  error instanceof Problem && error.status !== 401 && !passes(error.status);

/** One round over what lies in the store. With the ids that were made on the phone, each is kept once. */
export async function deliverFiles(personId: string): Promise<Delivered> {
  const actions = await all();
  const outcome: Delivered = { waiting: false, sent: [] };
  // One at a time: together they may be larger than a service worker can hold.
  for (const id of await stored((db) => db.getAllKeys("files"), [] as string[])) {
    const one = await stored((db) => db.get("files", id), undefined);
    if (!one || one.personId !== personId || one.refused !== null) continue;
    const report = reportOf(one, actions);
    if (report) {
      // One that was refused waits for somebody to put it right, not for the network.
      outcome.waiting ||= report.refused === undefined;
      continue;
    }
    try {
      const { incident, personId, bytes, type } = one;
      await postAttachment({ incident, id, personId, file: new File([bytes], "file", { type }) });
      await stored((db) => db.delete("files", id), undefined);
      outcome.sent.push(id);
    } catch (error) {
      if (isLastWord(error)) {
        await stored((db) => db.put("files", { ...one, refused: error.message }), "");
        continue;
      }
      if (!(error instanceof NotHeard) && !(error instanceof Problem)) console.error(error);
      return { ...outcome, waiting: true };
    }
  }
  return outcome;
}
