import { useLocation, useRoute } from "preact-iso";
import { useEffect, useRef, useState } from "preact/hooks";
import { checkAddress, countryOf } from "../../addresses/address";
import { api } from "../../api/later";
import type { NewCompanion, Visit } from "../../api/types";
import { newId } from "../../app/ids";
import { useForm } from "../../app/useForm";
import { proposed } from "../../proposals/filled-in";
import { proposals } from "../../proposals/proposals";
import { dismiss, press, waiting } from "../../queue/queue";
import { useSession } from "../../session/context";
import { chosenTime } from "../../time/chosen";
import { comingNow } from "../../visits/coming-along";
import { endOf } from "../../visits/until";
import { filledIn } from "./again";
import { beginForm, checkVisit, startsAt, VISIT_AT, type CheckInBody, type NewVisitBody, type VisitForm } from "./form";
import { useRisk } from "./useRisk";

export type Change = (part: Partial<VisitForm> | ((form: VisitForm) => Partial<VisitForm>)) => void;

/** What is filled in, and what becomes of it. `desk`: it is planned for a worker. */
export function useCheckIn(visit: Visit | null, again?: string, desk = false) {
  const { me, protocol, colleagues } = useSession();
  const { route } = useLocation();
  // In the address of the screen stands only which proposal it is, and nothing of what it says.
  const { query } = useRoute();
  const now = chosenTime.now();
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
  // One key for one wish: sent again after a lost answer it stays one visit.
  const [id] = useState(newId);

  /** The phone's part ends here: the visit's own screen says whether anybody heard it. */
  const checkIn = async (planned: Visit, { companions, ...body }: CheckInBody) => {
    if (companions) await press({ kind: "change", subject: planned.id, body: { companions } });
    await press({ kind: "check-in", subject: planned.id, body });
    route(`/visits/${planned.id}`, true);
  };

  const plan = async (visitOut: NewVisitBody) => {
    if (again) await dismiss(again);
    await press({ kind: "plan", subject: id, body: { id, ...visitOut } });
    route(visitOut.checkIn ? `/visits/${id}` : "/", true);
  };

  /** At the desk there is a network and somebody who reads what is wrong: nothing waits in a queue. */
  const planFor = async (visitOut: NewVisitBody) => {
    await api.planVisit({ policeWanted: false, ...visitOut, id, ageSeconds: 0 });
    route("/planning", true);
  };

  // Of a plan, what the choice in the form was made on: others may change who comes along while it is open.
  const began = useRef(first.companions);
  const check = (filled: VisitForm, at: number) =>
    checkVisit(filled, { visit, began: { companions: began.current }, desk }, at);
  const coming = (chosen: NewCompanion[]) => (visit ? comingNow(began.current, chosen, visit.companions) : chosen);

  const filling = useForm({
    begin: first,
    check,
    at: VISIT_AT,
    send: (sending) => {
      if (sending.what === "check-in") return checkIn(sending.visit, sending.body);
      return sending.what === "plan" ? plan(sending.body) : planFor(sending.body);
    },
  });
  const { form, setForm, stumbles } = filling;
  const change: Change = (part) => setForm((old) => ({ ...old, ...(typeof part === "function" ? part(old) : part) }));
  const choose = (make: (companions: NewCompanion[]) => NewCompanion[]) =>
    change(({ companions }) => {
      const made = make(coming(companions));
      began.current = visit?.companions ?? began.current;
      return { companions: made };
    });
  useEffect(() => {
    if (stumbles === 0) return;
    const main = document.getElementById("main");
    const wrong = main?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (wrong) wrong.focus();
    else main?.scrollTo({ top: 0 });
  }, [stumbles]);
  const risk = useRisk(visit ? null : checkAddress(form.address).address, form.purpose);
  const start = startsAt(form, now);
  const whole = check(form, now).body !== null;

  return {
    ...filling,
    change,
    /** Who comes along by now, with what was changed of that here. */
    companions: coming(form.companions),
    choose,
    /** Somebody tried to send it, and something is missing still. */
    missing: filling.tried && !whole,
    whole,
    toTypeIn,
    risk,
    now,
    start,
    end: endOf(form.length, start ?? now),
  };
}
