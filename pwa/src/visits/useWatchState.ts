import { useStore } from "../app/store";
import { secondsSince } from "../app/poll";
import { panic } from "../panic/panic";
import { waiting } from "../queue/queue";
import { useSession } from "../session/context";
import { serverClock } from "../time/clock";
import { stateOf, type Facts, type State } from "./state";
import { visits, type Visits } from "./visits";

/** As old as this, an answer of the server is shown with its time. */
const OLD_SECONDS = 25;

/** Whether what stands on the screen is of an earlier moment. */
export const isStale = ({ silent, heard }: Visits): boolean =>
  silent && (heard === null || secondsSince(heard) >= OLD_SECONDS);

/** What the sentence is made of, as it is now. */
export function useFacts(): Facts {
  const { me } = useSession();
  const held = useStore(visits);
  const stale = isStale(held);
  return {
    myId: me.id,
    visits: held.all,
    panic: useStore(panic),
    waiting: useStore(waiting),
    now: serverClock.now(),
    staleSince: stale ? held.asOf : null,
    unheard: stale && held.asOf === null,
  };
}

/** How it stands with who holds this phone. A screen that shows it draws itself again each second. */
export const useWatchState = (): State => stateOf(useFacts());
