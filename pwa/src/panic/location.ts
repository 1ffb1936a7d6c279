// Where the phone is, asked only when somebody raises an alarm, and never waited for.
import type { Location } from "../api/types";
import { within } from "../time/within";

const GIVE_UP_AFTER = 20_000;

let latest: Location | null = null;

const locationOf = ({ coords }: GeolocationPosition): Location => ({
  latitude: coords.latitude,
  longitude: coords.longitude,
  accuracyMetres: Math.round(coords.accuracy),
});

/** The phone's own time limit starts only when somebody has answered its question; ours starts now. */
const OURS = GIVE_UP_AFTER + 10_000;

function ask(): Promise<Location | null> {
  const asking = () =>
    new Promise<Location | null>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        (position) => resolve((latest = locationOf(position))),
        () => resolve(null),
        { enableHighAccuracy: true, maximumAge: 30_000, timeout: GIVE_UP_AFTER },
      );
    });
  return within(OURS, asking, null);
}

/**
 * A hand is on the panic button: if this phone already may, it starts looking, so that the place is known when the
 * ring is full. A question on the screen at this moment would break the hold, so nothing is asked.
 */
export async function warmUp(): Promise<void> {
  latest = null;
  const permission = await within(OURS, () => navigator.permissions.query({ name: "geolocation" }), null);
  if (permission?.state === "granted") void ask();
}

/** What is known at this moment, and what comes later. */
export function fixNow(): { known: Location | null; later: Promise<Location | null> } {
  const known = latest;
  latest = null;
  return { known, later: known ? Promise.resolve(null) : ask() };
}
