import { useEffect } from "preact/hooks";
import { useSeconds } from "../app/poll";
import { useStore } from "../app/store";
import { reported } from "../incidents/draft";
import { t } from "../texts/later";
import { mine, refreshTasks, tasks } from "./tasks";
import { serverClock } from "../time/clock";
import { isItsTime } from "./its-time";
import { TaskCard } from "./TaskCard";

/** A task comes when its time has come. */
const A_MINUTE = 60_000;

/** On Vandaag: what I can do now after an incident. What comes in weeks stands with what is planned for me. */
export function MyTasks() {
  useSeconds(true, A_MINUTE);
  const all = mine(useStore(tasks)).filter((one) => isItsTime(one, serverClock.now()));
  // A report that was filed just now is asked for no more.
  const filed = useStore(reported).length;
  const refresh = () => void refreshTasks().catch(() => undefined);
  useEffect(refresh, [filed]);
  if (all.length === 0) return null;
  return (
    <section class="stack">
      <h2 class="nl-heading nl-heading--level-2">{t.tasks.title}</h2>
      {all.map((task) => (
        <TaskCard key={task.id} task={task} onDone={refresh} />
      ))}
    </section>
  );
}
