import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { Letter } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { Behind } from "../../../letters/Signing";
import { Button } from "../../../parts/Button";
import { CheckField, TextArea, TextField } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";
import { bodyOf, CONDITIONS, FIELDS, type FieldSpec, formOf, type LetterForm, factOf, withFact } from "./letter-fields";

type Condition = keyof typeof t.letters.conditions;
const allConditions = () => Object.keys(t.letters.conditions) as Condition[];

/** A draft: what is filled into its sentences, and the sentences themselves. */
export function LetterEditor({ letter, onClose, onDone }: { letter: Letter; onClose: () => void; onDone: () => void }) {
  const [form, setForm] = useState<LetterForm>(() => formOf(letter));
  const { busy, problem, act } = useAction(onDone);
  const change = (more: Partial<LetterForm>) => setForm((old) => ({ ...old, ...more }));
  const to = (more: Partial<LetterForm["addressee"]>) => change({ addressee: { ...form.addressee, ...more } });
  return (
    <Sheet title={letter.name} onClose={onClose}>
      <Form
        class="stack"
        stumbles={0}
        onSend={() => void act("save", () => api.changeLetter(letter.id, bodyOf(form, letter)))}
      >
        <fieldset class="stack stack-tight">
          <legend class="legend">{t.letters.addressee}</legend>
          <TextField label={t.letters.name} value={form.addressee.name} onValue={(name) => to({ name })} />
          <TextArea label={t.letters.address} value={form.addressee.address} onValue={(address) => to({ address })} />
          <TextField
            label={t.letters.dear}
            hint={t.letters.dearHint}
            value={form.addressee.dear}
            onValue={(dear) => to({ dear })}
          />
        </fieldset>
        {letter.needs.map((name) => {
          const spec = FIELDS[name];
          if (!spec) return name === CONDITIONS && <Conditions key={name} form={form} change={change} />;
          return <Fact key={name} name={name} spec={spec} form={form} setForm={setForm} />;
        })}
        {letter.possibleAttachments.length > 0 && (
          <fieldset class="stack stack-tight">
            <legend class="legend">{t.letters.attachments}</legend>
            <p class="soft">{t.letters.attachmentsHint}</p>
            {letter.possibleAttachments.map((one) => (
              <CheckField
                key={one}
                label={one}
                checked={form.attachments.includes(one)}
                onChecked={(on) =>
                  change({
                    attachments: on ? [...form.attachments, one] : form.attachments.filter((other) => other !== one),
                  })
                }
              />
            ))}
          </fieldset>
        )}
        {form.text === null ? (
          <Button look="plain" onPress={() => change({ text: letter.text.join("\n\n") })}>
            {t.letters.ownText}
          </Button>
        ) : (
          <>
            <Behind letter={letter} />
            <TextArea
              label={t.letters.text}
              hint={t.letters.ownTextHint}
              value={form.text}
              onValue={(text) => change({ text })}
            />
            <Button look="plain" onPress={() => change({ text: null })}>
              {t.letters.again}
            </Button>
          </>
        )}
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <Button submit wide busy={busy !== null}>
          {t.letters.save}
        </Button>
      </Form>
    </Sheet>
  );
}

function Fact({
  name,
  spec,
  form,
  setForm,
}: {
  name: string;
  spec: FieldSpec;
  form: LetterForm;
  setForm: (next: (old: LetterForm) => LetterForm) => void;
}) {
  const shared = {
    label: t.letters.fields[name] ?? name,
    hint: t.letters.hints[name],
    value: factOf(form, spec),
    onValue: (value: string) => setForm((old) => withFact(old, spec, value)),
  };
  if (spec.kind === "words") return <TextArea {...shared} input={{ maxLength: 3000 }} />;
  return <TextField {...shared} type={spec.kind === "line" ? "text" : spec.kind} />;
}

function Conditions({ form, change }: { form: LetterForm; change: (more: Partial<LetterForm>) => void }) {
  const chosen = form.facts.conditions ?? [];
  return (
    <fieldset class="stack stack-tight">
      <legend class="legend">{t.letters.fields[CONDITIONS]}</legend>
      {allConditions().map((one) => (
        <CheckField
          key={one}
          label={t.letters.conditions[one]}
          checked={chosen.includes(one)}
          onChecked={(on) =>
            change({
              facts: { ...form.facts, conditions: on ? [...chosen, one] : chosen.filter((other) => other !== one) },
            })
          }
        />
      ))}
    </fieldset>
  );
}
