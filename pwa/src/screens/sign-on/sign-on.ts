// The provider of an organisation, as it is filled in and as the server wants it. Pure.
import type { Named, Role, SignOn, SignOnIn } from "../../api/types";
import type { Checked, Wrong } from "../../app/useForm";

export type Group = { name: string; role: Role; teamId: string | null };

export interface SignOnForm {
  issuer: string;
  clientId: string;
  secret: string;
  ownKey: boolean;
  groupsClaim: string;
  level: string;
  active: boolean;
  only: boolean;
  groups: Group[];
}

export const asKept = (kept: SignOn): SignOnForm => ({
  issuer: kept.issuer,
  clientId: kept.clientId,
  secret: "",
  ownKey: kept.ownKey,
  groupsClaim: kept.groupsClaim,
  level: kept.level ?? "",
  active: kept.active,
  only: kept.only,
  groups: kept.groups,
});

export const noSignOn: SignOnForm = {
  issuer: "",
  clientId: "",
  secret: "",
  ownKey: false,
  groupsClaim: "groups",
  level: "",
  active: false,
  only: false,
  groups: [],
};

export const LEVELS = ["low", "substantial", "high"] as const;

export const firstGroup = (teams: Named[]): Group => ({ name: "", role: "worker", teamId: teams[0]?.id ?? null });

type Errors = { issuer?: Wrong; clientId?: Wrong; groupsClaim?: Wrong; groups?: Wrong };

/** Whether there is a secret already, and what may stand in an address, the server knows. */
export function checkSignOn(form: SignOnForm): Checked<Errors, SignOnIn> {
  const errors: Errors = {};
  for (const name of ["issuer", "clientId", "groupsClaim"] as const) if (!form[name].trim()) errors[name] = "needed";
  if (form.groups.some((one) => !one.name.trim())) errors.groups = "needed";
  const level = LEVELS.find((one) => one === form.level) ?? null;
  const body: SignOnIn = {
    issuer: form.issuer.trim(),
    clientId: form.clientId.trim(),
    secret: form.ownKey || form.secret === "" ? null : form.secret,
    ownKey: form.ownKey,
    groupsClaim: form.groupsClaim.trim(),
    level,
    active: form.active,
    only: form.active && form.only,
    groups: form.groups.map((one) => ({ ...one, name: one.name.trim() })),
  };
  return { errors, body: Object.keys(errors).length === 0 ? body : null };
}
