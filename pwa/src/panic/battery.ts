// How full the battery is, where the platform says so: whoever answers an alarm knows how long this phone can still be
// called and found.
import { within } from "../time/within";

export interface Battery {
  /** From 0 to 1. */
  level: number;
  charging: boolean;
}

const PATIENCE = 3_000;

/** Null where a platform does not say, as Safari and Firefox. */
export const batteryOf = (): Promise<Battery | null> =>
  within<Battery | null>(
    PATIENCE,
    async () => (await (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.()) ?? null,
    null,
  );

export const percentOf = ({ level }: Battery): number => Math.round(level * 100);

let latest: number | null = null;

/** A hand is on the panic button: so that it is known when the ring is full. */
export async function readBattery(): Promise<number | null> {
  latest = null;
  const battery = await batteryOf();
  latest = battery && percentOf(battery);
  return latest;
}

/** What is known at this moment, and what comes a moment later where nothing is. */
export function batteryNow(): { known: number | null; later: Promise<number | null> } {
  const known = latest;
  return { known, later: known === null ? readBattery() : Promise.resolve(null) };
}
