import { useSeconds } from "../app/poll";
import { Sms } from "../parts/Contact";
import { t } from "../texts";
import { deviceClock } from "../time/clock";

/** Most answers come much sooner. Who waits longer is told the other way, and need not type it. */
export const LATE_MS = 10_000;

interface Props {
  /** Ours. */
  number: string;
  /** What the same thing is called in an SMS. */
  text: string;
  /** When it was pressed, by the wall clock of this phone. */
  pressedAt: number;
  onAlarm?: boolean;
}

/** The way by SMS for something that was pressed and not answered yet: there at once, and said aloud after ten seconds. */
export function BySms({ number, text, pressedAt, onAlarm = false }: Props) {
  useSeconds();
  const late = deviceClock.read().wall - pressedAt > LATE_MS;
  const look = late ? (onAlarm ? "on-alarm" : "main") : onAlarm ? "on-alarm-quiet" : "quiet";
  return (
    <>
      <p class="strong" role="alert">
        {late && t.pending.late}
      </p>
      <Sms number={number} text={text} look={look} wide />
    </>
  );
}
