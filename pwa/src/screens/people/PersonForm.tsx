import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Named, Person, Role } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { CheckField, SelectField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { beginPerson, checkPerson, firstGrant, ROLES, type Grant, type PersonForm as Form } from "./person";

const EVERY = "";

interface Props {
  person: Person | null;
  teams: Named[];
  onDone: () => void;
  onClose: () => void;
}

export function PersonForm({ person, teams, onDone, onClose }: Props) {
  const [form, setForm] = useState(() => beginPerson(person, teams));
  const { busy, problem, act } = useAction(onDone);
  const change = (part: Partial<Form>) => setForm((old) => ({ ...old, ...part }));
  const grant = (place: number, part: Partial<Grant>) =>
    change({ grants: form.grants.map((one, index) => (index === place ? { ...one, ...part } : one)) });

  const [tried, setTried] = useState(false);
  const { errors, body } = checkPerson(form, person);
  const errorAt = (field: keyof typeof errors) =>
    tried && errors[field] ? t.address.errors[errors[field]] : undefined;
  const save = () => {
    setTried(true);
    if (body) void act("save", () => (person ? api.changePerson(person.id, body) : api.addPerson(body)));
  };

  return (
    <form
      class="card stack desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <h2 class="nl-heading nl-heading--level-2 anywhere">{person ? person.name : t.people.add}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField
        label={t.people.name}
        value={form.name}
        error={errorAt("name")}
        onValue={(name) => change({ name })}
        input={{ required: true, autocomplete: "off" }}
      />
      <div class="fields fields--two">
        <TextField
          label={t.people.email}
          type="email"
          value={form.email}
          error={errorAt("email")}
          onValue={(email) => change({ email })}
          input={{ required: true, autocomplete: "off" }}
        />
        <TextField
          label={t.people.phone}
          type="tel"
          value={form.phone}
          onValue={(phone) => change({ phone })}
          input={{ autocomplete: "off" }}
        />
      </div>
      <fieldset class="stack stack-tight">
        <legend class="legend">{t.people.grants}</legend>
        {form.grants.map((one, place) => (
          <div key={place} class="fields">
            <SelectField
              label={t.people.role}
              value={one.role}
              onValue={(role) => grant(place, { role: role as Role })}
              options={ROLES.map((role) => ({ value: role, text: t.roles[role] }))}
            />
            <SelectField
              label={t.people.team}
              value={one.teamId ?? EVERY}
              onValue={(teamId) => grant(place, { teamId: teamId === EVERY ? null : teamId })}
              options={[
                { value: EVERY, text: t.people.allTeams },
                ...teams.map((team) => ({ value: team.id, text: team.name })),
              ]}
            />
            <Button
              look="quiet"
              size="small"
              onPress={() => change({ grants: form.grants.filter((_, index) => index !== place) })}
            >
              {t.people.removeGrant}
            </Button>
          </div>
        ))}
        <Button look="quiet" size="small" onPress={() => change({ grants: [...form.grants, firstGrant(teams)] })}>
          {t.people.addGrant}
        </Button>
      </fieldset>
      <div class="fields fields--two">
        <TextField
          label={t.people.absentFrom}
          type="date"
          value={form.absentFrom}
          onValue={(absentFrom) => change({ absentFrom })}
        />
        <TextField
          label={t.people.absentUntil}
          type="date"
          value={form.absentUntil}
          onValue={(absentUntil) => change({ absentUntil })}
        />
      </div>
      <TextField
        label={person ? t.people.newPassword : t.people.password}
        type="password"
        value={form.password}
        error={errorAt("password")}
        onValue={(password) => change({ password })}
        input={{ autocomplete: "new-password", required: person === null }}
      />
      {person && (
        <CheckField label={t.people.active} checked={form.active} onChecked={(active) => change({ active })} />
      )}
      <div class="row">
        <Button submit busy={busy !== null}>
          {t.people.save}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t.app.close}
        </Button>
        {person && (
          <Button
            look="quiet"
            busy={busy === "out"}
            onPress={() => void act("out", () => api.signPersonOut(person.id))}
          >
            {t.people.signOutEverywhere}
          </Button>
        )}
      </div>
    </form>
  );
}
