import { api } from "../../api/later";
import type { Mark } from "../../api/types";
import { asNamed } from "../../app/filling";
import { useForm } from "../../app/useForm";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Form } from "../../parts/Form";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts/later";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { ReasonForm } from "../../visits/ReasonForm";
import { beginReview, checkReview } from "./mark-forms";

export interface OfMark {
  mark: Mark;
  onClose: () => void;
  onDone: () => void;
}

export function EndSheet({ mark, onClose, onDone }: OfMark) {
  return (
    <Sheet title={t.marks.endTitle} onClose={onClose}>
      <p class="anywhere">{mark.address.line}</p>
      <ReasonForm done={t.marks.end} onReason={(reason) => api.endMark(mark.id, reason)} onDone={onDone} />
    </Sheet>
  );
}

/** Somebody looked, and it is still needed: when to look again, and when it ends. */
export function ReviewSheet({ mark, onClose, onDone }: OfMark) {
  const { form, change, said, stumbles, busy, problem, send } = useForm({
    begin: () => beginReview(isoDay(serverClock.now())),
    check: (filled, now) => checkReview(filled, isoDay(now)),
    at: asNamed("reviewDate", "endsOn"),
    send: (body) => api.reviewMark(mark.id, body),
    onDone: () => onDone(),
  });
  return (
    <Sheet title={t.marks.stillNeededTitle} onClose={onClose}>
      <Form class="stack" stumbles={stumbles} onSend={send}>
        <p class="anywhere">{mark.address.line}</p>
        {problem && <Notice tone="soon" title={problem} announce="now" />}
        <TextField
          label={t.marks.nextReview}
          type="date"
          value={form.reviewDate}
          error={said("reviewDate")}
          onValue={(reviewDate) => change({ reviewDate })}
        />
        <TextField
          label={t.marks.endsOn}
          type="date"
          value={form.endsOn}
          error={said("endsOn")}
          onValue={(endsOn) => change({ endsOn })}
        />
        <Button submit wide busy={busy !== null}>
          {t.marks.save}
        </Button>
      </Form>
    </Sheet>
  );
}
