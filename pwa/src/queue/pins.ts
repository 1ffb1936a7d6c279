// A PIN that waits for the network is sealed with a key that this browser can use but never give away: whoever reads
// the phone's storage finds no PIN, and no hint which of two PINs it was.
import { stored, whenForgotten } from "../storage/database";
import { within } from "../time/within";
import type { Action, Sealed } from "./action";

const PATIENCE = 2_000;

/** Where nothing can be sealed or stored, a PIN lives as long as this page. It waits as what it was typed for: another has
    the phone meanwhile, and it may call for help in silence. */
const inMemory = new Map<string, { personId: string; pin: string }>();

/** Also in memory, for when the store falls silent after something was sealed. */
let atHand: CryptoKey | null = null;

whenForgotten((goes) => {
  atHand = null;
  for (const [key, one] of inMemory) if (goes(one)) inMemory.delete(key);
});

async function sealingKey(): Promise<CryptoKey | null> {
  atHand ??= (await stored((db) => db.get("keys", "pins"), undefined)) ?? null;
  if (atHand) return atHand;
  const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  // A key that isn't kept opens nothing after a reload: then the PIN itself stays in memory.
  if (!(await stored((db) => db.put("keys", made, "pins").then(() => true), false))) return null;
  atHand = made;
  return made;
}

/** Padded to one length, so that the length of a PIN does not show. */
export async function seal(actionKey: string, pin: string, personId: string): Promise<Sealed | undefined> {
  inMemory.set(actionKey, { personId, pin });
  const sealed = await within(PATIENCE, () => sealIt(pin), undefined);
  if (sealed) inMemory.delete(actionKey);
  return sealed;
}

async function sealIt(pin: string): Promise<Sealed | undefined> {
  const key = await sealingKey();
  if (!key) return undefined;
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const padded = new TextEncoder().encode(pin.padEnd(16));
  return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, padded) };
}

/** null when there is none, or its key is gone: then the server asks for it, and so does the screen. */
export async function pinOf(action: Action): Promise<string | null> {
  if (!action.pin) return inMemory.get(action.key)?.pin ?? null;
  const { iv, data } = action.pin;
  return within(
    PATIENCE,
    async () => {
      const key = await sealingKey();
      if (!key) return null;
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, data);
      return new TextDecoder().decode(plain).trimEnd();
    },
    null,
  );
}
