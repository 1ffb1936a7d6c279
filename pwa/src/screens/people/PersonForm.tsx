import { api } from "../../api/later";
import type { Named, Person, Role } from "../../api/types";
import { asNamed } from "../../app/filling";
import { onlyEverywhere, ROLES, teamOf } from "../../app/roles";
import { SENDING, useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { CheckField, SelectField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";
import { beginPerson, checkPerson, firstGrant, type Grant } from "./person";

const EVERY = "";

interface Props {
  person: Person | null;
  teams: Named[];
  onDone: () => void;
  onClose: () => void;
}

export function PersonForm({ person, teams, onDone, onClose }: Props) {
  const { form, change, said, stumbles, busy, problem, send, act } = useForm({
    begin: () => beginPerson(person, teams),
    check: (filled) => checkPerson(filled, person),
    at: asNamed("name", "email", "phone", "absentFrom", "absentUntil"),
    send: (body) => (person ? api.changePerson(person.id, body) : api.addPerson(body)),
    // Added is added: what goes wrong with the mail is seen in the list, where it can be sent again.
    onDone: (saved) =>
      person
        ? onDone()
        : void api
            .invite(saved.id)
            .catch(() => undefined)
            .then(onDone),
  });
  const grant = (place: number, part: Partial<Grant>) =>
    change({ grants: form.grants.map((one, index) => (index === place ? { ...one, ...part } : one)) });

  return (
    <Form class="card stack desk-form" stumbles={stumbles} onSend={send}>
      <h2 class="nl-heading nl-heading--level-2 anywhere">{person ? person.name : t.people.add}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField
        label={t.people.name}
        value={form.name}
        error={said("name")}
        onValue={(name) => change({ name })}
        input={{ required: true, autocomplete: "off" }}
      />
      <div class="fields">
        <TextField
          label={t.people.email}
          type="email"
          value={form.email}
          error={said("email")}
          onValue={(email) => change({ email })}
          input={{ required: true, autocomplete: "off" }}
        />
        <TextField
          label={t.people.phone}
          type="tel"
          value={form.phone}
          error={said("phone")}
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
              onValue={(role) => grant(place, { role: role as Role, teamId: teamOf(role as Role, one.teamId) })}
              options={ROLES.map((role) => ({ value: role, text: t.roles[role] }))}
            />
            <SelectField
              label={t.people.team}
              value={one.teamId ?? EVERY}
              onValue={(teamId) => grant(place, { teamId: teamId === EVERY ? null : teamId })}
              options={[
                { value: EVERY, text: t.people.allTeams },
                ...(onlyEverywhere(one.role) ? [] : teams.map((team) => ({ value: team.id, text: team.name }))),
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
      <div class="fields">
        <TextField
          label={t.people.absentFrom}
          type="date"
          value={form.absentFrom}
          error={said("absentFrom")}
          onValue={(absentFrom) => change({ absentFrom })}
        />
        <TextField
          label={t.people.absentUntil}
          type="date"
          value={form.absentUntil}
          error={said("absentUntil")}
          onValue={(absentUntil) => change({ absentUntil })}
        />
      </div>
      {!person && <p class="soft">{t.people.inviteText}</p>}
      {person && (
        <CheckField label={t.people.active} checked={form.active} onChecked={(active) => change({ active })} />
      )}
      <div class="row">
        <Button submit busy={busy === SENDING}>
          {t.people.save}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t.app.close}
        </Button>
        {person && (
          <Button
            look="quiet"
            busy={busy === "out"}
            onPress={() => void act("out", () => api.signPersonOut(person.id).then(onDone))}
          >
            {t.people.signOutEverywhere}
          </Button>
        )}
      </div>
    </Form>
  );
}
