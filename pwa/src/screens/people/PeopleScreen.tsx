import "../../desk/desk.css";
import "./people.css";
import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Person } from "../../api/types";
import { ROLES } from "../../app/roles";
import { useFetch } from "../../app/useFetch";
import { Button, ButtonLink } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Screen } from "../../parts/Screen";
import { ImportForm } from "../../row-files/ImportForm";
import { saveCsv } from "../../row-files/save";
import { BreakGlassUsed } from "../../sign-on/BreakGlassUsed";
import { t } from "../../texts/later";
import { Changes } from "./Changes";
import { GuardFirmForm } from "./GuardFirmForm";
import { NotReady } from "./NotReady";
import { PersonForm } from "./PersonForm";
import { PersonItem } from "./PersonItem";
import { sheetOf } from "./sheet";
import { SignInPolicy } from "./SignInPolicy";
import { among, EVERYBODY, NUMBERS } from "./sought";
import { Teams } from "./Teams";

/** People and teams: who may do what, and whose number was never tried. */
export function PeopleScreen() {
  const people = useFetch(api.people);
  const teams = useFetch(api.teams);
  const [open, setOpen] = useState<Person | "new" | "file" | null>(null);
  const [sought, setSought] = useState(EVERYBODY);
  const names = teams.value?.teams ?? [];
  const all = people.value ?? [];
  const shown = among(all, sought);
  const seek = (change: Partial<typeof sought>) => setSought((old) => ({ ...old, ...change }));
  const done = () => {
    setOpen(null);
    people.again();
  };
  return (
    <Screen
      wide
      title={t.people.title}
      aside={
        <div class="row">
          <Button onPress={() => setOpen("new")}>{t.people.add}</Button>
          <Button look="quiet" onPress={() => setOpen("file")}>
            {t.people.file.open}
          </Button>
        </div>
      }
    >
      <BreakGlassUsed />
      {people.problem && <Notice tone="soon" title={people.problem} announce="now" />}
      {open === "file" && (
        <ImportForm
          words={t.people.file}
          send={api.importPeople}
          template={api.peopleTemplate}
          more={(read) => <Changes of={read} />}
          onKept={people.again}
          onClose={() => setOpen(null)}
        />
      )}
      {open !== null && open !== "file" && (
        <PersonForm
          key={open === "new" ? "new" : open.id}
          person={open === "new" ? null : open}
          teams={names}
          onDone={done}
          onClose={() => setOpen(null)}
        />
      )}
      <NotReady />
      <div class="people__sought">
        <TextField label={t.app.search} type="search" value={sought.text} onValue={(text) => seek({ text })} />
        <SelectField
          label={t.people.role}
          value={sought.role}
          onValue={(role) => seek({ role: ROLES.find((one) => one === role) ?? "" })}
          options={[{ value: "", text: t.people.anyRole }, ...ROLES.map((one) => ({ value: one, text: t.roles[one] }))]}
        />
        {names.length > 1 && (
          <SelectField
            label={t.people.team}
            value={sought.team}
            onValue={(team) => seek({ team })}
            options={[
              { value: "", text: t.people.everyTeam },
              ...names.map(({ id, name }) => ({ value: id, text: name })),
            ]}
          />
        )}
        <SelectField
          label={t.people.number}
          value={sought.number}
          onValue={(number) => seek({ number: NUMBERS.find((one) => one === number) ?? "" })}
          options={[
            { value: "", text: t.people.anyNumber },
            ...NUMBERS.map((one) => ({ value: one, text: t.people.numbers[one] })),
          ]}
        />
      </div>
      {people.value && (
        <div class="row">
          <p class="soft grow" role="status">
            {shown.length === 0 ? t.people.nobody : t.people.shown(shown.length, all.length)}
          </p>
          {shown.length > 0 && (
            <Button size="small" look="quiet" onPress={() => saveCsv(sheetOf(shown, names), `${t.people.title}.csv`)}>
              {t.planner.csv}
            </Button>
          )}
        </div>
      )}
      <ul class="desk-list">
        {shown.map((person) => (
          <PersonItem
            key={person.id}
            person={person}
            teams={names}
            onOpen={() => setOpen(person)}
            onChanged={people.again}
          />
        ))}
      </ul>
      <Teams teams={names} onDone={teams.again} />
      <SignInPolicy onDone={people.again} />
      <ButtonLink href="/standing" look="quiet">
        {t.standing.open}
      </ButtonLink>
      <ButtonLink href="/people/sign-on" look="quiet">
        {t.signOn.title}
      </ButtonLink>
      <section class="stack desk-form">
        <h2 class="nl-heading nl-heading--level-2">{t.guard.ofAll}</h2>
        <GuardFirmForm teamId={null} />
      </section>
    </Screen>
  );
}
