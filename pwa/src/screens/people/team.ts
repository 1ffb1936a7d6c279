// A new team, as it is typed and as the server wants it. Pure.
import type { Checked } from "../../app/useForm";

export interface TeamForm {
  name: string;
}

export const noTeam: TeamForm = { name: "" };

export function checkTeam(form: TeamForm): Checked<{ name?: "needed" }, string> {
  const name = form.name.trim();
  return name ? { errors: {}, body: name } : { errors: { name: "needed" }, body: null };
}
