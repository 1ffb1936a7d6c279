import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Session } from "./session";

export type SignedIn = Extract<Session, { state: "signed-in" }>;

export const SessionContext = createContext<SignedIn | null>(null);

/** Who is signed in, on every screen behind the sign-in. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a screen outside the session");
  return session;
}
