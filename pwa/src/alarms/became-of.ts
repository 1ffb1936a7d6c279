import type { Told } from "../api/types";
import { t } from "../texts/later";

/** What became of a message, in the words of its channel: a call rings and is picked up, a text arrives. */
export const becameOf = (told: Pick<Told, "channel" | "state"> & { pickedUpAt?: string | null }): string =>
  told.channel !== "call"
    ? t.alarm.deliveries[told.state]
    : told.pickedUpAt
      ? t.alarm.pickedUp
      : t.alarm.calls[told.state];
