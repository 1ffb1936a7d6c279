import type { WhereToIn } from "../api/types";
import { t } from ".";

const spaced = (postcode: string): string =>
  postcode.replace(/^(\d{4})\s*([A-Za-z]{2})$/, (_, d: string, l: string) => `${d} ${l.toUpperCase()}`);

/** How people write an address, for one that the server hasn't written out yet. A check-in names none: then empty. */
export function addressLine(address: WhereToIn | undefined): string {
  if (!address) return "";
  if (address.country === "place") return `${address.where}, ${address.city}`;
  if (address.country === "BE") {
    const number = address.box ? t.address.withBox(address.houseNumber, address.box) : address.houseNumber;
    return `${address.street} ${number}, ${address.postcode} ${address.city}`;
  }
  const number = `${address.houseNumber}${address.addition ? `-${address.addition}` : ""}`;
  const postcode = spaced(address.postcode);
  // As the server writes it: what stands before the comma finds the door.
  return address.street
    ? `${address.street} ${number}, ${[postcode, address.city].filter(Boolean).join(" ")}`
    : [`${postcode} ${number}`, address.city].filter(Boolean).join(", ");
}

/** The part that one reads at a glance: street and number, without the town. */
export const shortLine = (line: string): string => line.split(",")[0] ?? line;
