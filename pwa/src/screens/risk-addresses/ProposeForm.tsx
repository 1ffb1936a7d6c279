import { useRef, useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Advice } from "../../api/types";
import { useAct } from "../../app/useAct";
import { Button } from "../../parts/Button";
import { ChooseSome } from "../../parts/Chips";
import { TextArea, TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { useSession } from "../../session/context";
import { t } from "../../texts";
import { serverClock } from "../../time/clock";
import { isoDay } from "../../time/format";
import { checkAddress, countryOf, emptyAddress } from "../check-in/address";
import { AddressFields } from "../check-in/AddressFields";

const ADVICE: Advice[] = ["attention", "pairs", "phone_first", "police_first", "office_only", "not_this_employee"];
const HALF_YEAR = 182 * 86_400_000;

/** Proposing a mark: what a colleague has to do there, why, and until when at most without looking again. */
export function ProposeForm({ onDone }: { onDone: () => void }) {
  const { me } = useSession();
  const id = useRef(crypto.randomUUID());
  const [address, setAddress] = useState(() => emptyAddress(countryOf(me)));
  const [advice, setAdvice] = useState<Advice[]>([]);
  const [instruction, setInstruction] = useState("");
  const [reason, setReason] = useState("");
  const [reviewDate, setReviewDate] = useState(() => isoDay(serverClock.now() + HALF_YEAR));
  const [tried, setTried] = useState(false);
  const { busy, problem, act } = useAct(onDone);
  const checked = checkAddress(address);
  const whole = checked.address !== null && advice.length > 0 && reason.trim() !== "" && reviewDate !== "";

  const propose = () => {
    setTried(true);
    if (!checked.address || !whole) return;
    const body = {
      id: id.current,
      address: checked.address,
      advice,
      reason: reason.trim(),
      reviewDate,
      ...(instruction.trim() ? { instruction: instruction.trim() } : {}),
    };
    void act("propose", () => api.proposeMark(body));
  };

  return (
    <form
      class="card stack desk-form"
      onSubmit={(event) => {
        event.preventDefault();
        propose();
      }}
    >
      <h2 class="nl-heading nl-heading--level-2">{t.marks.propose}</h2>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      {tried && !whole && <Notice tone="soon" title={t.marks.missing} announce="now" />}
      <AddressFields form={address} errors={tried ? checked.errors : {}} onForm={setAddress} />
      <ChooseSome<Advice>
        legend={t.marks.advice}
        chips={ADVICE.map((value) => ({ value, text: t.risk.advice[value] }))}
        values={advice}
        onValues={setAdvice}
      />
      <TextField
        label={t.marks.instruction}
        hint={t.marks.instructionHint}
        value={instruction}
        onValue={setInstruction}
      />
      <TextArea label={t.marks.why} hint={t.marks.whyHint} value={reason} onValue={setReason} />
      <TextField label={t.marks.reviewDate} type="date" value={reviewDate} onValue={setReviewDate} />
      <p class="soft">{t.marks.provisional}</p>
      <Button submit busy={busy !== null}>
        {t.marks.send}
      </Button>
    </form>
  );
}
