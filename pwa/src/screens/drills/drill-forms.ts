// Starting a drill, and the daily test message, as they are filled in and as the server wants them. Pure.
import type { DrillKind, TeamDrills } from "../../api/types";
import type { Checked } from "../../app/useForm";

export interface DrillForm {
  teamId: string;
  workerId: string;
  kind: DrillKind;
}

export interface DrillErrors {
  teamId?: "needed";
  workerId?: "needed";
}

export const beginDrill = (teams: TeamDrills[], myId: string): DrillForm => ({
  teamId: teams[0]?.team.id ?? "",
  workerId: myId,
  kind: "overdue",
});

/** Who plays is of the team that drills, or is who starts it. */
export function checkDrill(form: DrillForm, teams: TeamDrills[], myId: string): Checked<DrillErrors, DrillForm> {
  const team = teams.find((one) => one.team.id === form.teamId);
  if (!team) return { errors: { teamId: "needed" }, body: null };
  const plays = form.workerId === myId || team.players.some((one) => one.id === form.workerId);
  return plays ? { errors: {}, body: form } : { errors: { workerId: "needed" }, body: null };
}

export interface CanaryForm {
  phone: string;
  dailyAt: string;
  rings: boolean;
  asks: boolean;
}

export interface CanaryErrors {
  phone?: "needed" | "phone";
  dailyAt?: "needed";
}

export const beginCanary = (
  canary: Pick<CanaryForm, "rings" | "asks"> & { phone: string | null; dailyAt: string | null },
): CanaryForm => ({
  phone: canary.phone ?? "",
  dailyAt: canary.dailyAt ?? "08:00",
  rings: canary.rings,
  asks: canary.asks,
});

/** Whether a number exists the server knows; that words are none is said here. */
export function checkCanary(form: CanaryForm): Checked<CanaryErrors, CanaryForm> {
  const phone = form.phone.trim();
  const errors: CanaryErrors = {};
  if (!phone) errors.phone = "needed";
  else if (!/^\+?[\d\s().-]{6,32}$/.test(phone)) errors.phone = "phone";
  if (!form.dailyAt) errors.dailyAt = "needed";
  return { errors, body: Object.keys(errors).length > 0 ? null : { ...form, phone } };
}
