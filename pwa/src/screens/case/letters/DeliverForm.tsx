import type { ComponentChildren } from "preact";
import { api } from "../../../api/later";
import type { Letter, Receipt } from "../../../api/types";
import { asNamed } from "../../../app/filling";
import { useForm } from "../../../app/useForm";
import { Button } from "../../../parts/Button";
import { ChooseOne } from "../../../parts/Chips";
import { TextArea } from "../../../parts/Field";
import { Form } from "../../../parts/Form";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";
import { beginDelivery, checkDelivery, checkRefusal, noRefusal } from "./delivery";

interface Props {
  letter: Letter;
  onClose: () => void;
  onDone: () => void;
}

interface ToldProps extends Pick<Props, "onClose"> {
  title: string;
  stumbles: number;
  busy: string | null;
  problem: string | null;
  send: () => void;
  children: ComponentChildren;
}

/** A sheet on which somebody tells what became of a letter. */
function Told({ title, onClose, stumbles, busy, problem, send, children }: ToldProps) {
  return (
    <Sheet title={title} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        {children}
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <Button submit wide busy={busy !== null}>
          {t.letters.save}
        </Button>
      </Form>
    </Sheet>
  );
}

const RECEIPTS: Receipt[] = ["signed", "refused", "none"];

/** How a letter reached them, and whether they signed for it. Of one that was sent by registered mail, what the post says. */
export function DeliverForm({ letter, onClose, onDone }: Props) {
  const { form, change, said, ...filled } = useForm({
    begin: () => beginDelivery(letter),
    check: checkDelivery,
    at: asNamed("how", "receipt", "note"),
    send: (body) => api.letterDelivered(letter.id, body),
    onDone: () => onDone(),
  });
  return (
    <Told title={letter.name} onClose={onClose} {...filled}>
      {!letter.receiptDue && (
        <ChooseOne
          legend={t.letters.how}
          chips={letter.ways.map((one) => ({ value: one, text: t.letters.ways[one] }))}
          value={form.how}
          error={said("how")}
          onValue={(how) => change({ how })}
        />
      )}
      <ChooseOne
        legend={t.letters.receipt}
        chips={RECEIPTS.filter((one) => one !== "none" || !letter.receiptDue).map((one) => ({
          value: one,
          text: one === "none" && form.how === "registered" ? t.letters.notYetKnown : t.letters.receipts[one],
        }))}
        value={form.receipt}
        error={said("receipt")}
        onValue={(receipt) => change({ receipt })}
      />
      <TextArea
        label={t.letters.note}
        value={form.note}
        error={said("note")}
        onValue={(note) => change({ note })}
        input={{ maxLength: 2000 }}
      />
    </Told>
  );
}

/** What happened when they would not sign for it, or take it. */
export function RefusalForm({ letter, onClose, onDone }: Props) {
  const { form, change, said, ...filled } = useForm({
    begin: noRefusal,
    check: checkRefusal,
    at: asNamed("what"),
    send: (what) => api.letterRefused(letter.id, what),
    onDone: () => onDone(),
  });
  return (
    <Told title={t.letters.refusal} onClose={onClose} {...filled}>
      <TextArea
        label={t.letters.refusalWhat}
        value={form.what}
        error={said("what")}
        onValue={(what) => change({ what })}
        input={{ maxLength: 2000 }}
      />
    </Told>
  );
}
