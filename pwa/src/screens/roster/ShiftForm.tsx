import { useState } from "preact/hooks";
import type { Named, Rank, Shift } from "../../api/types";
import { Button } from "../../parts/Button";
import { ChooseSome } from "../../parts/Chips";
import { SelectField, TextField } from "../../parts/Field";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { day, dayName, DAYS_OF_WEEK, isoDay } from "../../time/format";
import { RANKS } from "./ranks";
import { isOnce, ONCE, onDay, repeated, REPEATS } from "./shifts";

const HOLIDAYS: Shift["onHolidays"][] = ["also", "not", "only"];

interface Props {
  shift: Shift;
  people: Named[];
  /** What is wrong at a field of this shift. */
  said: (name: keyof Shift) => string | undefined;
  onShift: (shift: Shift) => void;
  onRemove: () => void;
}

const FIELDS: (keyof Shift)[] = [
  "rank",
  "personId",
  "from",
  "until",
  "everyWeeks",
  "firstDay",
  "lastDay",
  "onHolidays",
  "days",
];

/** A shift in one line: when, who and which step. */
function inBrief(shift: Shift, people: Named[]): string {
  const days = isOnce(shift) && shift.firstDay ? day(shift.firstDay) : shift.days.map(dayName).join(" ");
  const name = people.find((one) => one.id === shift.personId)?.name ?? t.roster.somebody;
  const often = isOnce(shift) || shift.everyWeeks === 1 ? "" : t.roster.everyWeeks(shift.everyWeeks);
  return [name, t.roster.ranks[shift.rank], days, t.roster.hours(shift.from, shift.until), often]
    .filter(Boolean)
    .join(" · ");
}

/** One shift of the roster's form, folded to a line until it is opened: it is checked and sent with all the others. */
export function ShiftForm({ shift, people, said, onShift, onRemove }: Props) {
  const known = people.some((person) => person.id === shift.personId);
  const options = people.map(({ id, name }) => ({ value: id, text: name }));
  const once = isOnce(shift);
  const repeat = (choice: string) =>
    onShift(repeated(shift, choice === ONCE ? ONCE : Number(choice), isoDay(serverClock.now())));
  const [opened, setOpened] = useState(shift.personId === "");
  const wrong = FIELDS.some((name) => said(name) !== undefined);
  return (
    <details class="card shift-fold" open={opened || wrong} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary class="anywhere">{inBrief(shift, people)}</summary>
      <div class="shift">
        <SelectField
          label={t.roster.rank}
          value={shift.rank}
          error={said("rank")}
          onValue={(rank) => onShift({ ...shift, rank: rank as Rank })}
          options={RANKS.map((rank) => ({ value: rank, text: t.roster.ranks[rank] }))}
        />
        <SelectField
          label={t.roster.person}
          value={shift.personId}
          error={said("personId")}
          onValue={(personId) => onShift({ ...shift, personId })}
          options={known ? options : [{ value: shift.personId, text: t.roster.somebody }, ...options]}
        />
        <TextField
          label={t.roster.from}
          type="time"
          value={shift.from}
          error={said("from")}
          onValue={(from) => onShift({ ...shift, from })}
        />
        <TextField
          label={t.roster.until}
          type="time"
          value={shift.until}
          error={said("until")}
          onValue={(until) => onShift({ ...shift, until })}
        />
        <SelectField
          label={t.roster.repeat}
          value={once ? ONCE : String(shift.everyWeeks)}
          error={said("everyWeeks")}
          onValue={repeat}
          options={REPEATS.map((weeks) => ({
            value: String(weeks),
            text: weeks === ONCE ? t.roster.once : t.roster.everyWeeks(weeks),
          }))}
        />
        {once ? (
          <TextField
            label={t.roster.onDay}
            type="date"
            value={shift.firstDay ?? ""}
            error={said("firstDay")}
            onValue={(day) => day && onShift(onDay(shift, day))}
          />
        ) : (
          <>
            <TextField
              label={t.roster.firstDay}
              type="date"
              value={shift.firstDay ?? ""}
              error={said("firstDay")}
              onValue={(day) => onShift({ ...shift, firstDay: day || null })}
            />
            <TextField
              label={t.roster.lastDay}
              type="date"
              value={shift.lastDay ?? ""}
              error={said("lastDay")}
              onValue={(day) => onShift({ ...shift, lastDay: day || null })}
            />
          </>
        )}
        <SelectField
          label={t.roster.holidays}
          value={shift.onHolidays}
          error={said("onHolidays")}
          onValue={(on) => onShift({ ...shift, onHolidays: on as Shift["onHolidays"] })}
          options={HOLIDAYS.map((on) => ({ value: on, text: t.roster.onHolidays[on] }))}
        />
        {!once && (
          <div class="shift__days">
            <ChooseSome
              legend={t.roster.days}
              chips={DAYS_OF_WEEK.map((day) => ({ value: String(day), text: dayName(day) }))}
              values={shift.days.map(String)}
              error={said("days")}
              onValues={(days) => onShift({ ...shift, days: days.map(Number).sort((a, b) => a - b) })}
            />
          </div>
        )}
        <Button look="quiet" size="small" onPress={onRemove}>
          {t.roster.remove}
        </Button>
      </div>
    </details>
  );
}
