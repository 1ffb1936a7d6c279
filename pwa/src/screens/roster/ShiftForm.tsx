import type { Named, Rank, Shift } from "../../api/types";
import { Button } from "../../parts/Button";
import { ChooseSome } from "../../parts/Chips";
import { SelectField, TextField } from "../../parts/Field";
import { t } from "../../texts";

const RANKS: Rank[] = ["first", "second", "manager", "out_of_hours"];

interface Props {
  shift: Shift;
  people: Named[];
  onShift: (shift: Shift) => void;
  onRemove: () => void;
}

export function ShiftForm({ shift, people, onShift, onRemove }: Props) {
  const known = people.some((person) => person.id === shift.personId);
  const options = people.map(({ id, name }) => ({ value: id, text: name }));
  return (
    <div class="card shift">
      <SelectField
        label={t.roster.rank}
        value={shift.rank}
        onValue={(rank) => onShift({ ...shift, rank: rank as Rank })}
        options={RANKS.map((rank) => ({ value: rank, text: t.roster.ranks[rank] }))}
      />
      <SelectField
        label={t.roster.person}
        value={shift.personId}
        onValue={(personId) => onShift({ ...shift, personId })}
        options={known ? options : [{ value: shift.personId, text: t.roster.somebody }, ...options]}
      />
      <TextField label={t.roster.from} type="time" value={shift.from} onValue={(from) => onShift({ ...shift, from })} />
      <TextField
        label={t.roster.until}
        type="time"
        value={shift.until}
        onValue={(until) => onShift({ ...shift, until })}
      />
      <div class="shift__days">
        <ChooseSome
          legend={t.roster.days}
          chips={t.roster.dayNames.map((text, index) => ({ value: String(index + 1), text }))}
          values={shift.days.map(String)}
          onValues={(days) => onShift({ ...shift, days: days.map(Number).sort((a, b) => a - b) })}
        />
      </div>
      <Button look="quiet" size="small" onPress={onRemove}>
        {t.roster.remove}
      </Button>
    </div>
  );
}

/** The same shift for who may read it and not change it. */
export function ShiftLine({ shift, people }: Pick<Props, "shift" | "people">) {
  const name = people.find((person) => person.id === shift.personId)?.name ?? t.roster.somebodyElse;
  const days = shift.days.map((day) => t.roster.dayNames[day - 1]).join(" ");
  return (
    <div class="card">
      <p class="desk-item__title anywhere">
        {t.roster.ranks[shift.rank]}: {name}
      </p>
      <p class="soft">
        {days}, {t.roster.hours(shift.from, shift.until)}
      </p>
    </div>
  );
}
