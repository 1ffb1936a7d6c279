import "../../desk/desk.css";
import { useEffect } from "preact/hooks";
import { api } from "../../api/later";
import type { CarePlan } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { useStore } from "../../app/store";
import { PlanChoices, titleOf, WhoHasIt } from "../../care/PlanCard";
import { reported } from "../../incidents/draft";
import { refreshTasks } from "../../tasks/tasks";
import { named } from "../../tasks/titles";
import { t } from "../../texts/later";
import { longDay } from "../../time/format";

/** After an incident, for whoever was hit, saw it or helped: who talks with me, and when. Without it, nothing. */
export function PlannedForMe() {
  const { value, again: askAgain } = useFetch(api.myCare);
  // What was answered here may have been a task of mine too.
  const again = () => {
    askAgain();
    void refreshTasks().catch(() => undefined);
  };
  const filed = useStore(reported).length;
  useEffect(() => {
    if (filed > 0) askAgain();
  }, [filed]);
  const plans = value?.plans.filter((plan) => plan.seenAs === "own") ?? [];
  if (plans.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="planned-for-me">
      <h2 id="planned-for-me" class="nl-heading nl-heading--level-2">
        {t.care.planned}
      </h2>
      {plans.map((plan) => (
        <Planned key={plan.id} plan={plan} again={again} />
      ))}
    </section>
  );
}

function Planned({ plan, again }: { plan: CarePlan; again: () => void }) {
  // What I do myself stands among my tasks.
  const coming = plan.steps.filter((step) => step.state === "open" && !step.mine);
  return (
    <div class="card stack stack-tight">
      <p class="soft">{t.care.after(longDay(plan.happenedAt))}</p>
      <WhoHasIt plan={plan} />
      {coming.map((step) => (
        <p key={step.id} class="anywhere">
          {t.app.colon(named(titleOf(step, plan.steps)))} {t.care.until(longDay(step.dueAt))}
        </p>
      ))}
      <details open={plan.evaluation?.mayAnswer}>
        <summary class="incident-summary">{t.care.more}</summary>
        <div class="stack stack-tight">
          <PlanChoices plan={plan} again={again} />
        </div>
      </details>
    </div>
  );
}
