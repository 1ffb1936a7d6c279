import type { DamageOfIncident, Settlement } from "../api/types";
import { useForm } from "../app/useForm";
import { Button } from "../parts/Button";
import { ChooseOne } from "../parts/Chips";
import { TextArea, TextField } from "../parts/Field";
import { Form } from "../parts/Form";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { beginDamage, checkDamage, type DamageForm, type How } from "./damage-form";

interface Props {
  line: DamageOfIncident;
  /** By the report, or by the task that asks for it. */
  send: (body: Settlement) => Promise<unknown>;
  onClose: () => void;
  onDone: () => void;
}

const HOW: How[] = ["settlement", "court", "civil_party", "nothing"];
const AT: Record<string, keyof DamageForm> = {
  "/paid": "paid",
  "/paid/yes": "paid",
  "/paid/amount": "paidAmount",
  "/paid/on": "paidOn",
  "/paid/why": "paidWhy",
  "/recovery/how": "how",
  "/recovery/claimedOn": "claimedOn",
  "/recovery/amount": "amount",
  "/recovery/on": "on",
  "/recovery/why": "why",
};

/** How a line ends: whether the employee was paid, and what came back from who did it. */
export function DamageSheet({ line, send: settle, onClose, onDone }: Props) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginDamage(line),
    check: checkDamage,
    at: AT,
    send: settle,
    onDone: () => onDone(),
  });
  const day = (name: "paidOn" | "claimedOn" | "on", label: string) => (
    <TextField
      label={label}
      type="date"
      value={form[name]}
      error={said(name)}
      onValue={(value) => change({ [name]: value })}
    />
  );
  const amount = (name: "paidAmount" | "amount", label: string) => (
    <TextField
      label={label}
      value={form[name]}
      error={said(name)}
      input={{ inputMode: "decimal", maxLength: 20 }}
      onValue={(value) => change({ [name]: value })}
    />
  );
  const why = (name: "paidWhy" | "why", label: string) => (
    <TextArea
      label={label}
      hint={line.whose === "employee_injury" ? t.damages.noDiagnosis : undefined}
      value={form[name]}
      error={said(name)}
      input={{ maxLength: 2000 }}
      onValue={(value) => change({ [name]: value })}
    />
  );
  return (
    <Sheet title={line.what} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={() => send()}>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        {line.mayPay && (
          <>
            <ChooseOne<"yes" | "no">
              legend={t.damages.askPaid}
              chips={[
                { value: "yes", text: t.app.yes },
                { value: "no", text: t.app.no },
              ]}
              columns={2}
              value={form.paid}
              error={said("paid")}
              onValue={(paid) => change({ paid })}
            />
            {form.paid === "yes" && amount("paidAmount", t.damages.amount)}
            {form.paid === "yes" && day("paidOn", t.damages.paidOn)}
            {form.paid === "no" && why("paidWhy", t.damages.why)}
          </>
        )}
        <ChooseOne<How>
          legend={t.damages.askRecovery}
          chips={HOW.map((value) => ({ value, text: t.damages.ways[value] }))}
          value={form.how}
          error={said("how")}
          onValue={(how) => change({ how })}
        />
        {form.how && day("claimedOn", t.damages.claimedOn)}
        {form.how === "nothing" && why("why", t.damages.why)}
        {form.how && form.how !== "nothing" && (
          <>
            <p class="soft">{t.damages.notYet}</p>
            {amount("amount", t.damages.received)}
            {day("on", t.damages.receivedOn)}
          </>
        )}
        <Button submit wide busy={busy !== null}>
          {t.damages.save}
        </Button>
      </Form>
    </Sheet>
  );
}
