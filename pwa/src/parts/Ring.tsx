import { clockTime, countdown } from "../time/format";
import { t } from "../texts";

export interface RingState {
  phase: "calm" | "soon" | "over";
  /** How much of the ring is left, 0 to 1. */
  left: number;
  /** Milliseconds to the end, or since it. */
  shown: number;
}

/** Pure: what the ring says at this moment. `soonMs` before the end it changes its tone. */
export function ringAt(now: number, start: number, end: number, soonMs: number): RingState {
  const rest = end - now;
  if (rest <= 0) return { phase: "over", left: 0, shown: -rest };
  const whole = Math.max(1, end - start);
  return { phase: rest <= soonMs ? "soon" : "calm", left: Math.min(1, rest / whole), shown: rest };
}

const RADIUS = 126;
const MINUTES = "59:59".length;
const ROUND = 2 * Math.PI * RADIUS;

interface Props {
  state: RingState;
  end: string;
}

/** The time that is left. Only time moves it. */
export function Ring({ state, end }: Props) {
  const over = state.phase === "over";
  const time = countdown(over ? state.shown + 999 : state.shown);
  return (
    <div class={`ring ring--${state.phase}`} role="timer" aria-label={t.visit.ringLabel(clockTime(end))}>
      <svg viewBox="0 0 280 280" aria-hidden="true" focusable="false">
        <circle class="ring__track" cx="140" cy="140" r={RADIUS} />
        <circle
          class="ring__left"
          cx="140"
          cy="140"
          r={RADIUS}
          stroke-dasharray={`${ROUND * state.left} ${ROUND}`}
          transform="rotate(-90 140 140)"
        />
      </svg>
      <div class="ring__words" aria-hidden="true">
        <span class={`ring__time digits${time.length > MINUTES ? " ring__time--hours" : ""}`}>{time}</span>
        <span class="soft">{over ? t.visit.ringOver(clockTime(end)) : t.visit.ringLeft(clockTime(end))}</span>
      </div>
    </div>
  );
}
