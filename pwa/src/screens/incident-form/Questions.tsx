import type { IncidentChannel, IncidentForm } from "../../api/types";
import { type Answers, isNoAmount } from "../../incidents/answers";
import { Button } from "../../parts/Button";
import { ChooseOne, ChooseSome } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { t } from "../../texts/later";

interface Props {
  form: IncidentForm;
  answers: Answers;
  change: (part: Partial<Answers>) => void;
}

const CHANNELS: IncidentChannel[] = ["home_visit", "outside", "office", "phone", "in_writing"];
const WHOSE = ["employee", "employee_injury", "organisation", "third_party"] as const;

/** Each question only where the form of the protocol has it; which damage there is, also where somebody said that there is. */
export function Questions({ form, answers, change }: Props) {
  const asks = (...fields: IncidentForm["fields"]) => fields.some((one) => form.fields.includes(one));
  const word = (one: { id: string; name: string }) => ({ value: one.id, text: one.name });
  return (
    <>
      {asks("kind") && <Grid form={form} answers={answers} change={change} />}
      {form.levels.length > 0 && (
        <ChooseOne
          legend={t.cases.level}
          columns={1}
          chips={form.levels.map(word)}
          value={answers.level}
          onValue={(level) => change({ level })}
        />
      )}
      {form.motives.length > 0 && (
        <ChooseOne
          legend={t.cases.motive}
          columns={1}
          chips={form.motives.map(word)}
          value={answers.motive}
          onValue={(motive) => change({ motive })}
        />
      )}
      <YesNo
        legend={t.cases.askPersistent}
        value={answers.persistent}
        onValue={(persistent) => change({ persistent })}
      />
      {form.behaviours.some((one) => one.attempts) && (
        <TextField
          label={t.cases.attempts}
          value={answers.attempts}
          input={{ inputMode: "numeric", maxLength: 2 }}
          onValue={(attempts) => change({ attempts })}
        />
      )}
      <YesNo legend={t.cases.askExtreme} value={answers.extreme} onValue={(extreme) => change({ extreme })} />
      <YesNo
        legend={t.cases.askThreat}
        value={answers.threatToCome}
        onValue={(threatToCome) => change({ threatToCome })}
      />
      {asks("description") && (
        <TextArea
          label={t.incident.story}
          hint={t.cases.literally}
          value={answers.description}
          onValue={(description) => change({ description })}
        />
      )}
      {asks("caused_by") && (
        <>
          <h2 class="nl-heading nl-heading--level-2">{t.cases.aggressor}</h2>
          <TextField label={t.cases.name} value={answers.name} onValue={(name) => change({ name })} />
          <TextField label={t.cases.initials} value={answers.initials} onValue={(initials) => change({ initials })} />
          <TextField
            label={t.cases.dateOfBirth}
            type="date"
            value={answers.dateOfBirth}
            onValue={(dateOfBirth) => change({ dateOfBirth })}
          />
          <TextField
            label={t.cases.clientReference}
            value={answers.clientReference}
            onValue={(clientReference) => change({ clientReference })}
          />
        </>
      )}
      <Witnesses answers={answers} change={change} />
      {asks("injury") && (
        <>
          <YesNo legend={t.cases.askInjury} value={answers.injured} onValue={(injured) => change({ injured })} />
          {answers.injured && (
            <TextField
              label={t.cases.namely}
              hint={t.cases.noDiagnosis}
              value={answers.injury}
              onValue={(injury) => change({ injury })}
            />
          )}
        </>
      )}
      {(asks("damage_personal", "damage_organisation") || answers.damage !== null) && (
        <Damages answers={answers} change={change} />
      )}
      {asks("police_report") && (
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
              onValue={(policeWhy) => change({ policeWhy })}
            />
          )}
        </>
      )}
      {asks("aftercare") && (
        <>
          <YesNo
            legend={t.cases.askAftercare}
            value={answers.aftercare}
            onValue={(aftercare) => change({ aftercare })}
          />
          {answers.aftercare && (
            <TextField
              label={t.cases.explain}
              hint={t.cases.noDiagnosis}
              value={answers.aftercareWhat}
              onValue={(aftercareWhat) => change({ aftercareWhat })}
            />
          )}
        </>
      )}
      {asks("further_action") && (
        <>
          <YesNo legend={t.cases.askFurther} value={answers.further} onValue={(further) => change({ further })} />
          {answers.further && (
            <TextField
              label={t.cases.explain}
              value={answers.furtherWhat}
              onValue={(furtherWhat) => change({ furtherWhat })}
            />
          )}
        </>
      )}
    </>
  );
}

