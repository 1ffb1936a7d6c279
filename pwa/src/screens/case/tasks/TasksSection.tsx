import type { Task } from "../../../api/types";
import { TaskCard } from "../../../tasks/TaskCard";
import { named } from "../../../tasks/titles";
import { t } from "../../../texts/later";
import type { SectionProps } from "../section";

/** The care has a section of its own, with its steps. */
const OF_CARE = new Set<Task["kind"]>(["first_care", "talk", "care_step", "team_talk", "evaluate_care"]);

/** What is to be done about this incident, and by whom. */
export function TasksSection({ incident, again }: SectionProps) {
  const shown = incident.tasks.filter((task) => !OF_CARE.has(task.kind));
  if (shown.length === 0) return null;
  const toDo = shown.filter((task) => task.state === "open" && (task.mine || task.mayDrop));
  const rest = shown.filter((task) => !toDo.includes(task));
  return (
    <section class="stack" aria-labelledby="case-tasks">
      <h2 id="case-tasks" class="nl-heading nl-heading--level-2">
        {t.tasks.ofCase}
      </h2>
      {toDo.map((task) => (
        <TaskCard key={task.id} task={task} onItsPage onDone={again} />
      ))}
      {rest.length > 0 && (
        <ul class="desk-list">
          {rest.map((task) => (
            <li key={task.id} class="anywhere">
              {t.tasks.by(
                named(task.title),
                t.tasks.states[task.state],
                (task.closedBy ?? task.person)?.name ?? task.functionName ?? "",
              )}
              {task.note && <p class="soft">{task.note}</p>}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
