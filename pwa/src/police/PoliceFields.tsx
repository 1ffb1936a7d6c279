import type { PoliceForTask } from "../api/types";
import { SelectField, TextArea, TextField } from "../parts/Field";
import { t } from "../texts/later";

/** What is noted of a matter at the police, as it is typed: a day that is not known is empty. */
type PoliceAnswers = Pick<PoliceForTask, "where" | "number" | "copyOfRecord" | "outcome" | "outcomeNote"> &
  Record<"on" | "toldOn" | "agreedOn", string>;

interface Props {
  form: PoliceAnswers;
  said: (name: keyof PoliceAnswers) => string | undefined;
  change: (more: Partial<PoliceAnswers>) => void;
}

const words = (of: Record<string, string>) => Object.entries(of).map(([value, text]) => ({ value, text }));

/** When and where it was reported, and under which number. */
export function WhereReported(fields: Props) {
  return (
    <>
      <Day name="on" label={t.police.on} {...fields} />
      <TextField
        label={t.police.station}
        value={fields.form.where}
        error={fields.said("where")}
        input={{ maxLength: 200 }}
        onValue={(where) => fields.change({ where })}
      />
      <TextField
        label={t.police.number}
        value={fields.form.number}
        error={fields.said("number")}
        input={{ maxLength: 100 }}
        onValue={(number) => fields.change({ number })}
      />
    </>
  );
}

/** The copy of the record, who was told, and what came of it. */
export function WhatCameOfIt(fields: Props) {
  return (
    <>
      <SelectField
        label={t.police.copy}
        value={fields.form.copyOfRecord}
        error={fields.said("copyOfRecord")}
        onValue={(value) => fields.change({ copyOfRecord: value as PoliceAnswers["copyOfRecord"] })}
        options={words(t.police.copies)}
      />
      <Day name="toldOn" label={t.police.toldOn} {...fields} />
      <Day name="agreedOn" label={t.police.agreedOn} {...fields} />
      <SelectField
        label={t.police.outcome}
        value={fields.form.outcome ?? ""}
        error={fields.said("outcome")}
        onValue={(value) => fields.change({ outcome: (value || null) as PoliceAnswers["outcome"] })}
        options={[{ value: "", text: "" }, ...words(t.police.outcomes)]}
      />
      <TextArea
        label={t.police.outcomeNote}
        value={fields.form.outcomeNote}
        error={fields.said("outcomeNote")}
        input={{ maxLength: 2000 }}
        onValue={(outcomeNote) => fields.change({ outcomeNote })}
      />
    </>
  );
}

function Day({ name, label, form, said, change }: Props & { name: "on" | "toldOn" | "agreedOn"; label: string }) {
  return (
    <TextField
      label={label}
      type="date"
      value={form[name]}
      error={said(name)}
      onValue={(value) => change({ [name]: value })}
    />
  );
}
