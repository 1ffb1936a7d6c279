import { useState } from "preact/hooks";
import { api } from "../../../api/later";
import type { Letter, LetterWay, Receipt } from "../../../api/types";
import { useAction } from "../../../app/useAction";
import { Button } from "../../../parts/Button";
import { ChooseOne } from "../../../parts/Chips";
import { TextArea } from "../../../parts/Field";
import { Notice } from "../../../parts/Notice";
import { Sheet } from "../../../parts/Sheet";
import { t } from "../../../texts/later";

interface Props {
  letter: Letter;
  onClose: () => void;
  onDone: () => void;
}

const RECEIPTS: Receipt[] = ["signed", "refused", "none"];

/** How a letter reached them, and whether they signed for it. Of one that was sent by registered mail, what the post says. */
export function DeliverForm({ letter, onClose, onDone }: Props) {
  const only = letter.receiptDue ? "registered" : letter.ways.length === 1 ? letter.ways[0] : null;
  const [how, setHow] = useState<LetterWay | null>(only ?? null);
  const [receipt, setReceipt] = useState<Receipt | null>(null);
  const [note, setNote] = useState("");
  const [tried, setTried] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  return (
    <Sheet title={letter.name} onClose={onClose}>
      {!letter.receiptDue && (
        <ChooseOne
          legend={t.letters.how}
          chips={letter.ways.map((one) => ({ value: one, text: t.letters.ways[one] }))}
          value={how}
          error={tried && !how ? t.wrong.choose : undefined}
          onValue={setHow}
        />
      )}
      <ChooseOne
        legend={t.letters.receipt}
        chips={RECEIPTS.filter((one) => one !== "none" || !letter.receiptDue).map((one) => ({
          value: one,
          text: one === "none" && how === "registered" ? t.letters.notYetKnown : t.letters.receipts[one],
        }))}
        value={receipt}
        error={tried && !receipt ? t.wrong.choose : undefined}
        onValue={setReceipt}
      />
      <TextArea label={t.letters.note} value={note} onValue={setNote} input={{ maxLength: 2000 }} />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button
        wide
        busy={busy !== null}
        onPress={() => {
          setTried(true);
          if (how && receipt)
            void act("deliver", () => api.letterDelivered(letter.id, { how, receipt, note: note.trim() }));
        }}
      >
        {t.letters.save}
      </Button>
    </Sheet>
  );
}

/** What happened when they would not sign for it, or take it. */
export function RefusalForm({ letter, onClose, onDone }: Props) {
  const [what, setWhat] = useState("");
  const [tried, setTried] = useState(false);
  const { busy, problem, act } = useAction(onDone);
  return (
    <Sheet title={t.letters.refusal} onClose={onClose}>
      <TextArea
        label={t.letters.refusalWhat}
        value={what}
        error={tried && !what.trim() ? t.wrong.needed : undefined}
        onValue={setWhat}
        input={{ maxLength: 2000 }}
      />
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button
        wide
        busy={busy !== null}
        onPress={() => {
          setTried(true);
          if (what.trim()) void act("refusal", () => api.letterRefused(letter.id, what.trim()));
        }}
      >
        {t.letters.save}
      </Button>
    </Sheet>
  );
}
