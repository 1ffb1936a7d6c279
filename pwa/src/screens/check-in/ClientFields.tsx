import { TextField } from "../../parts/Field";
import { useProfile } from "../../session/context";
import { t } from "../../texts";
import type { VisitForm } from "./form";
import type { Change } from "./useCheckIn";

/** What the diary asks about who is visited, and what plays there. */
export function ClientFields({ form, change }: { form: VisitForm; change: Change }) {
  const protocol = useProfile(form.teamId);
  return (
    <>
      <TextField
        label={t.planning.phone(protocol?.resident)}
        type="tel"
        value={form.clientPhone}
        onValue={(clientPhone) => change({ clientPhone })}
        input={{ autocomplete: "off" }}
      />
      <TextField
        label={t.planning.reference}
        value={form.clientReference}
        onValue={(clientReference) => change({ clientReference })}
      />
      <TextField
        label={t.planning.background}
        hint={t.planning.backgroundHint}
        value={form.background}
        onValue={(background) => change({ background })}
      />
    </>
  );
}
