import { TextArea } from "../../parts/Field";
import { t } from "../../texts/later";
import type { StepProps } from "./step";

export function Story({ answers, change }: StepProps) {
  return (
    <TextArea
      label={t.incident.story}
      hint={t.cases.literally}
      value={answers.description}
      error={answers.description.trim() === "" ? t.form.storyNeeded : undefined}
      input={{ maxLength: 5000 }}
      onValue={(description) => change({ description })}
    />
  );
}
