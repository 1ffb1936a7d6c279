// The roles that somebody may have, in the order in which they are chosen from.
import type { Role } from "../api/types";

export const ROLES: Role[] = [
  "worker",
  "colleague",
  "manager",
  "registrar",
  "hr",
  "reception",
  "board",
  "privacy_officer",
  "administrator",
];

/** Whether it counts in the whole organisation and never in one team. */
export const onlyEverywhere = (role: Role): boolean => role === "privacy_officer";

/** The team of a role that was just chosen: the one it had, where that can be. */
export const teamOf = (role: Role, teamId: string | null = null): string | null =>
  onlyEverywhere(role) ? null : teamId;
