import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { useAction } from "../../app/useAction";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { countryOf } from "../../addresses/address";
import { AddressFields } from "../../addresses/AddressFields";
import { beginAccess, checkAccess } from "./mark-forms";

/** All that is kept about an address or person, for who asks to see it. */
export function AccessForm({ onClose }: { onClose: () => void }) {
  const { me } = useSession();
  const { form, setForm, change, errors, send } = useForm(() => beginAccess(countryOf(me)), checkAccess);
  const [done, setDone] = useState(false);
  const { busy, problem, act } = useAction(() => setDone(true));
  const words = t.marks.access;
  const fetchAs = (format: "json" | "xlsx") => {
    setDone(false);
    send((body) =>
      act(format, async () => {
        const file = await api.exportMarks({ ...body, format });
        save(file, `${words.fileName(isoDay(serverClock.now()))}.${format}`);
      }),
    );
  };
  return (
    <section class="card stack desk-form" aria-label={words.title}>
      <h2 class="nl-heading nl-heading--level-2">{words.title}</h2>
      <p class="soft">{words.text}</p>
      <AddressFields
        form={form.address}
        errors={errors.address ?? {}}
        onForm={(next) => setForm((now) => ({ ...now, address: next(now.address) }))}
      />
      <TextField
        label={words.personName}
        value={form.personName}
        onValue={(personName) => change({ personName })}
        input={{ maxLength: 200 }}
      />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {done && <Notice tone="watched" title={words.done} announce="politely" />}
      <div class="row">
        <Button busy={busy === "xlsx"} onPress={() => fetchAs("xlsx")}>
          {words.excel}
        </Button>
        <Button look="quiet" busy={busy === "json"} onPress={() => fetchAs("json")}>
          {words.json}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {t.app.close}
        </Button>
      </div>
    </section>
  );
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // Not at once: the browser has yet to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
