import type { Profile } from "../../api/types";
import { ChooseOne } from "../../parts/Chips";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts";
import { clockTime, timeOrDay, wallTime } from "../../time/format";
import { chosenTime } from "../../time/chosen";
import { DEFAULT_MINUTES, endOf, inOfficeHours, type Length } from "../../visits/until";

interface Props {
  length: Length;
  start: number;
  profile: Profile | null;
  error: string | undefined;
  onLength: (length: Length) => void;
}

const TIME = "time";

export function Until({ length, start, profile, error, onLength }: Props) {
  const minutes = profile?.visitMinutes ?? DEFAULT_MINUTES;
  const end = endOf(length, start);
  const check = profile?.checkCallAfterSeconds;
  const checkAt = check != null ? start + check * 1000 : null;

  return (
    <div class="stack stack-tight">
      <ChooseOne
        legend={t.checkIn.until}
        columns={minutes.length + 1}
        chips={[
          ...minutes.map((n) => ({ value: String(n), text: String(n), label: t.checkIn.minutes(n) })),
          { value: TIME, text: t.checkIn.time, label: t.checkIn.timeLabel },
        ]}
        error={"minutes" in length ? error : undefined}
        value={"minutes" in length ? String(length.minutes) : TIME}
        onValue={(value) =>
          onLength(value === TIME ? { time: end ? wallTime(Date.parse(end)) : "" } : { minutes: Number(value) })
        }
      />
      {"time" in length && (
        <TextField
          label={t.checkIn.endTime}
          type="time"
          value={length.time}
          error={error}
          onValue={(time) => onLength({ time })}
          input={{ required: true }}
        />
      )}
      {end && (
        <p class="soft">
          {t.checkIn.expectedEnd(timeOrDay(end, chosenTime.now()))}{" "}
          {checkAt !== null && checkAt < Date.parse(end) && t.checkIn.checkCallAt(clockTime(checkAt))}
        </p>
      )}
      {end && !inOfficeHours(profile, Date.parse(end), wallTime) && (
        <Notice tone="soon" title={t.checkIn.afterHours}>
          <p>{t.checkIn.afterHoursText}</p>
        </Notice>
      )}
    </div>
  );
}
