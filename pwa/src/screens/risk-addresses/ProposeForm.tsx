import { useRef, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Advice, Criterion, Mark, Visit } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { ChooseOne, ChooseSome } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { countryOf } from "../../addresses/address";
import { AddressFields } from "../../addresses/AddressFields";
import { checkProposal, emptyProposal, proposalFor, proposalOf, withCriteria, type ProposalForm } from "./proposal";
import { newId } from "../../app/ids";

const ADVICE: Advice[] = ["attention", "pairs", "phone_first", "police_first", "office_only", "not_this_employee"];
const CRITERIA: Criterion[] = ["letters", "incidents", "expected_trouble", "weapon", "dog", "fraud_investigation"];

interface Props {
  /** The mark that ends when this proposal is approved. */
  replaces?: Mark;
  /** The visit on which somebody expects trouble: its address, and why. */
  of?: Visit;
  onDone: () => void;
}

/** Proposing a mark: what a colleague has to do there, why, when somebody looks again, and when it ends. */
export function ProposeForm({ replaces, of, onDone }: Props) {
  const { me } = useSession();
  const id = useRef(newId());
  const today = isoDay(serverClock.now());
  const [form, setForm] = useState(() =>
    replaces ? proposalOf(replaces, today) : of ? proposalFor(of, today) : emptyProposal(countryOf(me), today),
  );
  const [tried, setTried] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  const checked = checkProposal(form, today);
  const change = (more: Partial<ProposalForm>) => setForm((now) => ({ ...now, ...more }));
  const field = (name: "instruction" | "measure" | "personName", label: string, hint?: string, error?: string) => (
    <TextField
      label={label}
      hint={hint}
      error={error}
      value={form[name]}
      onValue={(value) => change({ [name]: value })}
    />
  );
  const day = (
    name: "validFrom" | "reviewDate" | "endsOn",
    label: string,
    wrong: "validFrom" | "review" | "endsOn",
  ) => (
    <TextField
      label={label}
      type="date"
      value={form[name]}
      error={tried && checked.missing.includes(wrong) ? t.marks.errors[wrong] : undefined}
      onValue={(value) => change({ [name]: value })}
    />
  );

  const propose = () => {
    setTried(true);
    if (!checked.body) return;
    const body = { id: id.current, ...checked.body, ...(replaces ? { replaces: replaces.id } : {}) };
    void act("propose", () => api.proposeMark(body));
  };

  return (
    <form
      class="card stack desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        propose();
      }}
    >
      <h2 class="nl-heading nl-heading--level-2">{replaces ? t.marks.changeTitle : t.marks.propose}</h2>
      {replaces && <p class="soft">{t.marks.changeText}</p>}
      <AddressFields
        form={form.address}
        errors={tried ? checked.address : {}}
        onForm={(next) => setForm((now) => ({ ...now, address: next(now.address) }))}
      />
      <ChooseOne<Mark["about"]>
        legend={t.marks.about}
        chips={(["household", "person"] as const).map((value) => ({ value, text: t.marks.abouts[value] }))}
        value={form.about}
        onValue={(about) => change({ about })}
        flow
      />
      {form.about === "person" && field("personName", t.marks.personName)}
      <ChooseSome<Criterion>
        legend={t.marks.criteria}
        chips={CRITERIA.map((value) => ({ value, text: t.marks.criterion[value] }))}
        values={form.criteria}
        onValues={(criteria) => setForm((now) => withCriteria(now, criteria))}
      />
      <ChooseSome<Advice>
        legend={t.marks.advice}
        chips={ADVICE.map((value) => ({ value, text: t.risk.advice[value] }))}
        values={form.advice}
        onValues={(advice) => change({ advice })}
      />
      {form.advice.includes("not_this_employee") && (
        <NotFor values={form.notFor} onValues={(notFor) => change({ notFor })} />
      )}
      {field("instruction", t.marks.instruction, t.marks.instructionHint)}
      <TextArea
        label={t.marks.why}
        hint={t.marks.whyHint}
        value={form.reason}
        onValue={(reason) => change({ reason })}
      />
      {field("measure", t.marks.measure)}
      <div class="fields">
        {day("validFrom", t.marks.validFrom, "validFrom")}
        {day("reviewDate", t.marks.reviewDate, "review")}
        {day("endsOn", t.marks.endsOn, "endsOn")}
      </div>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {tried && checked.missing.length > 0 && (
        <Notice tone="soon" title={t.marks.missing} announce="now">
          <ul>
            {checked.missing.map((one) => (
              <li key={one}>{t.marks.errors[one]}</li>
            ))}
          </ul>
        </Notice>
      )}
      <p class="soft">{t.marks.provisional}</p>
      <Button submit busy={busy !== null}>
        {t.marks.send}
      </Button>
    </form>
  );
}

function NotFor({ values, onValues }: { values: string[]; onValues: (values: string[]) => void }) {
  const { value, problem } = useFetch(api.colleagues);
  if (problem) return <Notice tone="soon" title={t.marks.noColleagues} announce="now" />;
  return (
    <div class="stack stack-tight">
      <ChooseSome<string>
        legend={t.marks.notFor}
        chips={(value ?? []).map(({ id, name }) => ({ value: id, text: name }))}
        values={values}
        onValues={onValues}
      />
      <p class="soft">{t.marks.notForHint}</p>
    </div>
  );
}
