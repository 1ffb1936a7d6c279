import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Named, NewPerson, Person, Role } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { CheckField, SelectField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { instantOf, isoDay } from "../../time/format";

const ROLES: Role[] = ["worker", "colleague", "manager", "registrar", "hr", "reception", "board", "administrator"];
const EVERY = "";

interface Props {
  person: Person | null;
  teams: Named[];
  onDone: () => void;
  onClose: () => void;
}

export function PersonForm({ person, teams, onDone, onClose }: Props) {
  const [name, setName] = useState(person?.name ?? "");
  const [email, setEmail] = useState(person?.email ?? "");
  const [phone, setPhone] = useState(person?.phone ?? "");
  const [active, setActive] = useState(person?.active ?? true);
  const [grants, setGrants] = useState<Person["grants"]>(
    person?.grants ?? [{ role: "worker", teamId: teams[0]?.id ?? null }],
  );
  const [absentFrom, setAbsentFrom] = useState(person?.absentFrom ? isoDay(person.absentFrom) : "");
  const [absentUntil, setAbsentUntil] = useState(person?.absentUntil ? isoDay(person.absentUntil) : "");
  const [password, setPassword] = useState("");
  const { busy, problem, act } = useAction(onDone);

  const save = () => {
    const body: NewPerson = {
      language: person?.language ?? "nl",
      name: name.trim(),
      email: email.trim(),
      phone: phone.trim() || null,
      grants,
      active,
      ...(person || absentFrom || absentUntil
        ? {
            absentFrom: absentFrom ? instantOf(absentFrom, "00:00") : null,
            absentUntil: absentUntil ? instantOf(absentUntil, "23:59") : null,
          }
        : {}),
      ...(password ? { password } : {}),
    };
    void act("save", () => (person ? api.changePerson(person.id, body) : api.addPerson(body)));
  };
  const grant = (place: number, change: Partial<Person["grants"][number]>) =>
    setGrants(grants.map((one, index) => (index === place ? { ...one, ...change } : one)));

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
      <TextField label={t.people.name} value={name} onValue={setName} input={{ required: true, autocomplete: "off" }} />
      <div class="fields fields--two">
        <TextField
          label={t.people.email}
          type="email"
          value={email}
          onValue={setEmail}
          input={{ required: true, autocomplete: "off" }}
        />
        <TextField label={t.people.phone} type="tel" value={phone} onValue={setPhone} input={{ autocomplete: "off" }} />
      </div>
      <fieldset class="stack stack-tight">
        <legend class="legend">{t.people.grants}</legend>
        {grants.map((one, place) => (
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
            <Button look="quiet" size="small" onPress={() => setGrants(grants.filter((_, index) => index !== place))}>
              {t.people.removeGrant}
            </Button>
          </div>
        ))}
        <Button
          look="quiet"
          size="small"
          onPress={() => setGrants([...grants, { role: "worker", teamId: teams[0]?.id ?? null }])}
        >
          {t.people.addGrant}
        </Button>
      </fieldset>
      <div class="fields fields--two">
        <TextField label={t.people.absentFrom} type="date" value={absentFrom} onValue={setAbsentFrom} />
        <TextField label={t.people.absentUntil} type="date" value={absentUntil} onValue={setAbsentUntil} />
      </div>
      <TextField
        label={person ? t.people.newPassword : t.people.password}
        type="password"
        value={password}
        onValue={setPassword}
        input={{ autocomplete: "new-password", required: person === null }}
      />
      {person && <CheckField label={t.people.active} checked={active} onChecked={setActive} />}
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
