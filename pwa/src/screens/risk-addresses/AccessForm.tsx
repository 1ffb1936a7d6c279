import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { CheckField, TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { ADDRESS_AT, countryOf } from "../../addresses/address";
import { save } from "../../row-files/save";
import { AddressFields } from "../../addresses/AddressFields";
import { beginAccess, checkAccess, type AccessFormat } from "./mark-forms";

/** What the register knows of an address or person, for who asks to see it; with names for an inquiry of one's own. */
export function AccessForm({ onClose }: { onClose: () => void }) {
  const { me } = useSession();
  const [asked, setAsked] = useState<AccessFormat>("xlsx");
  const { form, setForm, change, errors, said, stumbles, done, busy, problem, send } = useForm({
    begin: () => beginAccess(countryOf(me)),
    check: (filled) => checkAccess(filled, "xlsx"),
    at: { ...ADDRESS_AT, ...asNamed("personName") },
    send: async (body) => {
      const file = await api.exportMarks(body);
      save(
        file,
        `${words.fileName(isoDay(serverClock.now()))}${body.withNames ? words.withNamesFile : ""}.${body.format}`,
      );
    },
  });
  const words = t.marks.access;
  const fetchAs = (format: AccessFormat) => {
    setAsked(format);
    send((filled) => checkAccess(filled, format));
  };
  const busyWith = (format: AccessFormat) => busy !== null && asked === format;
  return (
    <section class="card stack desk-form" aria-label={words.title}>
      <h2 class="nl-heading nl-heading--level-2">{words.title}</h2>
      <p class="soft">{words.text}</p>
      <Form class="stack" stumbles={stumbles} onSend={() => fetchAs("xlsx")}>
        <AddressFields
          form={form.address}
          errors={errors.address ?? {}}
          refused={(name) => said(`address/${name}`)}
          onForm={(next) => setForm((now) => ({ ...now, address: next(now.address) }))}
        />
        <TextField
          label={words.personName}
          value={form.personName}
          error={said("personName")}
          onValue={(personName) => change({ personName })}
          input={{ maxLength: 200 }}
        />
        <div class="stack stack-tight">
          <CheckField
            label={words.withNames}
            checked={form.withNames}
            onChecked={(withNames) => change({ withNames })}
          />
          {form.withNames && <Notice tone="soon" title={words.notToGive} announce="politely" />}
        </div>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {done && <Notice tone="watched" title={words.done} announce="politely" />}
        <div class="row">
          <Button submit busy={busyWith("xlsx")}>
            {words.excel}
          </Button>
          <Button look="quiet" busy={busyWith("json")} onPress={() => fetchAs("json")}>
            {words.json}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {t.app.close}
          </Button>
        </div>
      </Form>
    </section>
  );
}
