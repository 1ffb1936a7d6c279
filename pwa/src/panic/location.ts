// Where the phone is, asked only when somebody raises an alarm, and never waited for.
import type { Location } from "../api/types";
import { within } from "../time/within";
import { readBattery } from "./battery";

const GIVE_UP_AFTER = 20_000;

let latest: Location | null = null;

const locationOf = ({ coords }: GeolocationPosition): Location => ({
  latitude: coords.latitude,
  longitude: coords.longitude,
  accuracyMetres: Math.round(coords.accuracy),
});

/** The phone's own time limit starts only when somebody has answered its question; ours starts now. */
const OURS = GIVE_UP_AFTER + 10_000;

function ask(maximumAge = 30_000): Promise<Location | null> {
  const asking = () =>
    new Promise<Location | null>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        (position) => {
          latest = locationOf(position);
          resolve(latest);
        },
        () => resolve(null),
        { enableHighAccuracy: true, maximumAge, timeout: GIVE_UP_AFTER },
      );
    });
  return within(OURS, asking, null);
}

/**
 * A hand is on the panic button: if this phone already may, it starts looking, so that the place is known when the
 * ring is full. A question on the screen at this moment would break the hold, so nothing is asked.
 */
export async function warmUp(): Promise<void> {
  void readBattery();
  latest = null;
  const permission = await within(OURS, () => navigator.permissions.query({ name: "geolocation" }), null);
  if (permission?.state === "granted") void ask();
}

/** From here on a place is a neighbourhood: it is told at once, and looked for again. */
const COARSE_METRES = 100;

const isCoarse = (fix: Location | null): boolean => (fix?.accuracyMetres ?? 0) > COARSE_METRES;

/** What is known at this moment, and what comes later: the first place, or a better one than a coarse one. */
export function fixNow(): { known: Location | null; later: Promise<Location | null> } {
  const known = latest;
  latest = null;
  if (!known) return { known, later: ask() };
  return { known, later: isCoarse(known) ? better(known) : Promise.resolve(null) };
}

async function better(than: Location): Promise<Location | null> {
  const found = await ask(0);
  const metres = than.accuracyMetres ?? Infinity;
  return found && (found.accuracyMetres ?? Infinity) < metres ? found : null;
}
