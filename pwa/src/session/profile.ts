import type { Profile, Protocol } from "../api/types";

/** By which rules a team goes: its own, or those that stand at the top. A phone may still hold an earlier answer. */
export function profileOf(protocol: Protocol | null, teamId: string | null | undefined): Profile | null {
  const own = (protocol?.teams ?? []).find((one) => one.teamId === teamId);
  return own?.profile ?? protocol;
}

/** All that I go by, each once. */
export function profilesOf(protocol: Protocol | null): Profile[] {
  if (!protocol) return [];
  const all = [protocol, ...(protocol.teams ?? []).map((one) => one.profile)];
  return all.filter((one, place) => all.findIndex((other) => other.version === one.version) === place);
}
