import { useLocation, useRoute } from "preact-iso";
import { useMemo, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { AddressIn, NewCompanion, NewVisit, Visit } from "../../api/types";
import { useAction } from "../../app/useAction";
import { dismiss, press, waiting } from "../../queue/queue";
import { filledIn } from "./again";
import { proposed } from "../../proposals/filled-in";
import { proposals } from "../../proposals/proposals";
import { useSession } from "../../session/context";
import { serverClock } from "../../time/clock";
import { isoDay, wallTime } from "../../time/format";
import { checkAddress, countryOf, emptyAddress } from "../../addresses/address";
import { companionsOut } from "./Companions";
import { DEFAULT_MINUTES, endOf, firstLength, startOf } from "../../visits/until";
import { useRisk } from "./useRisk";
import { newId } from "../../app/ids";

/** A visit that is planned begins in an hour, unless somebody says otherwise; that may be tomorrow. */
const HOUR = 3_600_000;

/** What is filled in, and what becomes of it. `desk`: it is planned for a worker. */
export function useCheckIn(visit: Visit | null, again?: string, desk = false) {
  const { me, protocol, colleagues } = useSession();
  const { route } = useLocation();
  const now = serverClock.now();
  // What the server refused is filled in again: nobody types an address twice in the rain.
  const [refused] = useState(() =>
    filledIn(
      waiting.get().find((action) => action.key === again),
      colleagues,
    ),
  );
  // In the address of the screen stands only which proposal it is, and nothing of what it says.
  const { query } = useRoute();
  const [fromCalendar] = useState(() =>
    proposed(
      proposals.get().all.find((one) => one.id === query["proposal"]),
      countryOf(me),
      now,
    ),
  );

  const [address, setAddress] = useState(
    () => refused?.address ?? fromCalendar?.address ?? emptyAddress(countryOf(me)),
  );
  const [companions, setCompanions] = useState<NewCompanion[]>(visit?.companions ?? refused?.companions ?? []);
  const [length, setLength] = useState(
    () => fromCalendar?.length ?? firstLength(protocol?.visitMinutes ?? DEFAULT_MINUTES, visit),
  );
  const [later, setLater] = useState(desk || fromCalendar?.start != null);
  const [workerId, setWorkerId] = useState<string | null>(null);
  const { busy: asking, problem, act } = useAction(() => route("/planning", true));
  const [day, setDay] = useState(() => fromCalendar?.start?.day ?? isoDay(now + HOUR));
  const [startTime, setStartTime] = useState(() => fromCalendar?.start?.time ?? wallTime(now + HOUR));
  const [teamId, setTeamId] = useState(me.teams[0]?.id ?? "");
  const [clientName, setClientName] = useState(refused?.clientName ?? "");
  const [purpose, setPurpose] = useState(refused?.purpose ?? "");
  const [clientPhone, setClientPhone] = useState("");
  const [clientReference, setClientReference] = useState("");
  const [background, setBackground] = useState("");
  const [occasion, setOccasion] = useState("none");
  const [callAfter, setCallAfter] = useState("none");
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);

  const checked = useMemo(() => checkAddress(address), [address]);
  const risk = useRisk(visit ? null : checked.address, purpose);
  const startAt = later ? startOf(day, startTime) : null;
  const start = startAt ? Date.parse(startAt) : null;
  const past = start !== null && start < now;
  const whole =
    (visit !== null || checked.address !== null) &&
    endOf(length, now) !== null &&
    (!later || (start !== null && !past)) &&
    (!desk || workerId !== null);

  /** The phone's part ends here: the visit's own screen says whether anybody heard it. */
  const send = async () => {
    setTried(true);
    const pressedAt = serverClock.now();
    const expectedEnd = endOf(length, start ?? pressedAt);
    if (!whole || !expectedEnd) {
      document.getElementById("main")?.scrollTo({ top: 0 });
      return;
    }
    setBusy(true);
    if (visit) {
      if (JSON.stringify(companionsOut(companions)) !== JSON.stringify(companionsOut(visit.companions))) {
        await press({ kind: "change", subject: visit.id, body: { companions: companionsOut(companions) } });
      }
      await press({ kind: "check-in", subject: visit.id, body: { expectedEnd } });
      route(`/visits/${visit.id}`, true);
      return;
    }
    if (again) await dismiss(again);
    const id = newId();
    const said = (name: string, value: string) => (value.trim() ? { [name]: value.trim() } : {});
    const body = {
      id,
      address: checked.address as AddressIn,
      companions: companionsOut(companions),
      expectedEnd,
      checkIn: !later,
      ...(startAt ? { plannedStart: startAt } : {}),
      ...(teamId ? { teamId } : {}),
      ...said("clientName", clientName),
      ...said("clientPhone", clientPhone),
      ...said("clientReference", clientReference),
      ...said("purpose", purpose),
      ...said("background", background),
      ...(occasion !== "none" ? { occasion } : {}),
      ...(callAfter !== "none" ? { callAfterMinutes: Number(callAfter) } : {}),
    };
    if (desk && workerId) {
      // At the desk there is a network and somebody who reads what is wrong: nothing waits in a queue.
      setBusy(false);
      await act("plan", () => api.planVisit({ ...body, workerId, ageSeconds: 0 } as NewVisit & { id: string }));
      return;
    }
    await press({ kind: "plan", subject: id, body });
    route(later ? "/" : `/visits/${id}`, true);
  };

  return {
    address,
    setAddress,
    toTypeIn: fromCalendar?.toTypeIn ?? null,
    errors: tried ? checked.errors : {},
    companions,
    setCompanions,
    length,
    setLength,
    later,
    setLater,
    day,
    setDay,
    startTime,
    setStartTime,
    start,
    teamId,
    setTeamId,
    clientName,
    setClientName,
    purpose,
    setPurpose,
    clientPhone,
    setClientPhone,
    clientReference,
    setClientReference,
    background,
    setBackground,
    workerId,
    setWorkerId,
    problem,
    occasion,
    setOccasion,
    callAfter,
    setCallAfter,
    risk,
    now,
    busy: busy || asking !== null,
    send,
    end: endOf(length, start ?? now),
    whole,
    missing: tried && !whole,
    past: tried && past,
  };
}
