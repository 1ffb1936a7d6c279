// Places on a map, and what is reckoned about them. Pure.

export interface Place {
  latitude: number;
  longitude: number;
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** The smallest box around places; null around none. */
export function around(places: Place[]): Box | null {
  if (places.length === 0) return null;
  const wide = places.map((one) => one.longitude);
  const high = places.map((one) => one.latitude);
  return { west: Math.min(...wide), south: Math.min(...high), east: Math.max(...wide), north: Math.max(...high) };
}

/** For each its number among those at the same door, so that none lies under another. */
export function besideEachOther(places: Place[]): number[] {
  const met = new Map<string, number>();
  return places.map(({ latitude, longitude }) => {
    const door = `${latitude.toFixed(4)} ${longitude.toFixed(4)}`;
    const before = met.get(door) ?? 0;
    met.set(door, before + 1);
    return before;
  });
}

/** "JW" of Jan de Wit: what fits on a marker. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{Lu}/u.test(word));
  const [first, last] = [words[0] ?? name, words.length > 1 ? words[words.length - 1] : ""];
  return `${[...first][0] ?? ""}${[...(last ?? "")][0] ?? ""}`;
}
