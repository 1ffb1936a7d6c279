import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { BreakGlass, Person } from "../../api/types";
import { useAction } from "../../app/useAction";
import { useFetch } from "../../app/useFetch";
import { Button } from "../../parts/Button";
import { SelectField, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { BreakGlassNotices } from "../../sign-on/BreakGlassUsed";
import { t } from "../../texts/later";

const PLACES = [0, 1] as const;

/** Who can sign in by a password and a second step when the provider is away, and who hears of it. */
export function BreakGlassForm() {
  const { value, problem: unread, again } = useFetch(api.breakGlass);
  const people = useFetch(api.people);
  const wrong = unread ?? people.problem;
  return (
    <section class="card stack">
      <h2 class="nl-heading nl-heading--level-2">{t.breakGlass.title}</h2>
      <p>{t.breakGlass.text}</p>
      {wrong && <Notice tone="soon" title={wrong} announce="now" />}
      {value && <BreakGlassNotices of={value} onDone={again} />}
      {value && people.value && <Choice kept={value} people={people.value} onDone={again} />}
    </section>
  );
}

function Choice({ kept, people, onDone }: { kept: BreakGlass; people: Person[]; onDone: () => void }) {
  const [chosen, setChosen] = useState(kept.accounts.map((one) => one.person.id));
  const [contact, setContact] = useState(kept.contact ?? "");
  const [done, setDone] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  const choices = people.filter((one) => isReady(one) || chosen.includes(one.id));
  const choose = (place: number, id: string) => {
    setDone(false);
    setChosen(PLACES.map((one) => (one === place ? id : (chosen[one] ?? ""))));
  };
  const personIds = [...new Set(chosen.filter((id) => id !== ""))];
  const save = () => api.setBreakGlass({ personIds, contact: contact.trim() || null });
  return (
    <>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {choices.length === 0 && <p>{t.breakGlass.nobody}</p>}
      {PLACES.map((place) => (
        <SelectField
          key={place}
          label={t.breakGlass.account(place + 1)}
          value={chosen[place] ?? ""}
          onValue={(id) => choose(place, id)}
          options={[
            { value: "", text: t.breakGlass.none },
            ...choices.map((one) => ({ value: one.id, text: one.name })),
          ]}
        />
      ))}
      <TextField
        label={t.breakGlass.contact}
        hint={t.breakGlass.contactHint}
        type="email"
        value={contact}
        onValue={(said) => {
          setDone(false);
          setContact(said);
        }}
      />
      {done && <Notice title={t.breakGlass.saved} announce="politely" />}
      <div class="row">
        <Button look="quiet" busy={busy === "save"} onPress={() => void act("save", save).then(setDone)}>
          {t.breakGlass.save}
        </Button>
      </div>
    </>
  );
}

const isReady = (one: Person) =>
  one.active && one.canSignIn && one.secondStep === "set" && one.grants.some((grant) => grant.role === "administrator");
