import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Mark } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { daysAfter } from "./proposal";

export interface OfMark {
  mark: Mark;
  onClose: () => void;
  onDone: () => void;
}

const HALF_A_YEAR = 182;

export function EndSheet({ mark, onClose, onDone }: OfMark) {
  const [reason, setReason] = useState("");
  const { busy, problem, act } = useAction(onDone);
  return (
    <Sheet title={t.marks.endTitle} onClose={onClose}>
      <p class="anywhere">{mark.address.line}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField label={t.marks.reason} value={reason} onValue={setReason} />
      <Button
        wide
        disabled={reason.trim() === ""}
        busy={busy !== null}
        onPress={() => void act("end", () => api.endMark(mark.id, reason.trim()))}
      >
        {t.marks.end}
      </Button>
    </Sheet>
  );
}

/** Somebody looked, and it is still needed: when to look again, and when it ends. */
export function ReviewSheet({ mark, onClose, onDone }: OfMark) {
  const today = isoDay(serverClock.now());
  const [reviewDate, setReviewDate] = useState(() => daysAfter(today, HALF_A_YEAR));
  const [endsOn, setEndsOn] = useState(() => daysAfter(today, 2 * HALF_A_YEAR));
  const { busy, problem, act } = useAction(onDone);
  return (
    <Sheet title={t.marks.stillNeededTitle} onClose={onClose}>
      <p class="anywhere">{mark.address.line}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField label={t.marks.nextReview} type="date" value={reviewDate} onValue={setReviewDate} />
      <TextField label={t.marks.endsOn} type="date" value={endsOn} onValue={setEndsOn} />
      <Button
        wide
        disabled={!reviewDate || !endsOn}
        busy={busy !== null}
        onPress={() => void act("review", () => api.reviewMark(mark.id, { reviewDate, endsOn }))}
      >
        {t.marks.save}
      </Button>
    </Sheet>
  );
}
