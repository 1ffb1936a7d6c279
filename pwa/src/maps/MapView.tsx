import "./map.css";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ComponentChildren } from "preact";
import type { Tiles } from "../api/types";
import { LATE, room } from "../app/later";
import { Notice } from "../parts/Notice";
import { t } from "../texts/later";
import type { Drawn } from "./drawn";
import { around, besideEachOther, initials, type Place } from "./places";

const drawing = room(() => import("./drawn"));

export interface Pin extends Place {
  id: string;
  name: string;
  /** Whose initials stand on it. */
  short: string;
  /** As the list says it. */
  state: string;
  tone: "alarm" | "soon" | "watched" | "place";
  /** How far off a phone may be. */
  metres?: number | null;
  /** What can be done from here, once it is pressed. */
  children?: ComponentChildren;
}

/** Pixels by which the next one at the same door stands aside. */
const ASIDE = 30;

/** A map with a button for each place. Whatever fails on it is a sentence; what it shows stands in a list beside it. */
export function MapView({ tiles, pins, label }: { tiles: Tiles; pins: Pin[]; label: string }) {
  const ground = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn | null>(null);
  const [well, setWell] = useState(true);
  const [, moved] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  useEffect(() => {
    let here = true;
    let made: Drawn | null = null;
    let told = false;
    // Without a network a picture that was on its way, or was kept, says nothing of the next one.
    const works = (now: boolean) => {
      told = true;
      if (here) setWell(now && navigator.onLine);
    };
    const offline = () => works(false);
    // Neither code nor a picture, nor that there is none.
    const late = setTimeout(() => told || works(false), LATE);
    const begin = () => {
      drawing
        .fetch()
        .then(({ draw }) => {
          if (!here || made || !ground.current) return;
          made = draw(ground.current, tiles, t.maps, { moved: () => here && moved((n) => n + 1), works });
          setDrawn(made);
        })
        .catch(offline); // no network for its code, or no WebGL
    };
    const online = () => {
      works(true);
      if (made) made.again();
      else begin();
    };
    window.addEventListener("offline", offline);
    window.addEventListener("online", online);
    begin();
    return () => {
      here = false;
      clearTimeout(late);
      window.removeEventListener("offline", offline);
      window.removeEventListener("online", online);
      made?.remove();
    };
  }, [tiles]);
  const which = pins.map(({ id }) => id).join();
  useEffect(() => {
    // Only when others came or went: a map that moves by itself takes the place away that somebody looks at.
    drawn?.show(around(pins) ?? tiles);
  }, [drawn, which]);
  const aside = besideEachOther(pins);
  const pressed = pins.find(({ id }) => id === chosen);
  return (
    <section class="map stack stack-tight not-on-paper" aria-label={label}>
      {!well && <Notice tone="soon" title={t.maps.notThere} announce="politely" />}
      <div class="map__frame">
        <div ref={ground} class="map__ground" />
        {drawn && (
          <ul class="map__pins">
            {pins.map((pin, n) => {
              const { x, y } = drawn.whereIs(pin);
              const wide = pin.metres ? 2 * drawn.pixels(pin.metres, pin) : 0;
              return (
                <li key={pin.id} style={{ transform: `translate(${x + ASIDE * (aside[n] ?? 0)}px, ${y}px)` }}>
                  {wide > 0 && <span class="map__circle" style={{ inlineSize: wide, blockSize: wide }} />}
                  <button
                    type="button"
                    class={`map__pin map__pin--${pin.tone}`}
                    aria-label={`${t.app.colon(pin.name)} ${pin.state}`}
                    aria-pressed={pin.id === chosen}
                    title={pin.name}
                    data-mark={`${MARKS[pin.tone]}${initials(pin.short)}`}
                    onClick={() => setChosen(pin.id === chosen ? null : pin.id)}
                  />
                </li>
              );
            })}
          </ul>
        )}
        <p class="map__owner">{t.maps.owner(tiles.owner)}</p>
      </div>
      <div role="status">
        {pressed && (
          <div class="row map__pressed">
            <p class="anywhere">
              <span class="strong">{pressed.name}</span> {pressed.state}
            </p>
            {pressed.children}
          </div>
        )}
      </div>
    </section>
  );
}

/** Beside the colour: what needs somebody is seen by who sees no colours. */
const MARKS = { alarm: "!", soon: "?", watched: "", place: "•" } as const;
