import { ADDRESS_AT } from "../addresses/address";
import { AddressFields } from "../addresses/AddressFields";
import { api } from "../api/calls";
import type { Visit } from "../api/types";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { beginWhere, checkWhere } from "./replanning";
import { accept } from "./visits";

interface Props {
  visit: Visit;
  onClose: () => void;
  onDone?: () => void;
}

/** A planned visit somewhere else. What the register says of that address stands in the plan once it was saved. */
export function OtherAddress({ visit, onClose, onDone }: Props) {
  const { form, setForm, errors, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginWhere(visit),
    check: checkWhere,
    at: ADDRESS_AT,
    send: (body) => api.changeVisit(visit.id, body).then(accept),
    onDone: () => {
      onDone?.();
      onClose();
    },
  });
  return (
    <Sheet title={t.planner.addressTitle(visit.worker.name)} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p>{t.planner.addressText}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <AddressFields
          form={form.address}
          errors={errors.address ?? {}}
          refused={(name) => said(`address/${name}`)}
          withTown
          withoutNumber={visit.kind !== "home_visit"}
          onForm={(make) => setForm((now) => ({ address: make(now.address) }))}
        />
        <Button submit wide busy={busy !== null}>
          {t.planner.addressDone}
        </Button>
      </Form>
    </Sheet>
  );
}
