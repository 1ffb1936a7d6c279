import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Profile } from "../api/types";
import { profileOf } from "./profile";
import type { Session } from "./session";

export type SignedIn = Extract<Session, { state: "signed-in" }>;

export const SessionContext = createContext<SignedIn | null>(null);

/** By which rules a visit of this team goes. */
export const useProfile = (teamId: string | null | undefined): Profile | null =>
  profileOf(useSession().protocol, teamId);

/** Who is signed in, on every screen behind the sign-in. */
export function useSession(): SignedIn {
  const session = useContext(SessionContext);
  if (!session) throw new Error("a screen outside the session");
  return session;
}
