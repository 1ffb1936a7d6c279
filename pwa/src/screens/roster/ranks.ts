import type { Rank } from "../../api/types";

/** In the order in which people are looked for. */
export const RANKS: Rank[] = ["first", "second", "out_of_hours", "manager"];
