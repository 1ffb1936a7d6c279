import { AddressFields } from "../../addresses/AddressFields";
import { checkAddress, type AddressForm } from "../../addresses/address";
import { isHalfAddress, type Answers, type Gender } from "../../incidents/answers";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { t } from "../../texts/later";
import type { StepProps } from "./step";

const LONGEST_NAME = 100;

type Props = Omit<StepProps, "form" | "channel" | "causedBy">;

/** Who did it, as far as somebody knows. What was said at once need not be typed once more; whether it is a name, the
 * one who fills it in sees. */
export function Who({ answers, causedBy, change }: Props & Pick<StepProps, "causedBy">) {
  return (
    <>
      <p class="soft">{t.form.asFarAsKnown}</p>
      {causedBy !== "" && answers.name === "" && (
        <Button look="quiet" wide onPress={() => change({ name: causedBy.slice(0, LONGEST_NAME) })}>
          {t.form.takeOver(causedBy)}
        </Button>
      )}
      <TextField
        label={t.cases.name}
        value={answers.name}
        input={{ autocomplete: "off", maxLength: LONGEST_NAME }}
        onValue={(name) => change({ name })}
      />
      <TextField
        label={t.cases.initials}
        value={answers.initials}
        input={{ autocomplete: "off", maxLength: 40 }}
        onValue={(initials) => change({ initials })}
      />
      <TextField
        label={t.cases.dateOfBirth}
        type="date"
        value={answers.dateOfBirth}
        onValue={(dateOfBirth) => change({ dateOfBirth })}
      />
      <TextField
        label={t.cases.clientReference}
        value={answers.clientReference}
        input={{ autocomplete: "off", maxLength: 100 }}
        onValue={(clientReference) => change({ clientReference })}
      />
    </>
  );
}

export function AggressorAddress({ answers, change }: Props) {
  return (
    <>
      <p class="soft">{t.form.asFarAsKnown}</p>
      <Address form={answers.aggressorAddress} onForm={(aggressorAddress) => change({ aggressorAddress })} />
    </>
  );
}

/** Nothing is wrong with an address that nobody began. */
function Address({ form, onForm }: { form: AddressForm; onForm: (form: AddressForm) => void }) {
  const half = isHalfAddress(form);
  return (
    <>
      {half && <p class="soft">{t.form.halfAddress}</p>}
      <AddressFields form={form} errors={half ? checkAddress(form).errors : {}} onForm={(make) => onForm(make(form))} />
    </>
  );
}

export function Witnesses({ answers, change }: Props) {
  const set = (place: number, part: Partial<Answers["witnesses"][number]>) =>
    change({ witnesses: answers.witnesses.map((one, at) => (at === place ? { ...one, ...part } : one)) });
  return (
    <>
      <p class="soft">{t.form.whoSaw}</p>
      {answers.witnesses.map((one, place) => (
        <fieldset key={place} class="card stack stack-tight">
          <legend class="legend">{t.form.witness(place + 1)}</legend>
          <TextField
            label={t.cases.name}
            value={one.name}
            input={{ autocomplete: "off", maxLength: 100 }}
            onValue={(name) => set(place, { name })}
          />
          <TextField
            label={t.cases.contact}
            value={one.contact}
            input={{ autocomplete: "off", maxLength: 200 }}
            onValue={(contact) => set(place, { contact })}
          />
          <Button
            look="plain"
            size="small"
            label={t.form.removeOf(t.form.witness(place + 1))}
            onPress={() => change({ witnesses: answers.witnesses.filter((_, at) => at !== place) })}
          >
            {t.form.remove}
          </Button>
        </fieldset>
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

const GENDERS: Gender[] = ["m", "v", "x"];

export function Employee({ answers, change }: Props) {
  return (
    <>
      <p class="soft">{t.form.aboutEmployee}</p>
      <ChooseOne<Gender>
        legend={t.form.gender}
        flow
        chips={GENDERS.map((value) => ({ value, text: t.form.genders[value] }))}
        value={answers.gender}
        onValue={(gender) => change({ gender })}
      />
      <TextField
        label={t.cases.dateOfBirth}
        type="date"
        value={answers.employeeBorn}
        onValue={(employeeBorn) => change({ employeeBorn })}
      />
      <h3 class="nl-heading nl-heading--level-3">{t.form.address}</h3>
      <Address form={answers.employeeAddress} onForm={(employeeAddress) => change({ employeeAddress })} />
    </>
  );
}

export function Employment({ answers, change }: Props) {
  const field = (name: "employment" | "position" | "department", label: string) => (
    <TextField
      label={label}
      value={answers[name]}
      input={{ maxLength: 100 }}
      onValue={(value) => change({ [name]: value })}
    />
  );
  return (
    <>
      {field("position", t.form.position)}
      {field("department", t.form.department)}
      {field("employment", t.form.employment)}
      <TextField
        label={t.form.phone}
        type="tel"
        value={answers.phone}
        input={{ maxLength: 40 }}
        onValue={(phone) => change({ phone })}
      />
    </>
  );
}
