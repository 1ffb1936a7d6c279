import { t } from "../../texts/later";

/** What somebody does, in words. Nobody is signed in here, so how a manager is called comes with who it is said of. */
export const rolesInWords = (roles: string[], managerWord: string): string =>
  t.list(
    roles.map((role) => {
      if (role === "guard") return t.simulator.guard;
      const own = role === "manager" ? t.simulator.managers[managerWord] : undefined;
      return own ?? t.roles[role as keyof typeof t.roles] ?? role;
    }),
  );
