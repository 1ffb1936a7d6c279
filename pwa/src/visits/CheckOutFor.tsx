import { api } from "../api/later";
import type { BoardVisit } from "../api/types";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts/later";
import { ReasonForm } from "./ReasonForm";

interface Props {
  visit: Pick<BoardVisit, "id" | "state" | "wayBack"> & { worker: { name: string } };
  onClose: () => void;
  onDone: () => void;
}

const CHECK_OUT = { words: () => t.board.checkOutSheet, say: api.checkOutFor };
const ENDINGS: Partial<Record<BoardVisit["state"], typeof CHECK_OUT>> = {
  planned: { words: () => t.board.cancelSheet, say: api.cancelFor },
  ended: { words: () => t.board.homeSheet, say: api.isHome },
};

const BACK = { words: () => t.wayBack.sheet, say: api.isBack };

/** Checking somebody else out, cancelling their plan, or saying that they came home, or are back: only with a reason, which stays in
    the story. */
export function CheckOutFor({ visit, onClose, onDone }: Props) {
  const ending = visit.wayBack ? BACK : (ENDINGS[visit.state] ?? CHECK_OUT);
  const words = ending.words();
  return (
    <Sheet title={words.title(visit.worker.name)} onClose={onClose}>
      <p>{words.text}</p>
      <ReasonForm
        done={words.done}
        onReason={(reason) => ending.say(visit.id, reason)}
        onDone={() => {
          onDone();
          onClose();
        }}
      />
    </Sheet>
  );
}
