import { api } from "../api/later";
import type { CarePlan } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";

interface GraverProps {
  plan: CarePlan;
  again: () => void;
}

/** What the protocol asks after something grave, for whoever cares: read first, then laid by one who says that it was. */
export function Graver({ plan, again }: GraverProps) {
  const { busy, problem, act } = useAction(again);
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {plan.graver.map((one) => (
        <details key={one.rule}>
          <summary>{t.care.graver(one.after)}</summary>
          <div class="stack stack-tight">
            <ul class="desk-list">
              {one.steps.map((step) => (
                <li key={step} class="anywhere">
                  {step}
                </li>
              ))}
            </ul>
            {one.notOptional && <p class="soft">{t.care.notOptional}</p>}
            {one.toldOnly && <p class="soft">{t.care.toldOnly}</p>}
            {one.started && <p class="soft">{t.care.graverLaid}</p>}
            {!one.toldOnly && !one.started && (
              <Button
                look="quiet"
                busy={busy === String(one.rule)}
                onPress={() => void act(String(one.rule), () => api.graverCare(plan.id, one.rule))}
              >
                {t.care.grave}
              </Button>
            )}
          </div>
        </details>
      ))}
    </>
  );
}
