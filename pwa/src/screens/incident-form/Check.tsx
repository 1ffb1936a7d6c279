import type { StepName } from "../../incidents/steps";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

interface Props {
  steps: StepName[];
  open: StepName[];
  wrong: StepName[];
  goTo: (step: number) => void;
}

/** What still has no answer, and what can't be kept as it was typed, each a press away. */
export function Check({ steps, open, wrong, goTo }: Props) {
  const named = (names: StepName[]) => (
    <ul class="stack stack-tight">
      {names.map((one) => (
        <li key={one}>
          <Button look="quiet" onPress={() => goTo(steps.indexOf(one))}>
            {t.form.steps[one]}
          </Button>
        </li>
      ))}
    </ul>
  );
  if (open.length + wrong.length === 0) return <Notice tone="watched" title={t.cases.readyToComplete} />;
  return (
    <>
      {wrong.length > 0 && <Notice tone="soon" title={t.form.unreadable} />}
      {wrong.length > 0 && named(wrong)}
      {open.length > 0 && (
        <Notice tone="soon" title={t.cases.missing(open.length)}>
          <p>{t.form.laterToo}</p>
        </Notice>
      )}
      {open.length > 0 && named(open)}
    </>
  );
}
