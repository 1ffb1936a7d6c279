import { t } from "../../texts/later";

/** What somebody does, in words. Nobody is signed in here, so how a manager is called comes with who it is said of. */
export const rolesInWords = (roles: string[], managerWord: string): string =>
  t.list(roles.map((role) => (role === "manager" ? t.simulator.manager(managerWord) : inWords(role))));

const inWords = (role: string): string =>
  role === "guard" ? t.simulator.guard : (t.roles[role as keyof typeof t.roles] ?? role);
