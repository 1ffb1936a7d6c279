import "./letters.css";
import { api } from "../../../api/later";
import { asNamed } from "../../../app/filling";
import { useFetch } from "../../../app/useFetch";
import { useForm } from "../../../app/useForm";
import { Button } from "../../../parts/Button";
import { SelectField } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { t } from "../../../texts/later";
import { longDay } from "../../../time/format";
import type { SectionProps } from "../section";
import { checkChoice, noChoice } from "./choice";
import { LetterCard } from "./LetterCard";

/** The letters about an incident: what fits can be written; who may know no more sees that one went out. */
export function LettersSection({ incident, round, again }: SectionProps) {
  const { value, problem } = useFetch(() => api.letters(incident.id), `${incident.id} ${round}`);
  const {
    form,
    change,
    said,
    stumbles,
    busy,
    problem: refused,
    send,
  } = useForm({
    begin: noChoice,
    check: checkChoice,
    at: asNamed("letterId"),
    send: (letterId) => api.writeLetter(incident.id, letterId),
    // The letter stands above now: as long as it stayed chosen, another one like it was a press away.
    next: noChoice,
    onDone: () => again(),
  });
  if (!value) return problem ? <Notice tone="soon" title={problem} announce="now" /> : null;
  const { letters, sent, choices, never } = value;
  if (!never && letters.length === 0 && sent.length === 0 && choices.length === 0) return null;
  const pick = choices.find((one) => one.letterId === form.letterId);
  return (
    <section class="card stack" aria-labelledby="case-letters">
      <h2 id="case-letters" class="nl-heading nl-heading--level-2">
        {t.letters.title}
      </h2>
      {never && <Notice tone="alarm" title={t.letters.never} />}
      {sent.map((one, place) => (
        <p key={place} class="anywhere">
          {t.letters.sent(one.name, longDay(one.deliveredAt))}
        </p>
      ))}
      {letters.map((letter) => (
        <LetterCard key={`${letter.id} ${letter.revision}`} letter={letter} again={again} />
      ))}
      {letters.length === 0 && choices.length > 0 && <p class="soft">{t.letters.none}</p>}
      {choices.length > 0 && (
        <Form class="stack stack-tight" stumbles={stumbles} onSend={() => send()}>
          {refused && <Notice tone="soon" title={refused} announce="now" />}
          <SelectField
            label={t.letters.choose}
            value={form.letterId}
            error={said("letterId")}
            onValue={(letterId) => change({ letterId })}
            options={[{ value: "", text: "" }, ...choices.map((one) => ({ value: one.letterId, text: one.name }))]}
          />
          {pick && pick.says.length > 0 && <Says says={pick.says} />}
          <div class="row">
            <Button submit look="quiet" busy={busy !== null}>
              {t.letters.write}
            </Button>
          </div>
        </Form>
      )}
    </section>
  );
}

export function Says({ says }: { says: string[] }) {
  return (
    <div class="soft">
      <p>{t.letters.says}</p>
      <ul class="letter-says">
        {says.map((one) => (
          <li key={one} class="anywhere">
            {one}
          </li>
        ))}
      </ul>
    </div>
  );
}
