// A check-in that the server refused, turned back into what was filled in. Pure.
import type { WhereToIn, NewCompanion, Named, VisitKind } from "../../api/types";
import type { Action } from "../../queue/action";
import { formOf, type AddressForm } from "../../addresses/address";
import type { TroubleForm } from "../../visits/trouble-form";

export interface FilledIn {
  address: AddressForm;
  /** At a place without a house number it is no home visit, and must not become one when it is sent again. */
  kind: VisitKind;
  /** Empty: none was named. */
  teamId: string;
  companions: NewCompanion[];
  clientName: string;
  purpose: string;
  trouble: TroubleForm;
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function filledIn(action: Action | undefined, colleagues: Named[]): FilledIn | null {
  if (action?.kind !== "plan") return null;
  const companions = (action.body["companions"] ?? []) as { personId?: string; name?: string; phone?: string }[];
  return {
    address: formOf(action.body["address"] as WhereToIn),
    kind: (action.body["kind"] as VisitKind | undefined) ?? "home_visit",
    teamId: text(action.body["teamId"]),
    companions: companions.map(({ personId, name, phone }) => ({
      personId: personId ?? null,
      name: name ?? colleagues.find((colleague) => colleague.id === personId)?.name ?? "",
      phone: phone ?? null,
    })),
    clientName: text(action.body["clientName"]),
    purpose: text(action.body["purpose"]),
    trouble: {
      expected: action.body["expectsTrouble"] !== undefined,
      why: text(action.body["expectsTrouble"]),
      policeWanted: action.body["policeWanted"] === true,
    },
  };
}
