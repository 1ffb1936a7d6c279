import { useState } from "preact/hooks";
import { api } from "../../../api/calls";
import type { CarePlan } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { Button } from "../../../parts/Button";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts";

interface Props {
  step: CarePlan["steps"][number];
  /** Whether these talks come again until somebody says that it is enough. */
  regular: boolean;
  again: () => void;
}

/** What whoever has a step ticks, and what came of it. There is no place to write: how somebody is, is kept nowhere. */
export function StepForm({ step, regular, again }: Props) {
  const { busy, problem, act } = useAction(again);
  const [done, setDone] = useState<readonly string[]>([]);
  const tick = (text: string) => setDone(done.includes(text) ? done.filter((one) => one !== text) : [...done, text]);
  const points = step.points.map(({ text }) => ({ text, done: done.includes(text) }));
  const outcomes = step.outcomes.filter((one) => one !== "enough" || regular);
  const says = (outcome: string | null) =>
    void act(outcome ?? "done", () => api.careDone(step.id, { points, outcome, note: "" }));
  return (
    <fieldset class="stack stack-tight">
      <legend>{step.title}</legend>
      {step.points.map(({ text }) => (
        <label key={text} class="anywhere">
          <input type="checkbox" checked={done.includes(text)} onChange={() => tick(text)} /> {text}
        </label>
      ))}
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <p class="soft">{t.care.nothingWritten}</p>
      <div class="row">
        {outcomes.length === 0 && (
          <Button look="quiet" busy={busy !== null} onPress={() => says(null)}>
            {t.care.done}
          </Button>
        )}
        {outcomes.map((one) => (
          <Button key={one} look="quiet" busy={busy === one} onPress={() => says(one)}>
            {t.care.outcomes[one as keyof typeof t.care.outcomes]}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}
