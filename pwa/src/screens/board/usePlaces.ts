import { useEffect, useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { BoardAlarm, BoardVisit } from "../../api/types";
import { type Known, toAsk, type Told } from "./to-ask";

/** Milliseconds after which is asked again where an alarm is, and what a register was away for. */
const AGAIN = 15_000;

/** What is known of where these visits and alarms are. Only what nobody told yet is asked for, a few at a time. */
export function usePlaces(visits: BoardVisit[], alarms: BoardAlarm[]): Told {
  const [told] = useState(() => new Map<string, Known>());
  const [, draw] = useState(0);
  const now = useRef({ visits, alarms, asking: false, here: true });
  now.current.visits = visits;
  now.current.alarms = alarms;
  const ask = async (again: boolean) => {
    const state = now.current;
    if (state.asking || document.hidden) return;
    state.asking = true;
    const questions = (more: boolean) => toAsk(state.visits, state.alarms, told, more);
    try {
      // Who came meanwhile is asked for at once.
      for (let next = questions(again); next.length > 0; next = questions(false)) {
        for (const body of next) {
          const { places, askAgain } = await api.locate(body);
          if (!state.here) return;
          const found = new Map(places.map((one) => [one.id, one]));
          for (const id of [...body.visits, ...body.alarms]) {
            if (!askAgain.includes(id)) told.set(id, found.get(id) ?? null);
            else if (!told.get(id)) told.set(id, "away");
          }
          draw((n) => n + 1);
        }
      }
    } catch {
      // The list says where they are; in a while it is asked again.
    } finally {
      state.asking = false;
    }
  };
  const which = [...visits, ...alarms].map(({ id }) => id).join();
  useEffect(() => void ask(false), [which]);
  useEffect(() => {
    const state = now.current;
    const timer = setInterval(() => void ask(true), AGAIN);
    return () => {
      state.here = false;
      clearInterval(timer);
    };
  }, []);
  return told;
}
