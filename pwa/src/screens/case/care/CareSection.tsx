import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import { useFetch } from "../../../app/useFetch";
import { PlanCard } from "../../../care/PlanCard";
import { Button } from "../../../parts/Button";
import { t } from "../../../texts/later";
import { AddToCare } from "./AddToCare";
import type { SectionProps } from "../section";

/** The care after an incident: for whoever it happened to what is planned, and for who cares what was offered. */
export function CareSection({ incident, round, again }: SectionProps) {
  const { value } = useFetch(() => api.careOf(incident.id), `${incident.id} ${round}`);
  const [adding, setAdding] = useState(false);
  if (!value || value.plans.length === 0) return null;
  return (
    <section class="stack" aria-labelledby="case-care">
      <h2 id="case-care" class="nl-heading nl-heading--level-2">
        {t.care.title}
      </h2>
      {value.plans.map((plan) => (
        <PlanCard key={plan.id} plan={plan} again={again} />
      ))}
      {value.plans.some((plan) => plan.mayAdd) && (
        <Button look="quiet" onPress={() => setAdding(true)}>
          {t.care.add}
        </Button>
      )}
      {adding && (
        <AddToCare
          incidentId={incident.id}
          plans={value.plans}
          onClose={() => setAdding(false)}
          onDone={() => {
            setAdding(false);
            again();
          }}
        />
      )}
    </section>
  );
}
