import { useLocation, useRoute } from "preact-iso";
import { useState } from "preact/hooks";
import { checkAddress, countryOf } from "../../addresses/address";
import { api } from "../../api/calls";
import type { Visit } from "../../api/types";
import { newId } from "../../app/ids";
import { useAction } from "../../app/useAction";
import { proposed } from "../../proposals/filled-in";
import { proposals } from "../../proposals/proposals";
import { dismiss, press, waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { serverClock } from "../../time/clock";
import { endOf } from "../../visits/until";
import { filledIn } from "./again";
import {
  beginForm,
  checkCheckIn,
  checkNewVisit,
  startsAt,
  type CheckInBody,
  type NewVisitBody,
  type VisitForm,
} from "./form";
import { useRisk } from "./useRisk";

export type Change = (part: Partial<VisitForm> | ((form: VisitForm) => Partial<VisitForm>)) => void;

/** What is filled in, and what becomes of it. `desk`: it is planned for a worker. */
export function useCheckIn(visit: Visit | null, again?: string, desk = false) {
  const { me, protocol, colleagues } = useSession();
  const { route } = useLocation();
  // In the address of the screen stands only which proposal it is, and nothing of what it says.
  const { query } = useRoute();
  const now = serverClock.now();
  const [{ first, toTypeIn }] = useState(() => {
    const refused = filledIn(
      waiting.get().find((action) => action.key === again),
      colleagues,
    );
    const proposal = proposals.get().all.find((one) => one.id === query["proposal"]);
    const fromCalendar = proposed(proposal, countryOf(me), now);
    return {
      first: beginForm({ me, protocol, visit, refused, fromCalendar, desk }, now),
      toTypeIn: fromCalendar?.toTypeIn ?? null,
    };
  });
  const [form, setForm] = useState(first);
  const change: Change = (part) => setForm((old) => ({ ...old, ...(typeof part === "function" ? part(old) : part) }));

  const [tried, setTried] = useState(false);
  const [pressing, setPressing] = useState(false);
  const { busy: asking, problem, act } = useAction(() => route("/planning", true));
  const risk = useRisk(visit ? null : checkAddress(form.address).address, form.purpose);

  const { errors, body } = visit ? checkCheckIn(form, visit, now) : checkNewVisit(form, desk, now);
  const start = startsAt(form);

  /** The phone's part ends here: the visit's own screen says whether anybody heard it. */
  const checkIn = async (planned: Visit, { companions, ...body }: CheckInBody) => {
    setPressing(true);
    if (companions) await press({ kind: "change", subject: planned.id, body: { companions } });
    await press({ kind: "check-in", subject: planned.id, body });
    route(`/visits/${planned.id}`, true);
  };

  const plan = async (visitOut: NewVisitBody) => {
    setPressing(true);
    if (again) await dismiss(again);
    const id = newId();
    await press({ kind: "plan", subject: id, body: { id, ...visitOut } });
    route(form.later ? "/" : `/visits/${id}`, true);
  };

  /** At the desk there is a network and somebody who reads what is wrong: nothing waits in a queue. */
  const planFor = (visitOut: NewVisitBody) =>
    act("plan", () => api.planVisit({ policeWanted: false, ...visitOut, id: newId(), ageSeconds: 0 }));

  const send = async () => {
    setTried(true);
    const pressedAt = serverClock.now();
    if (visit) {
      const pressed = checkCheckIn(form, visit, pressedAt).body;
      if (pressed) return checkIn(visit, pressed);
    } else {
      const pressed = checkNewVisit(form, desk, pressedAt).body;
      if (pressed) return desk ? void planFor(pressed) : plan(pressed);
    }
    document.getElementById("main")?.scrollTo({ top: 0 });
  };

  return {
    form,
    change,
    /** What is wrong, once somebody tried to send it. */
    errors: tried ? errors : null,
    missing: tried && body === null,
    whole: body !== null,
    toTypeIn,
    risk,
    now,
    start,
    end: endOf(form.length, start ?? now),
    problem,
    busy: pressing || asking !== null,
    send,
  };
}
