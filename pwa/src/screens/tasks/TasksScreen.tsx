import { api } from "../../api/calls";
import type { Task } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { PaperHead } from "../../desk/PaperHead";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { TaskCard } from "../../tasks/TaskCard";
import { t } from "../../texts/later";

/** What is to be done after an incident: mine, and what others of my teams have. What is late comes first. */
export function TasksScreen() {
  const { value, problem, again } = useFetch(api.tasks);
  const all = value?.tasks ?? [];
  const mine = all.filter((task) => task.mine);
  const others = all.filter((task) => !task.mine);
  return (
    <Screen title={t.tasks.title}>
      <PaperHead />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {value && mine.length === 0 && <p class="soft">{t.tasks.none}</p>}
      <Cards tasks={mine} heading="h2" onDone={again} />
      {value?.more && <p class="soft">{t.tasks.more(all.length)}</p>}
      {others.length > 0 && (
        <section class="stack">
          <h2 class="nl-heading nl-heading--level-2">{t.tasks.ofOthers}</h2>
          <Cards tasks={others} heading="h3" onDone={again} />
        </section>
      )}
    </Screen>
  );
}

function Cards({ tasks, heading, onDone }: { tasks: Task[]; heading: "h2" | "h3"; onDone: () => void }) {
  return (
    <>
      {tasks.map((task) => (
        <TaskCard key={task.id} task={task} heading={heading} onDone={onDone} />
      ))}
    </>
  );
}
