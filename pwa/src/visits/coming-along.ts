// Who comes along, as the server wants them. Pure.
import type { NewCompanion } from "../api/types";

export type CompanionOut = { personId: string } | { name: string; phone?: string };

/** As the server wants them: who is known by id, who isn't by name; nameless ones left out. */
export const companionsOut = (chosen: NewCompanion[]): CompanionOut[] =>
  chosen
    .filter((companion) => companion.personId !== null || companion.name.trim() !== "")
    .map((companion) =>
      companion.personId !== null
        ? { personId: companion.personId }
        : {
            name: companion.name.trim(),
            ...(companion.phone?.trim() ? { phone: companion.phone.trim() } : {}),
          },
    );
