// The sound of an alarm. On unless somebody turned it off on this device; a browser plays nothing before a press.
import { createStore } from "../app/store";

export type Sound = "on" | "off" | "waits";
const KEY = "achterwacht-sound";

export const sound = createStore<Sound>(chosenOff() ? "off" : "waits");
let audio: AudioContext | null = null;

function chosenOff(): boolean {
  try {
    return localStorage.getItem(KEY) === "off";
  } catch {
    return false;
  }
}

/** Makes ready at the first press anywhere on the page, and says so as long as the browser has not allowed it. */
export function listenForAPress(): () => void {
  const wake = () => void allow();
  const events = ["pointerdown", "keydown"] as const;
  for (const one of events) addEventListener(one, wake, { capture: true });
  wake();
  return () => {
    for (const one of events) removeEventListener(one, wake, { capture: true });
  };
}

async function allow(): Promise<void> {
  if (sound.get() === "off" || typeof AudioContext === "undefined") return;
  audio ??= new AudioContext();
  const known = audio;
  const look = () => sound.update((now) => (now === "off" ? now : known.state === "running" ? "on" : "waits"));
  known.onstatechange = look;
  // Before a press this neither fails nor ends: nothing waits for it.
  if (known.state !== "running") void known.resume().then(look, look);
  look();
}

/**
 * Turns it off where it was on, and on where it was not: kept on this device. A press is what a browser asks for, so it
 * may play from here on. By what somebody read on the button, and not by what the press itself made of it meanwhile:
 * who presses "klik hier" wants to hear something.
 */
export function turnSound(read: Sound): void {
  const off = read === "on";
  try {
    localStorage.setItem(KEY, off ? "off" : "on");
  } catch {
    // Without a store the choice lasts as long as the page.
  }
  sound.set(off ? "off" : "waits");
  if (!off) void allow().then(() => setTimeout(() => ring("alarm"), 100));
}

const TUNES = { alarm: [660, 880, 660, 880], signedOut: [520, 390, 260] };

/** Short tones: up and down for an alarm, downwards when this page is no longer watching. */
export function ring(tune: keyof typeof TUNES): void {
  rung.update((n) => n + 1);
  if (sound.get() === "off" || !audio || audio.state !== "running") return;
  for (const [place, pitch] of TUNES[tune].entries()) {
    const start = audio.currentTime + place * 0.22;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.3, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.2);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + 0.21);
  }
}

/** How often it rang on this page. */
export const rung = createStore(0);
