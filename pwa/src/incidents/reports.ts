// A report and the form of its protocol, as far as they are needed to fill it in: from the server, or else from what
// this device has of them.
import { api } from "../api/later";
import { NotHeard } from "../api/problem";
import type { Country, Incident, IncidentChannel, IncidentForm, Protocol } from "../api/types";
import type { Action } from "../queue/action";
import { waiting } from "../queue/queue";
import { profileOf } from "../session/profile";
import { answers } from "../storage/database";
import { serverClock } from "../time/clock";
import { visits } from "../visits/visits";
import { answersOf, noAnswers, type Answers } from "./answers";

export interface Begun {
  form: IncidentForm;
  answers: Answers;
  revision: number;
  /** How it reached the employee, as was said at once. */
  channel: IncidentChannel | null;
  /** The form was complete before: each change keeps it so. */
  completed: boolean;
  /** As the server has it; null for a report that is still on its way there. */
  report: Incident | null;
}

/** Of whom this is: which form holds for what they file, and in which country they work. */
export interface Here {
  protocol: Protocol | null;
  teamId: string | null;
  country: Country;
}

interface Cached {
  report: Incident;
  form: IncidentForm;
}

const cacheName = (id: string): string => `report:${id}`;

const begunBy = ({ report, form }: Cached, country: Country): Begun => ({
  form,
  answers: answersOf(report, country),
  revision: report.revision,
  channel: report.channel,
  completed: report.state === "completed",
  report,
});

/** The report that waits to be sent from this device. */
const unsentOf = (id: string): Action | undefined =>
  waiting.get().find((one) => one.kind === "incident" && one.subject === id);

/** What this device has of it; null when that is nothing. */
export async function knownHere(id: string, here: Here): Promise<Begun | null> {
  const unsent = unsentOf(id);
  if (unsent) return begunByAction(unsent, here);
  const cached = await answers.last<Cached>(cacheName(id));
  return cached && begunBy(cached.value, here.country);
}

function begunByAction({ body }: Action, { protocol, teamId, country }: Here): Begun | null {
  const visit = visits.get().all.find((one) => one.id === body["visitId"]);
  // A phone may still hold an answer of an earlier version, without the form.
  const form = profileOf(protocol, visit?.team?.id ?? teamId)?.incidentForm as IncidentForm | undefined;
  if (!form) return null;
  const said = <T>(name: string): T | null => (body[name] as T | undefined) ?? null;
  return {
    form,
    answers: {
      ...noAnswers(country),
      description: said<string>("description") ?? "",
      injured: said<boolean>("injured"),
      damage: said<boolean>("damage"),
    },
    revision: 1,
    channel: said<IncidentChannel>("channel"),
    completed: false,
    report: null,
  };
}

/** Asks the server. What it answers is kept for a day, so that the form opens without a network. Null: it said nothing. */
export async function heardOf(id: string, country: Country): Promise<Begun | null> {
  try {
    const [report, form] = await Promise.all([api.incident(id), api.incidentForm(id)]);
    await answers.keep(cacheName(id), { report, form }, serverClock.wallOffset);
    return begunBy({ report, form }, country);
  } catch (error) {
    if (error instanceof NotHeard) return null;
    throw error;
  }
}
