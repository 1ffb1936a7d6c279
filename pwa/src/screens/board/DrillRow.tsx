import "./drill-row.css";
import { useRef } from "preact/hooks";
import type { BoardAlarm } from "../../api/types";
import { climbedTo, whatHappened, whoHasIt } from "../../desk/state";
import { Take } from "../../desk/Take";
import { ButtonLink } from "../../parts/Button";
import { t } from "../../texts/later";
import { clockTime } from "../../time/format";

/** A drill on the board: marked, apart from the alarms, and never red. */
export function DrillRow({ alarm, onDone }: { alarm: BoardAlarm; onDone: () => void }) {
  const state = useRef<HTMLParagraphElement>(null);
  return (
    <section class="drill-row" aria-label={`${t.alarm.drill} ${whatHappened(alarm)}`}>
      <div class="stack stack-tight">
        <h2 class="strong anywhere">
          {t.alarm.drill} {whatHappened(alarm)}
        </h2>
        <p ref={state} tabIndex={-1}>
          {t.alarm.since(clockTime(alarm.openedAt))}. {climbedTo(alarm)}. {whoHasIt(alarm)}
        </p>
      </div>
      <div class="row">
        <Take alarm={alarm} look="quiet" onDone={onDone} onGone={() => state.current?.focus()} />
        <ButtonLink href={`/alarms/${alarm.id}`} look="quiet">
          {t.app.open}
        </ButtonLink>
      </div>
    </section>
  );
}
