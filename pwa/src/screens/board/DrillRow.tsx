import "../drills/drills.css";
import { api } from "../../api/calls";
import type { BoardAlarm } from "../../api/types";
import { useAct } from "../../app/useAct";
import { Button, ButtonLink } from "../../parts/Button";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { clockTime } from "../../time/format";
import { newId } from "../../app/ids";

/** A drill on the board: marked, apart from the alarms, and never red. */
export function DrillRow({ alarm, onDone }: { alarm: BoardAlarm; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAct(onDone);
  const mine = alarm.acknowledgedBy?.id === me.id;
  return (
    <section class="drill-row" aria-label={`${t.alarm.drill} ${t.alarm.what(alarm.cause, alarm.worker.name)}`}>
      <div class="stack stack-tight">
        <h2 class="strong anywhere">
          {t.alarm.drill} {t.alarm.what(alarm.cause, alarm.worker.name)}
        </h2>
        <p>
          {t.alarm.since(clockTime(alarm.openedAt))}.{" "}
          {alarm.acknowledgedBy
            ? t.alarm.takenBy(alarm.acknowledgedBy.name, alarm.acknowledgedAt ? clockTime(alarm.acknowledgedAt) : "")
            : t.alarm.nobodyYet}
        </p>
        {problem && <p role="alert">{problem}</p>}
      </div>
      <div class="row">
        {alarm.mayAct && !mine && (
          <Button
            look="quiet"
            busy={busy !== null}
            onPress={() => void act("take", () => api.acknowledge(alarm.id, newId()))}
          >
            {t.alarm.take}
          </Button>
        )}
        <ButtonLink href={`/alarms/${alarm.id}`} look="quiet">
          {t.app.open}
        </ButtonLink>
      </div>
    </section>
  );
}
