// How our map looks: a style of our own, with the tiles of the service that the installation chose and nothing else of
// anybody. By night the same grey tiles are turned over.
import type { StyleSpecification } from "maplibre-gl";
import type { Tiles } from "../api/types";

const NIGHT = {
  "raster-brightness-min": 0.82,
  "raster-brightness-max": 0.06,
  "raster-contrast": -0.1,
  "raster-saturation": -1,
} as const;

export function styleOf({ tiles, maxZoom, west, south, east, north }: Tiles, dark: boolean): StyleSpecification {
  return {
    version: 8,
    sources: {
      tiles: { type: "raster", tiles: [tiles], tileSize: 256, maxzoom: maxZoom, bounds: [west, south, east, north] },
    },
    // No fading: each tile stands there at once, also for who asked for less motion.
    layers: [
      { id: "tiles", type: "raster", source: "tiles", paint: { "raster-fade-duration": 0, ...(dark ? NIGHT : {}) } },
    ],
  };
}
