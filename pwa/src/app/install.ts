// On the home screen the app opens in a press, and the phone throws nothing of it away.
import { quietly } from "../time/within";
import { createStore } from "./store";

/** What Chromium holds ready; no standard, and Safari and Firefox have nothing like it. */
interface InstallPrompt extends Event {
  prompt: () => Promise<unknown>;
}

/** The browser would put the app on the home screen when it is asked to. */
export const installPrompt = createStore<InstallPrompt | null>(null);

/** Keeps the offer for the button on Ik: of itself the browser would make it on any screen, at a door too. */
export function awaitInstall(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    installPrompt.set(event as InstallPrompt);
  });
  window.addEventListener("appinstalled", () => installPrompt.set(null));
}

/** An offer can be taken up once; whoever says no is asked again by the browser another day. */
export async function install(): Promise<void> {
  const offer = installPrompt.get();
  installPrompt.set(null);
  await offer?.prompt();
}

const apple = () => (navigator as { standalone?: boolean }).standalone;

export const isInstalled = (): boolean =>
  apple() === true || quietly(() => matchMedia("(display-mode: standalone)").matches, false);

/** Safari of a phone or tablet: only the hand of its owner puts it there. */
export const needsSteps = (): boolean => apple() === false;
