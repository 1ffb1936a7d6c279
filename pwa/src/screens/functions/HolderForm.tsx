import { api } from "../../api/later";
import type { FunctionHeld, Named } from "../../api/types";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { ChooseOne } from "../../parts/Chips";
import { SelectField, TextArea, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { asSent, checkHolder, holderFieldAt, noHolder, type HolderForm as Filled } from "./holders";

interface Props {
  held: FunctionHeld;
  people: Named[];
  teams: Named[];
  onDone: () => void;
  onClose: () => void;
}

/** Somebody more who holds this function: a colleague, or somebody outside. */
export function HolderForm({ held, people, teams, onDone, onClose }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: noHolder,
    check: checkHolder(held.ofATeam),
    at: holderFieldAt(held.holders.length),
    send: (one) => api.setHolders(held.function, [...asSent(held.holders), one]),
    onDone,
  });
  return (
    <Form class="stack stack-tight desk-form" stumbles={stumbles} onSend={send}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <ChooseOne<Filled["who"]>
        legend={t.functions.whoLegend}
        chips={(["person", "party"] as const).map((value) => ({ value, text: t.functions.whoKinds[value] }))}
        value={form.who}
        onValue={(who) => change({ who })}
      />
      {form.who === "person" ? (
        <SelectField
          label={t.functions.person}
          value={form.personId}
          error={said("personId")}
          onValue={(personId) => change({ personId })}
          options={[
            { value: "", text: t.functions.choosePerson },
            ...people.map((one) => ({ value: one.id, text: one.name })),
          ]}
        />
      ) : (
        <PartyFields form={form} change={change} said={said} />
      )}
      <SelectField
        label={t.functions.forTeam}
        value={form.teamId}
        error={said("teamId")}
        onValue={(teamId) => change({ teamId })}
        options={[
          { value: "", text: held.ofATeam ? t.functions.chooseTeam : t.functions.everybody },
          ...teams.map((one) => ({ value: one.id, text: one.name })),
        ]}
      />
      <div class="row">
        <Button submit busy={busy !== null}>
          {t.functions.save}
        </Button>
        <Button look="plain" onPress={onClose}>
          {t.app.cancel}
        </Button>
      </div>
    </Form>
  );
}

interface PartyProps {
  form: Filled;
  change: (part: Partial<Filled>) => void;
  said: (path: string) => string | undefined;
}

function PartyFields({ form, change, said }: PartyProps) {
  return (
    <>
      <p class="soft">{t.functions.partyText}</p>
      <TextField
        label={t.functions.partyName}
        value={form.name}
        error={said("name")}
        onValue={(name) => change({ name })}
      />
      <TextField
        label={t.functions.contact}
        value={form.contact}
        error={said("contact")}
        onValue={(contact) => change({ contact })}
      />
      <TextField
        label={t.functions.phone}
        type="tel"
        value={form.phone}
        error={said("phone")}
        onValue={(phone) => change({ phone })}
        input={{ autocomplete: "off" }}
      />
      <TextField
        label={t.functions.email}
        type="email"
        value={form.email}
        error={said("email")}
        onValue={(email) => change({ email })}
        input={{ autocomplete: "off" }}
      />
      <TextArea
        label={t.functions.address}
        value={form.address}
        error={said("address")}
        onValue={(address) => change({ address })}
        input={{ maxLength: 500 }}
      />
    </>
  );
}
