import type { TourStep } from "../../api/types";
import { Icon } from "../../parts/Icon";
import { t } from "../../texts/later";

const STEPS: TourStep[] = ["checkedIn", "notAnswered", "othersTold", "taken", "closed"];

/** Five things to try, which tick themselves off. */
export function Tour({ done }: { done: Record<TourStep, boolean> }) {
  const next = STEPS.find((step) => !done[step]);
  return (
    <section class="stack stack-tight" aria-labelledby="tour">
      <h2 id="tour" class="nl-heading nl-heading--level-3">
        {t.demonstration.tour}
      </h2>
      <ol class="tour" aria-live="polite">
        {STEPS.map((step, place) => (
          <li
            key={step}
            class={`tour__step${done[step] ? " tour__step--done" : ""}`}
            aria-current={step === next ? "step" : undefined}
          >
            <span class="tour__mark" aria-hidden="true">
              {done[step] ? <Icon name="check" /> : place + 1}
            </span>
            <span>
              {done[step] && <span class="only-read-aloud">{t.demonstration.done} </span>}
              {t.demonstration.steps[step]}
            </span>
          </li>
        ))}
      </ol>
      {!next && <p class="strong">{t.demonstration.allDone}</p>}
    </section>
  );
}
