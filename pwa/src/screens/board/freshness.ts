// How old a board may be. Pure. A board that stands still looks calm, and that is the most dangerous thing it can do.

/** From here it says so; from there nothing on it may be read any more. */
export const LATE_SECONDS = 3;
export const STALE_SECONDS = 10;

export type Freshness = "fresh" | "late" | "stale";

export const freshness = (age: number): Freshness =>
  age > STALE_SECONDS ? "stale" : age > LATE_SECONDS ? "late" : "fresh";
