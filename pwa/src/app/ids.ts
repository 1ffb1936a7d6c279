// Ids and keys that this phone makes. crypto.randomUUID is missing on Safari before 15.4 and on pages without https.
import { quietly } from "../time/within";

/** A UUID of version 4. Chance from Math.random is the last resort: a weaker id is better than no alarm. */
export function newId(): string {
  const whole = quietly(() => crypto.randomUUID(), "");
  if (whole) return whole;
  const bytes = new Uint8Array(16);
  const random = quietly(() => Boolean(crypto.getRandomValues(bytes)), false);
  if (!random) for (let i = 0; i < bytes.length; i += 1) bytes[i] = Math.floor(Math.random() * 256);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
