import { useContext } from "preact/hooks";
import { useStore } from "../app/store";
import { SessionContext } from "../session/context";
import { profileOf } from "../session/profile";
import { numbers } from "../session/session";
import { mineUnderWay, visits } from "./visits";

/** Which number I call: by the rules of the team whose visit I am on, or else of my own; also signed out. */
export function useEmergencyNumber(): string {
  const signedIn = useContext(SessionContext);
  const { emergency } = useStore(numbers);
  const { all } = useStore(visits);
  const visit = signedIn && mineUnderWay(all, signedIn.me.id)[0];
  return (visit && profileOf(signedIn.protocol, visit.team.id)?.emergencyNumber) || emergency;
}
