import { useRef } from "preact/hooks";
import { api } from "../../api/later";
import type { Advice, Criterion, Incident, Mark, Visit } from "../../api/types";
import { useFetch } from "../../app/useFetch";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseOne, ChooseSome } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { countryOf } from "../../addresses/address";
import { AddressFields } from "../../addresses/AddressFields";
import {
  checkProposal,
  emptyProposal,
  proposalField,
  proposalFor,
  proposalFrom,
  proposalOf,
  withCriteria,
} from "./proposal";
import { newId } from "../../app/ids";

const ADVICE: Advice[] = ["attention", "pairs", "phone_first", "police_first", "office_only", "not_this_employee"];
const CRITERIA: Criterion[] = ["letters", "incidents", "expected_trouble", "weapon", "dog", "fraud_investigation"];

interface Props {
  /** The mark that ends when this proposal is approved. */
  replaces?: Mark;
  /** The visit on which somebody expects trouble: its address, and why. */
  of?: Visit;
  /** The report that it comes from: who did it, and where. */
  from?: Incident;
  onDone: () => void;
}

/** Proposing a mark: what a colleague has to do there, why, when somebody looks again, and when it ends. */
export function ProposeForm({ replaces, of, from, onDone }: Props) {
  const { me } = useSession();
  const id = useRef(newId());
  const today = isoDay(serverClock.now());
  const { form, change, setForm, errors, said, stumbles, busy, problem, send } = useForm({
    begin: () => {
      if (replaces) return proposalOf(replaces, today);
      if (of) return proposalFor(of, today);
      return from ? proposalFrom(from, countryOf(me), today) : emptyProposal(countryOf(me), today);
    },
    check: (filled) => checkProposal(filled, today),
    at: proposalField,
    send: (body) => api.proposeMark({ id: id.current, ...body, ...(replaces ? { replaces: replaces.id } : {}) }),
    onDone: () => onDone(),
  });
  const typed = (name: "instruction" | "measure" | "personName" | "reason") => ({
    value: form[name],
    error: said(name),
    onValue: (value: string) => change({ [name]: value }),
  });
  const day = (name: "validFrom" | "reviewDate" | "endsOn", label: string) => (
    <TextField
      label={label}
      type="date"
      value={form[name]}
      error={said(name)}
      onValue={(value) => change({ [name]: value })}
    />
  );

  return (
    <Form class="card stack desk-form" stumbles={stumbles} onSend={send}>
      <h2 class="nl-heading nl-heading--level-2">{replaces ? t.marks.changeTitle : t.marks.propose}</h2>
      {replaces && <p class="soft">{t.marks.changeText}</p>}
      <AddressFields
        form={form.address}
        errors={errors.address ?? {}}
        refused={(name) => said(`address/${name}`)}
        onForm={(next) => setForm((now) => ({ ...now, address: next(now.address) }))}
      />
      <ChooseOne<Mark["about"]>
        legend={t.marks.about}
        chips={(["household", "person"] as const).map((value) => ({ value, text: t.marks.abouts[value] }))}
        value={form.about}
        onValue={(about) => change({ about })}
        flow
      />
      {form.about === "person" && <TextField label={t.marks.personName} {...typed("personName")} />}
      <ChooseSome<Criterion>
        legend={t.marks.criteria}
        chips={CRITERIA.map((value) => ({ value, text: t.marks.criterion[value] }))}
        values={form.criteria}
        error={said("criteria")}
        onValues={(criteria) => setForm((now) => withCriteria(now, criteria))}
      />
      <ChooseSome<Advice>
        legend={t.marks.advice}
        chips={ADVICE.map((value) => ({ value, text: t.risk.advice[value] }))}
        values={form.advice}
        error={said("advice")}
        onValues={(advice) => change({ advice })}
      />
      {form.advice.includes("not_this_employee") && (
        <NotFor values={form.notFor} error={said("notFor")} onValues={(notFor) => change({ notFor })} />
      )}
      <TextField label={t.marks.instruction} hint={t.marks.instructionHint} {...typed("instruction")} />
      <TextArea label={t.marks.why} hint={t.marks.whyHint} {...typed("reason")} />
      <TextField label={t.marks.measure} {...typed("measure")} />
      <div class="fields">
        {day("validFrom", t.marks.validFrom)}
        {day("reviewDate", t.marks.reviewDate)}
        {day("endsOn", t.marks.endsOn)}
      </div>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {Object.keys(errors).length > 0 && <Notice tone="soon" title={t.marks.missing} announce="now" />}
      <p class="soft">{t.marks.provisional}</p>
      <Button submit busy={busy !== null}>
        {t.marks.send}
      </Button>
    </Form>
  );
}

interface NotForProps {
  values: string[];
  error: string | undefined;
  onValues: (values: string[]) => void;
}

function NotFor({ values, error, onValues }: NotForProps) {
  const { value, problem } = useFetch(api.colleagues);
  if (problem) return <Notice tone="soon" title={t.marks.noColleagues} announce="now" />;
  return (
    <div class="stack stack-tight">
      <ChooseSome<string>
        legend={t.marks.notFor}
        chips={(value ?? []).map(({ id, name }) => ({ value: id, text: name }))}
        values={values}
        error={error}
        onValues={onValues}
      />
      <p class="soft">{t.marks.notForHint}</p>
    </div>
  );
}
