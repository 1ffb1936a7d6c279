import type { Incident, IncidentForm } from "../../api/types";
import { sayAnswer } from "../../incidents/say-answer";
import type { Answers } from "../../incidents/answers";
import type { FormDraft } from "../../incidents/form-drafts";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

interface Props {
  draft: FormDraft;
  report: Incident | null;
  form: IncidentForm;
  choose: (field: keyof Answers, ...theirs: Answers[keyof Answers][]) => void;
}

/** Somebody else changed the same answer meanwhile. Neither goes without somebody having looked at it. */
export function Clashes({ draft, report, form, choose }: Props) {
  const who = report?.changedBy?.name ?? t.form.somebodyElse;
  return (
    <>
      <Notice tone="soon" title={t.form.changed(who)} announce="politely">
        <p>{t.form.changedText}</p>
      </Notice>
      {draft.clashes.map(({ field, theirs }) => (
        <section key={field} class="card stack stack-tight" aria-label={t.form.fields[field]}>
          <h2 class="nl-heading nl-heading--level-2">{t.form.fields[field]}</h2>
          <h3 class="nl-heading nl-heading--level-3">{who}</h3>
          <p class="anywhere form__said">{sayAnswer(theirs, form)}</p>
          <h3 class="nl-heading nl-heading--level-3">{t.form.mine}</h3>
          <p class="anywhere form__said">{sayAnswer(draft.answers[field], form)}</p>
          <div class="row">
            <Button look="quiet" onPress={() => choose(field, theirs)}>
              {t.form.takeTheirs}
            </Button>
            <Button look="quiet" onPress={() => choose(field)}>
              {t.form.takeMine}
            </Button>
          </div>
        </section>
      ))}
    </>
  );
}
