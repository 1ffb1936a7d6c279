import "./companions.css";
import { useState } from "preact/hooks";
import type { NewCompanion, Named } from "../api/types";
import { ChooseSome } from "../parts/Chips";
import { TextField } from "../parts/Field";
import { t } from "../texts/later";

const SOMEBODY_ELSE = "somebody-else";
/** More colleagues than this, and one looks for a name instead of reading them all. */
const MANY = 5;

const chipOf = ({ personId }: NewCompanion): string => personId ?? SOMEBODY_ELSE;

interface Props {
  colleagues: Named[];
  chosen: NewCompanion[];
  onChosen: (change: (companions: NewCompanion[]) => NewCompanion[]) => void;
}

/** Who comes along: colleagues as chips, and somebody from elsewhere by name. */
export function Companions({ colleagues, chosen, onChosen }: Props) {
  const guest = chosen.find((companion) => companion.personId === null);
  const [sought, setSought] = useState("");
  const values = chosen.map(chipOf);
  const matches = (name: string) => name.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
  const shown =
    colleagues.length <= MANY
      ? colleagues
      : colleagues.filter(({ id, name }) => values.includes(id) || (sought.trim() !== "" && matches(name)));

  const choose = (ids: string[]) =>
    onChosen((now) => [
      ...now.filter((companion) => ids.includes(chipOf(companion))),
      ...ids
        .filter((id) => now.every((companion) => chipOf(companion) !== id))
        .map((id) => ({
          personId: id === SOMEBODY_ELSE ? null : id,
          name: colleagues.find((colleague) => colleague.id === id)?.name ?? "",
          phone: null,
        })),
    ]);
  // Only that of the first: two desks may each have added one.
  const changeGuest = (change: Partial<NewCompanion>) =>
    onChosen((now) => {
      const first = now.find((companion) => companion.personId === null);
      return now.map((companion) => (companion === first ? { ...companion, ...change } : companion));
    });

  return (
    <div class="stack">
      <ChooseSome
        legend={t.companions.legend}
        chips={[
          ...shown.map(({ id, name }) => ({ value: id, text: name })),
          { value: SOMEBODY_ELSE, text: t.companions.somebodyElse },
        ]}
        values={values}
        onValues={choose}
      >
        {colleagues.length > MANY && (
          <div class="companions__seek">
            <TextField label={t.companions.seek} type="search" value={sought} onValue={setSought} />
          </div>
        )}
      </ChooseSome>
      {guest && (
        <div class="fields">
          <TextField
            label={t.companions.name}
            value={guest.name}
            onValue={(name) => changeGuest({ name })}
            input={{ autocomplete: "off" }}
          />
          <TextField
            label={t.companions.phone}
            type="tel"
            value={guest.phone ?? ""}
            onValue={(phone) => changeGuest({ phone })}
            input={{ autocomplete: "off" }}
          />
        </div>
      )}
    </div>
  );
}
