import { TextField } from "../../parts/Field";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import type { useCheckIn } from "./useCheckIn";

/** What the diary asks about who is visited, and what plays there. */
export function ClientFields({ form }: { form: ReturnType<typeof useCheckIn> }) {
  const { protocol } = useSession();
  return (
    <>
      <TextField
        label={t.planning.phone(protocol?.resident)}
        type="tel"
        value={form.clientPhone}
        onValue={form.setClientPhone}
        input={{ autocomplete: "off" }}
      />
      <TextField label={t.planning.reference} value={form.clientReference} onValue={form.setClientReference} />
      <TextField
        label={t.planning.background}
        hint={t.planning.backgroundHint}
        value={form.background}
        onValue={form.setBackground}
      />
    </>
  );
}
