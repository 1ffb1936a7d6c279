// A proposal as the form for a new visit fills it in. Pure.
import type { Country, Proposal } from "../api/types";
import { emptyAddress, formOf, type AddressForm } from "../addresses/address";
import type { Length } from "../visits/until";
import { isoDay, wallTime } from "../time/format";

export interface Proposed {
  address: AddressForm;
  /** Set when it begins later than now. */
  start: { day: string; time: string } | null;
  length: Length;
  /** What stands in the calendar, when no address could be made of it. */
  toTypeIn: string | null;
}

export function proposed(proposal: Proposal | undefined, country: Country, now: number): Proposed | null {
  if (!proposal) return null;
  const starts = Date.parse(proposal.starts);
  return {
    address: proposal.address ? formOf(proposal.address) : emptyAddress(country),
    start: starts > now ? { day: isoDay(starts), time: wallTime(starts) } : null,
    length: { time: wallTime(proposal.ends) },
    toTypeIn: proposal.address ? null : proposal.place,
  };
}
