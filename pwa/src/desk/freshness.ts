// How old a board may be. Pure. A board that stands still looks calm, and that is the most dangerous thing it can do.

/** From here it says so; from there nothing on it may be read any more. */
export const LATE_SECONDS = 3;
export const STALE_SECONDS = 10;
/** From here the server counts as gone: what this device kept takes the place of the board. */
export const GONE_SECONDS = 30;

export type Freshness = "fresh" | "late" | "stale" | "gone";

/** `silent`: the last question got no answer. Without that a board may only be old because nobody looked at it. */
export const freshness = (age: number, silent = false): Freshness =>
  age > GONE_SECONDS && silent ? "gone" : age > STALE_SECONDS ? "stale" : age > LATE_SECONDS ? "late" : "fresh";
