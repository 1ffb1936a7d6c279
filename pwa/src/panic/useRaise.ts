import { useLocation } from "preact-iso";
import { useStore } from "../app/store";
import { waiting } from "../queue/queue";
import { useSession } from "../session/context";
import { addressLine } from "../texts/address";
import { mineUnderWay, visits } from "../visits/visits";
import { t } from "../texts";
import type { WhereToIn } from "../api/types";
import { quietly } from "../time/within";
import { raise } from "./panic";

/** Raises my alarm from wherever I am, with the visit that I am on, and shows it. */
export function useRaise(): () => void {
  const { me } = useSession();
  const { all } = useStore(visits);
  const { route } = useLocation();
  return () => {
    const underWay = quietly(() => mineUnderWay(all, me.id), []);
    // With several visits under way the server joins the alarm of each; naming one would leave out the others. What is
    // odd in something that was kept or typed may cost the address, and never the alarm.
    raise(underWay.length === 1 ? (underWay[0] ?? null) : null, quietly(unconfirmedAddress, null));
    route("/panic");
  };
}

/** A check-in that the server hasn't heard: then the address travels in the alarm's note. */
function unconfirmedAddress(): string | null {
  const action = waiting.get().find((one) => !one.refused && (one.kind === "plan" || one.kind === "check-in"));
  if (!action) return null;
  const address = action.body["address"] as WhereToIn | undefined;
  const line = address
    ? addressLine(address)
    : visits.get().all.find((visit) => visit.id === action.subject)?.address.line;
  return line ? t.panic.noteAddress(line) : null;
}
