import { TextArea, TextField } from "../../parts/Field";
import { useProfile } from "../../session/context";
import { t } from "../../texts/later";
import type { VisitForm } from "./form";
import type { Change } from "./useCheckIn";

interface Props {
  form: VisitForm;
  said: (path: string) => string | undefined;
  change: Change;
}

/** What the diary asks about who is visited, and what plays there. */
export function ClientFields({ form, said, change }: Props) {
  const protocol = useProfile(form.teamId);
  return (
    <>
      <TextField
        label={t.planner.phone(protocol?.resident)}
        type="tel"
        value={form.clientPhone}
        error={said("clientPhone")}
        onValue={(clientPhone) => change({ clientPhone })}
        input={{ autocomplete: "off" }}
      />
      <TextField
        label={t.planner.reference}
        value={form.clientReference}
        error={said("clientReference")}
        onValue={(clientReference) => change({ clientReference })}
      />
      <TextArea
        label={t.planner.background}
        hint={t.planner.backgroundHint}
        value={form.background}
        error={said("background")}
        onValue={(background) => change({ background })}
      />
    </>
  );
}
