import type { DamageAnswer as Damage } from "../../incidents/answers";
import { isNoAmount } from "../../incidents/answers";
import { asks } from "../../incidents/steps";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { t } from "../../texts/later";
import type { StepProps } from "./step";
import { YesNo } from "./YesNo";

type Props = Omit<StepProps, "channel">;

const PERSONAL = ["employee", "employee_injury"] as const;
const OF_OTHERS = ["organisation", "third_party"] as const;

export function Injury({ answers, change }: Props) {
  return (
    <>
      <YesNo legend={t.cases.askInjury} value={answers.injured} onValue={(injured) => change({ injured })} />
      {answers.injured && (
        <TextField
          label={t.cases.namely}
          hint={t.cases.noDiagnosis}
          value={answers.injury}
          input={{ maxLength: 500 }}
          onValue={(injury) => change({ injury })}
        />
      )}
    </>
  );
}

/** Each thing apart, with what it costs where somebody knows. */
export function Damages({ form, answers, change }: Props) {
  const both = !asks(form, "damage_personal", "damage_organisation");
  const whose = [
    ...(both || asks(form, "damage_personal") ? PERSONAL : []),
    ...(both || asks(form, "damage_organisation") ? OF_OTHERS : []),
  ];
  const begun: Damage = { id: null, whose: whose[0] ?? "employee", what: "", amount: "" };
  const set = (place: number, part: Partial<Damage>) =>
    change({ damages: answers.damages.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  const say = (damage: boolean) =>
    // A first line is there at once: there is something to write down.
    change({ damage, ...(damage && answers.damages.length === 0 ? { damages: [begun] } : {}) });
  return (
    <>
      <YesNo legend={t.incident.damage} value={answers.damage} onValue={say} />
      {answers.damage &&
        answers.damages.map((one, place) => (
          <fieldset key={place} class="card stack stack-tight">
            <legend class="legend">{t.cases.damageLine(place + 1)}</legend>
            <ChooseOne
              legend={t.cases.askWhose}
              flow
              chips={whose.map((value) => ({ value, text: t.cases.whose[value] }))}
              value={one.whose}
              onValue={(value) => set(place, { whose: value })}
            />
            <TextField
              label={t.cases.damageWhat}
              value={one.what}
              input={{ maxLength: 500 }}
              onValue={(what) => set(place, { what })}
            />
            <TextField
              label={t.cases.amount}
              value={one.amount}
              error={isNoAmount(one.amount) ? t.cases.noAmount : undefined}
              input={{ inputMode: "decimal" }}
              onValue={(amount) => set(place, { amount })}
            />
            <Button
              look="plain"
              size="small"
              label={t.form.removeOf(t.cases.damageLine(place + 1))}
              onPress={() => change({ damages: answers.damages.filter((_, at) => at !== place) })}
            >
              {t.form.remove}
            </Button>
          </fieldset>
        ))}
      {answers.damage && (
        <Button look="quiet" onPress={() => change({ damages: [...answers.damages, begun] })}>
          {t.cases.addDamage}
        </Button>
      )}
    </>
  );
}

export function Police({ answers, change }: Props) {
  return (
    <>
      <YesNo legend={t.cases.askPolice} value={answers.police} onValue={(police) => change({ police })} />
      {answers.police && (
        <TextField
          label={t.cases.policeOn}
          type="date"
          value={answers.policeOn}
          onValue={(policeOn) => change({ policeOn })}
        />
      )}
      {answers.police !== null && (
        <TextField
          label={t.cases.explain}
          value={answers.policeWhy}
          input={{ maxLength: 1000 }}
          onValue={(policeWhy) => change({ policeWhy })}
        />
      )}
    </>
  );
}

export function Care({ form, answers, change }: Props) {
  return (
    <>
      {asks(form, "aftercare") && (
        <YesNo legend={t.cases.askAftercare} value={answers.aftercare} onValue={(aftercare) => change({ aftercare })} />
      )}
      {answers.aftercare && (
        <TextField
          label={t.cases.explain}
          hint={t.cases.noDiagnosis}
          value={answers.aftercareWhat}
          input={{ maxLength: 1000 }}
          onValue={(aftercareWhat) => change({ aftercareWhat })}
        />
      )}
      {asks(form, "further_action") && (
        <YesNo legend={t.cases.askFurther} value={answers.further} onValue={(further) => change({ further })} />
      )}
      {answers.further && (
        <TextField
          label={t.cases.explain}
          hint={t.form.furtherHint}
          value={answers.furtherWhat}
          input={{ maxLength: 1000 }}
          onValue={(furtherWhat) => change({ furtherWhat })}
        />
      )}
    </>
  );
}