/** What it was, and how it came: more than one where the protocol's form has a grid. */
function Grid({ form, answers, change }: Props) {
  const channels = form.channels.length > 0 ? form.channels : CHANNELS;
  const chips = channels.map((value) => ({ value, text: t.incident.channels[value] }));
  return (
    <>
      {form.behaviours.map(({ id, name }) => (
        <ChooseSome<IncidentChannel>
          key={id}
          legend={name}
          chips={chips}
          values={answers.behaviours.filter((one) => one.id === id).map((one) => one.channel)}
          onValues={(values) =>
            change({
              behaviours: [
                ...answers.behaviours.filter((one) => one.id !== id),
                ...values.map((channel) => ({ id, channel })),
              ],
            })
          }
        />
      ))}
    </>
  );
}

function Damages({ answers, change }: Omit<Props, "form">) {
  const set = (place: number, part: Partial<Answers["damages"][number]>) =>
    change({ damages: answers.damages.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  const add = () => change({ damages: [...answers.damages, { id: null, whose: "employee", what: "", amount: "" }] });
  return (
    <>
      <YesNo legend={t.incident.damage} value={answers.damage} onValue={(damage) => change({ damage })} />
      {answers.damage &&
        answers.damages.map((one, place) => (
          <fieldset key={place} class="card stack stack-tight">
            <legend class="legend">{t.cases.damageLine(place + 1)}</legend>
            <ChooseOne
              legend={t.cases.askWhose}
              flow
              chips={WHOSE.map((value) => ({ value, text: t.cases.whose[value] }))}
              value={one.whose}
              onValue={(whose) => set(place, { whose })}
            />
            <TextField label={t.cases.damageWhat} value={one.what} onValue={(what) => set(place, { what })} />
            <TextField
              label={t.cases.amount}
              value={one.amount}
              error={isNoAmount(one.amount) ? t.cases.noAmount : undefined}
              input={{ inputMode: "decimal" }}
              onValue={(amount) => set(place, { amount })}
            />
          </fieldset>
        ))}
      {answers.damage && (
        <Button look="quiet" onPress={add}>
          {t.cases.addDamage}
        </Button>
      )}
    </>
  );
}

function Witnesses({ answers, change }: Omit<Props, "form">) {
  const set = (place: number, part: Partial<Answers["witnesses"][number]>) =>
    change({ witnesses: answers.witnesses.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  return (
    <>
      <h2 class="nl-heading nl-heading--level-2">{t.cases.witnesses}</h2>
      {answers.witnesses.map((one, place) => (
        <div key={place} class="fields fields--two">
          <TextField label={t.cases.name} value={one.name} onValue={(name) => set(place, { name })} />
          <TextField label={t.cases.contact} value={one.contact} onValue={(contact) => set(place, { contact })} />
        </div>
      ))}
      <Button
        look="quiet"
        onPress={() => change({ witnesses: [...answers.witnesses, { name: "", contact: "", personId: null }] })}
      >
        {t.cases.addWitness}
      </Button>
    </>
  );
}

interface YesNoProps {
  legend: string;
  value: boolean | null;
  onValue: (value: boolean) => void;
}

function YesNo({ legend, value, onValue }: YesNoProps) {
  return (
    <ChooseOne
      legend={legend}
      chips={[
        { value: "yes", text: t.app.yes },
        { value: "no", text: t.app.no },
      ]}
      value={value === null ? null : value ? "yes" : "no"}
      onValue={(choice) => onValue(choice === "yes")}
    />
  );
}
