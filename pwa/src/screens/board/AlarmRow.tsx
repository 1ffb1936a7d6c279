import { useRef } from "preact/hooks";
import { memo } from "../../app/memo";
import type { BoardAlarm } from "../../api/types";
import { climbedTo, emergencyFirst, toRing, whatHappened, whoHasIt, whyNotToPhone } from "../../desk/state";
import { NextStep } from "../../desk/NextStep";
import { Take } from "../../desk/Take";
import { whereOf } from "../../desk/where";
import { ButtonLink } from "../../parts/Button";
import { Call, givenName } from "../../parts/Contact";
import { t } from "../../texts/later";
import { clockTime } from "../../time/format";

/** What became of calling the guard firm, last; or that there is none to call. */
function guardLine({ name, outcome, minutes, at }: NonNullable<BoardAlarm["guard"]>): string {
  if (name === null) return t.guard.missing;
  if (outcome === null || at === null) return `${t.app.colon(`${t.guard.title} ${name}`)} ${t.guard.nothing}`;
  return t.guard.line(name, outcome, minutes, clockTime(at), null);
}

/** An alarm on the board: full width, red, what happened, who has it, and what comes next. */
export const AlarmRow = memo(({ alarm, onDone }: { alarm: BoardAlarm; onDone: () => void }) => {
  const state = useRef<HTMLParagraphElement>(null);
  // Who was forced, or asked for quiet, may not be rung by anybody who watches.
  const hushed = whyNotToPhone(alarm);
  const emergency = emergencyFirst(alarm) || alarm.level === "police";
  const ring = toRing(alarm);
  const phone = ring.phone && !hushed && <Call name={givenName(ring.name)} number={ring.phone} look="on-alarm" full />;
  return (
    <section class="alarm-row" data-row={alarm.id} aria-label={whatHappened(alarm)}>
      <div class="stack stack-tight">
        <h2 class="alarm-row__title anywhere">
          {alarm.drill && `${t.alarm.drill} `}
          {whatHappened(alarm)}
        </h2>
        <p class="anywhere">
          {[
            alarm.name && t.alarm.named(alarm.name),
            alarm.address && whereOf(alarm.address, alarm.addressLeft),
            t.alarm.since(clockTime(alarm.openedAt)),
            climbedTo(alarm),
          ]
            .filter(Boolean)
            .join(" · ")}
        </p>
        <p class="strong" ref={state} tabIndex={-1}>
          {whoHasIt(alarm)} <NextStep alarm={alarm} />
        </p>
        {alarm.guard && <p class="anywhere">{guardLine(alarm.guard)}</p>}
        {hushed && <p class="strong">{hushed}</p>}
      </div>
      <div class="alarm-row__buttons" data-controls>
        {emergency && (
          <ButtonLink href={`/alarms/${alarm.id}/hand-over`} look="on-alarm">
            {t.alarm.callEmergency(alarm.emergencyNumber)}
          </ButtonLink>
        )}
        {!emergency && phone}
        <Take alarm={alarm} look="on-alarm" onDone={onDone} onGone={() => state.current?.focus()} />
        {emergency && phone}
        <ButtonLink href={`/alarms/${alarm.id}`} look="on-alarm-quiet">
          {t.app.open}
        </ButtonLink>
      </div>
    </section>
  );
});
