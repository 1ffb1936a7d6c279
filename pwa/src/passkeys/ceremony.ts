// Asks the browser to make a passkey, or to use one. Bytes go to the server and come from it as base64url.
import type { components } from "../api/schema";
import { t } from "../texts";

type Schemas = components["schemas"];
export type Making = Schemas["NewPasskeyOptions"];
export type Using = Schemas["PasskeyOptions"];
export type Made = Omit<Schemas["NewPasskey"], "name">;
export type Answered = Schemas["PasskeyAnswer"];

/** Whether this browser knows passkeys at all. */
export const canPasskeys = (): boolean => typeof PublicKeyCredential !== "undefined";

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

export function textOf(bytes: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(bytes), (one) => String.fromCharCode(one)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

const listed = (ids: string[]): PublicKeyCredentialDescriptor[] =>
  ids.map((id) => ({ type: "public-key", id: bytesOf(id) }));

/** Makes a passkey on this device, or on one that its owner picks. Null: they stopped, or the device did. */
export async function makePasskey(how: Making): Promise<Made | null> {
  const made = await asked(
    navigator.credentials.create({
      publicKey: {
        challenge: bytesOf(how.challenge),
        rp: { id: how.rpId, name: t.app.name },
        user: { id: bytesOf(how.userId), name: how.userName, displayName: how.displayName },
        pubKeyCredParams: how.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: listed(how.known),
        // Kept on the device where it can be, so that it signs in without a name too.
        authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
        attestation: "none",
        timeout: how.timeout,
      },
    }),
  );
  if (!made) return null;
  const response = made.response as AuthenticatorAttestationResponse;
  return { clientData: textOf(response.clientDataJSON), attestation: textOf(response.attestationObject) };
}

/** Uses a passkey. alone: no password came before, so the device must see who holds it. Null: they stopped. */
export async function askPasskey(how: Using, alone: boolean): Promise<Answered | null> {
  const used = await asked(
    navigator.credentials.get({
      publicKey: {
        challenge: bytesOf(how.challenge),
        rpId: how.rpId,
        allowCredentials: listed(how.allowed),
        userVerification: alone ? "required" : "preferred",
        timeout: how.timeout,
      },
    }),
  );
  if (!used) return null;
  const response = used.response as AuthenticatorAssertionResponse;
  return {
    credentialId: textOf(used.rawId),
    clientData: textOf(response.clientDataJSON),
    authenticatorData: textOf(response.authenticatorData),
    signature: textOf(response.signature),
  };
}

/** What the browser came back with. Whoever stops, waits too long or has no such key is told so in one way. */
async function asked(asking: Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    return (await asking) as PublicKeyCredential | null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
