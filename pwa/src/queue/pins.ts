// A PIN that waits for the network is sealed with a key that this browser can use but never give away: whoever reads
// the phone's storage finds no PIN, and no hint which of two PINs it was.
import { database } from "../storage/database";
import type { Action, Sealed } from "./action";

/** Where nothing can be sealed or stored, a PIN lives as long as this page. */
const inMemory = new Map<string, string>();

async function sealingKey(): Promise<CryptoKey> {
  const db = await database();
  const kept = await db.get("keys", "pins");
  if (kept) return kept;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await db.put("keys", made, "pins");
  return made;
}

/** Padded to one length, so that the length of a PIN does not show. */
export async function seal(actionKey: string, pin: string): Promise<Sealed | undefined> {
  try {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const padded = new TextEncoder().encode(pin.padEnd(16));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await sealingKey(), padded) };
  } catch {
    inMemory.set(actionKey, pin);
    return undefined;
  }
}

/** null when there is none, or its key is gone: then the server asks for it, and so does the screen. */
export async function pinOf(action: Action): Promise<string | null> {
  if (!action.pin) return inMemory.get(action.key) ?? null;
  try {
    const { iv, data } = action.pin;
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await sealingKey(), data);
    return new TextDecoder().decode(plain).trimEnd();
  } catch {
    return null;
  }
}
