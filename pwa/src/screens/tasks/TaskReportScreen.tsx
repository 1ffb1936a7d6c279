import "../../desk/desk.css";
import { useState } from "preact/hooks";
import { useLocation, useRoute } from "preact-iso";
import { api } from "../../api/later";
import { useFetch } from "../../app/useFetch";
import { PlanCard } from "../../care/PlanCard";
import { DamageSheet } from "../../damages/DamageSheet";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { EndTask } from "../../tasks/EndTask";
import { t } from "../../texts/later";
import { clockTime, longDay } from "../../time/format";
import { CloseForTask } from "./CloseForTask";
import { PoliceForTask } from "./PoliceForTask";

/** Of a report, what somebody's open task needs: the story to pass on, or the care of whoever it happened to. */
export function TaskReportScreen() {
  const id = useRoute().params["id"] ?? "";
  return <OneTask key={id} id={id} />;
}

function OneTask({ id }: { id: string }) {
  const { route } = useLocation();
  const { value, problem, again } = useFetch(() => api.taskReport(id), id);
  const [settling, setSettling] = useState(false);
  const toTasks = () => route("/tasks");
  if (!value) {
    return (
      <Screen title={t.tasks.title} back="/tasks">
        {problem ? <Notice tone="soon" title={t.tasks.notOpen} announce="now" /> : <p role="status">{t.app.moment}</p>}
      </Screen>
    );
  }
  const { task, inShort, happened, damages, care, police, client } = value;
  const line = value.settling?.maySettle ? value.settling.lines[0] : undefined;
  return (
    <Screen title={task.title} back="/tasks">
      <p class="soft">{t.tasks.onlyThis}</p>
      <section class="card stack stack-tight">
        <p class="strong anywhere">{[inShort.employee.name, inShort.team?.name].filter(Boolean).join(" · ")}</p>
        <p>{`${longDay(inShort.happenedAt)}, ${clockTime(inShort.happenedAt)} · ${t.incident.kinds[inShort.kind]}`}</p>
        {happened && (
          <>
            {happened.place && <p class="anywhere">{happened.place}</p>}
            {happened.behaviours.length > 0 && (
              <p class="anywhere">{t.list([...new Set(happened.behaviours.map((one) => one.name))])}</p>
            )}
            <p class="anywhere">{happened.description}</p>
            {happened.injured && <p>{t.tasks.gotHurt}</p>}
          </>
        )}
        {damages && damages.length > 0 && (
          <ul class="desk-list">
            {damages.map((one) => (
              <li key={one.id} class="anywhere">
                {one.what}
              </li>
            ))}
          </ul>
        )}
      </section>
      {client && (
        <section class="card stack stack-tight">
          <h2 class="nl-heading nl-heading--level-3">{t.tasks.client}</h2>
          <p class="strong anywhere">{client.name ?? t.tasks.clientUnknown}</p>
          {client.clientReference && <p class="anywhere">{t.tasks.clientReference(client.clientReference)}</p>}
          {client.behaviours.length > 0 && (
            <p class="anywhere">{t.list([...new Set(client.behaviours.map((one) => one.name))])}</p>
          )}
          {client.measure && <p class="anywhere">{t.tasks.clientMeasure(client.measure)}</p>}
        </section>
      )}
      {line && (
        <Button wide label={t.damages.noteOf(line.what)} onPress={() => setSettling(true)}>
          {t.damages.note}
        </Button>
      )}
      {line && settling && (
        <DamageSheet
          line={line}
          send={(body) => api.settleForTask(task.id, body)}
          onClose={() => setSettling(false)}
          onDone={toTasks}
        />
      )}
      {police && (
        <section class="card">
          <PoliceForTask taskId={task.id} police={police} onDone={toTasks} />
        </section>
      )}
      {task.kind === "close_report" && <CloseForTask taskId={task.id} onDone={toTasks} />}
      {care ? (
        <section aria-labelledby="task-care">
          <h2 id="task-care" class="only-read-aloud">
            {t.care.title}
          </h2>
          <PlanCard plan={care} again={again} />
        </section>
      ) : (
        task.byHand && (
          <section class="card stack">
            <EndTask task={task} onDone={toTasks} />
          </section>
        )
      )}
    </Screen>
  );
}
