import { api } from "../../api/later";
import type { Alarm } from "../../api/types";
import { useAction } from "../../app/useAction";
import { t } from "../../texts/later";
import { clockTime } from "../../time/format";

/** The desk's list for this cause. What one ticks, all see, with who did it and when. */
export function Steps({ alarm, onDone }: { alarm: Alarm; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  return (
    <>
      <ol class="alarm-steps">
        {alarm.steps.map((step, place) => {
          const tick = alarm.ticks.find((one) => one.step === place);
          return (
            <li key={step}>
              <label class="check-field">
                <input
                  type="checkbox"
                  checked={tick !== undefined}
                  aria-disabled={!alarm.mayAct || busy !== null ? "true" : undefined}
                  onClick={(event) => {
                    // It shows what the server holds, and nothing else.
                    event.preventDefault();
                    if (!alarm.mayAct) return;
                    void act(`step ${place}`, () => api.tickStep(alarm.id, place, tick === undefined));
                  }}
                />
                <span>
                  {step}
                  {tick && (
                    <span class="alarm-steps__who soft">{t.alarm.doneBy(tick.by.name, clockTime(tick.at))}</span>
                  )}
                </span>
              </label>
            </li>
          );
        })}
      </ol>
      {problem && (
        <p class="field__error" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}
