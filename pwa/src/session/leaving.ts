// Signing out. What this device keeps of somebody goes with it.
import { api } from "../api/calls";
import { isUrgent } from "../queue/action";
import { forgetEverything, type Row } from "../storage/database";
import { ask, me, noLonger, session, tell } from "./session";

async function leave(): Promise<void> {
  const gone = me()?.id ?? "";
  // A call for help goes on until it was heard.
  const calls = ({ kind, refused }: Row) => kind !== undefined && isUrgent(kind) && !refused;
  noLonger();
  tell("left");
  await forgetEverything((row) => [gone, ""].includes(row.personId) && !calls(row));
  session.set({ state: "signed-out", expired: false });
}

/** Signs out, and leaves nothing behind. The server refuses while somebody is watched over. */
export async function signOut(): Promise<void> {
  await api.signOut();
  await leave();
}

/** Ends every sign-in of mine, this one too. On a visit the noodknop stays, which the server says when it is asked. */
export async function signOutEverywhere(): Promise<void> {
  await api.signOutEverywhere();
  await leave();
  // Until the server said whether the noodknop stays, it does: that answer may be lost.
  session.set({ state: "signed-out", expired: false, unheard: true });
  void ask();
}
