import { useStore } from "../../app/store";
import { useAct } from "../../app/useAct";
import { api } from "../../api/calls";
import type { BoardAlarm } from "../../api/types";
import { Button, ButtonLink } from "../../parts/Button";
import { Call } from "../../parts/Contact";
import { useSession } from "../../session/context";
import { numbers } from "../../session/session";
import { t } from "../../texts";
import { clockTime } from "../../time/format";
import { newId } from "../../app/ids";

/** An alarm on the board: full width, red, what happened, who has it, and what comes next. */
export function AlarmRow({ alarm, onDone }: { alarm: BoardAlarm; onDone: () => void }) {
  const { me } = useSession();
  const { emergency } = useStore(numbers);
  const { busy, problem, act } = useAct(onDone);
  const mine = alarm.acknowledgedBy?.id === me.id;
  // Who was forced may not be rung by somebody who hasn't read what to do.
  const silent = alarm.cause === "duress";
  const police = alarm.level === "police";
  return (
    <section class="alarm-row" aria-label={t.alarm.what(alarm.cause, alarm.worker.name)}>
      <div class="stack stack-tight">
        <h2 class="alarm-row__title anywhere">
          {alarm.drill && `${t.alarm.drill} `}
          {t.alarm.what(alarm.cause, alarm.worker.name)}
        </h2>
        <p class="anywhere">
          {[alarm.address, t.alarm.since(clockTime(alarm.openedAt)), t.alarm.levels[alarm.level]]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p class="strong">
          {alarm.acknowledgedBy
            ? t.alarm.takenBy(alarm.acknowledgedBy.name, alarm.acknowledgedAt ? clockTime(alarm.acknowledgedAt) : "")
            : t.alarm.nobodyYet}
          {alarm.nextDeadline &&
            ` ${t.alarm.next(t.deadlines[alarm.nextDeadline.kind] ?? alarm.nextDeadline.kind, clockTime(alarm.nextDeadline.dueAt))}`}
        </p>
        {silent && <p class="strong">{t.alarm.silent}</p>}
        {problem && <p role="alert">{problem}</p>}
      </div>
      <div class="alarm-row__buttons">
        {police && (
          <ButtonLink href={`/alarms/${alarm.id}/hand-over`} look="on-alarm">
            {t.alarm.callEmergency(emergency)}
          </ButtonLink>
        )}
        {alarm.worker.phone && !silent && (
          <Call name={t.alarm.worker} number={alarm.worker.phone} look="on-alarm" full />
        )}
        {alarm.mayAct && !mine && (
          <Button
            look="on-alarm"
            busy={busy !== null}
            onPress={() => void act("take", () => api.acknowledge(alarm.id, newId()))}
          >
            {t.alarm.take}
          </Button>
        )}
        <ButtonLink href={`/alarms/${alarm.id}`} look="on-alarm-quiet">
          {t.app.open}
        </ButtonLink>
      </div>
    </section>
  );
}
