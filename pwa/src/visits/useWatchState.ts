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

/** Whether what stands on the screen is of an earlier moment: also where nobody asked meanwhile, on a page that was hidden. */
const isOld = ({ silent, heard }: Visits): boolean => (heard ? secondsSince(heard) >= OLD_SECONDS : silent);

/** That, and the last question got no answer. */
export const isStale = (held: Visits): boolean => held.silent && isOld(held);

/** What the sentence is made of, as it is now. */
export function useFacts(): Facts {
  const { me } = useSession();
  const held = useStore(visits);
  return {
    myId: me.id,
    visits: held.all,
    panic: useStore(panic),
    waiting: useStore(waiting),
    now: serverClock.now(),
    staleSince: isOld(held) ? held.asOf : null,
    asking: !held.silent,
    unheard: isStale(held) && held.asOf === null,
  };
}

/** How it stands with who holds this phone. A screen that shows it draws itself again each second. */
export const useWatchState = (): State => stateOf(useFacts());
