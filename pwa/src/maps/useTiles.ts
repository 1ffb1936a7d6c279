import { useEffect, useState } from "preact/hooks";
import { api } from "../api/later";
import type { Tiles } from "../api/types";

/** What this installation chose; asked once for as long as the page lives. */
let asked: Promise<Tiles | null> | null = null;

const ask = (): Promise<Tiles | null> => {
  asked ??= api.map().then(
    ({ tiles }) => tiles,
    (error: unknown) => {
      asked = null;
      throw error;
    },
  );
  return asked;
};

/** The tiles of the map, or null where there is none to offer, or as long as nobody knows. */
export function useTiles(): Tiles | null {
  const [tiles, setTiles] = useState<Tiles | null>(null);
  useEffect(() => {
    let here = true;
    ask().then(
      (found) => here && setTiles(found),
      () => undefined, // without an answer there is no button
    );
    return () => {
      here = false;
    };
  }, []);
  return tiles;
}
