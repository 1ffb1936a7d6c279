// Holding a button until its ring is full. Pure: it knows touches and times, no screen.

/** As long as it takes to mean it, and no longer. */
export const HOLD_MS = 1_500;

/** A wet glass loses a finger for a moment; that isn't letting go. */
export const SLIP_MS = 250;

export interface Hold {
  /** When the finger came down; null while there is none. */
  since: number | null;
  /** When the glass lost the finger. */
  lost: number | null;
  done: boolean;
}

export const idle: Hold = { since: null, lost: null, done: false };

export function down(hold: Hold, at: number): Hold {
  if (hold.done) return hold;
  const slipped = hold.lost !== null && at - hold.lost <= SLIP_MS;
  return { since: slipped ? hold.since : at, lost: null, done: false };
}

export function up(hold: Hold, at: number): Hold {
  return hold.since === null || hold.done || hold.lost !== null ? hold : { ...hold, lost: at };
}

/** What it has become at this moment: still held, let go, or done. */
export function tick(hold: Hold, at: number): Hold {
  if (hold.done || hold.since === null) return hold;
  if (hold.lost !== null) return at - hold.lost > SLIP_MS ? idle : hold;
  return at - hold.since >= HOLD_MS ? { ...hold, done: true } : hold;
}

/** How full the ring is, 0 to 1. */
export function fill(hold: Hold, at: number): number {
  if (hold.done) return 1;
  if (hold.since === null) return 0;
  return Math.min(1, Math.max(0, ((hold.lost ?? at) - hold.since) / HOLD_MS));
}

/** Down and up again so fast that it was a tap. */
export const TAP_MS = 400;
export const wasTap = (hold: Hold): boolean =>
  hold.since !== null && hold.lost !== null && hold.lost - hold.since < TAP_MS;
