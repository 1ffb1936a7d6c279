import { api } from "../../../api/later";
import type { AnotherHit, CarePlan } from "../../../api/types";
import { useFetch } from "../../../app/useFetch";
import { useForm } from "../../../app/useForm";
import { Button } from "../../../parts/Button";
import { ChooseOne } from "../../../parts/Chips";
import { SelectField } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";
import { addNobody, checkAdd } from "./add-to-care";

interface Props {
  incidentId: string;
  /** The care that there is: nobody gets two plans, and the words for people from outside stand in it. */
  plans: readonly CarePlan[];
  onClose: () => void;
  onDone: () => void;
}

const HIT: AnotherHit["hit"][] = ["bystander", "helped", "victim"];

/** A colleague who was there or helped, or people from outside, who are cared for too. */
export function AddToCare({ incidentId, plans, onClose, onDone }: Props) {
  const { value, problem: unheard } = useFetch(api.colleagues);
  const outsiders = [...new Set(plans.flatMap((one) => one.alsoFor))];
  const there = new Set(plans.map((one) => one.person?.id ?? one.whom));
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: addNobody,
    check: checkAdd(outsiders),
    at: { "/hit": "hit", "/personId": "who", "/whom": "who" },
    send: (body) => api.addToCare(incidentId, body),
    onDone,
  });
  const colleagues = (value ?? []).map((one) => ({ value: one.id, text: one.name }));
  const choices = [...colleagues, ...outsiders.map((one) => ({ value: one, text: t.care.outside(one) }))];
  return (
    <Sheet title={t.care.add} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={() => send()}>
        {(problem ?? unheard) && <Notice tone="soon" title={(problem ?? unheard) as string} announce="now" />}
        <p>{t.care.addText}</p>
        <SelectField
          label={t.care.who}
          value={form.who}
          error={said("who")}
          options={[{ value: "", text: t.care.choose }, ...choices.filter((one) => !there.has(one.value))]}
          onValue={(who) => change({ who })}
        />
        <ChooseOne
          legend={t.care.what}
          chips={HIT.map((one) => ({ value: one, text: t.care.hit[one] }))}
          value={form.hit}
          error={said("hit")}
          onValue={(hit) => change({ hit })}
        />
        <Button submit wide busy={busy !== null}>
          {t.care.addThem}
        </Button>
      </Form>
    </Sheet>
  );
}
