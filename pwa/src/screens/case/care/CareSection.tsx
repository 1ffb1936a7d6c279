import { api } from "../../../api/calls";
import { useFetch } from "../../../app/useFetch";
import { PlanCard } from "../../../care/PlanCard";
import { t } from "../../../texts/later";
import type { SectionProps } from "../section";

/** The care after an incident: for whoever it happened to what is planned, and for who cares what was offered. */
export function CareSection({ incident }: SectionProps) {
  const { value, again } = useFetch(() => api.careOf(incident.id), incident.id);
  if (!value || value.plans.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="case-care">
      <h2 id="case-care" class="nl-heading nl-heading--level-2">
        {t.care.title}
      </h2>
      {value.plans.map((plan) => (
        <PlanCard key={plan.id} plan={plan} again={again} />
      ))}
    </section>
  );
}
