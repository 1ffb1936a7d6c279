// The map itself: tiles and a camera. It comes when somebody asks for it, in a file of its own; what stands on it are
// buttons of ours (MapView.tsx), so that they are in the order of the list and spoken as everything else.
import "maplibre-gl/dist/maplibre-gl.css";
import { Map as Canvas, NavigationControl, setWorkerUrl } from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { Tiles } from "../api/types";
import type { Box, Place } from "./places";
import { styleOf } from "./style";

// From our own address, which the security policy of the page allows; by itself the library might make one of a blob.
setWorkerUrl(workerUrl);

/** Pixels between what must be seen and the edge. */
const EDGE = 56;
/** So near as the houses of a street are told apart. */
const STREET = 16;

export interface Drawn {
  /** Where a place is, in pixels of the map. */
  whereIs: (place: Place) => { x: number; y: number };
  /** How many pixels so many metres are there. */
  pixels: (metres: number, place: Place) => number;
  show: (box: Box) => void;
  /** Ask for every tile again. */
  again: () => void;
  remove: () => void;
}

/** Given along: what this file shared with the start would split the start in more files. */
export interface Words {
  canvas: string;
  closer: string;
  farther: string;
}

interface Told {
  moved: () => void;
  /** Whether anything of the map can be seen. */
  works: (well: boolean) => void;
}

/** Throws where the browser has no WebGL. */
export function draw(container: HTMLElement, tiles: Tiles, words: Words, told: Told): Drawn {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const { west, south, east, north } = tiles;
  const map = new Canvas({
    container,
    style: styleOf(tiles, dark.matches),
    bounds: [west, south, east, north],
    maxZoom: tiles.maxZoom,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    locale: {
      "Map.Title": words.canvas,
      "NavigationControl.ZoomIn": words.closer,
      "NavigationControl.ZoomOut": words.farther,
    },
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  let seen = false;
  map.on("error", () => seen || told.works(false));
  map.on("sourcedata", (event) => {
    if (!event.tile) return;
    seen = true;
    told.works(true);
  });
  map.on("move", told.moved);
  map.on("resize", told.moved);
  const turn = () => void map.setStyle(styleOf(tiles, dark.matches));
  dark.addEventListener("change", turn);
  return {
    whereIs: ({ longitude, latitude }) => map.project([longitude, latitude]),
    pixels: (metres, { latitude }) => {
      const aPixel = (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
      return metres / aPixel;
    },
    show: ({ west, south, east, north }) =>
      void map.fitBounds([west, south, east, north], { padding: EDGE, maxZoom: STREET, animate: false }),
    again: () => {
      seen = false;
      map.setStyle(styleOf(tiles, dark.matches), { diff: false });
    },
    remove: () => {
      dark.removeEventListener("change", turn);
      map.remove();
    },
  };
}
