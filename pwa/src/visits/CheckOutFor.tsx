import { useState } from "preact/hooks";
import { api } from "../api/calls";
import type { BoardVisit } from "../api/types";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { TextField } from "../parts/Field";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { t } from "../texts";

interface Props {
  visit: Pick<BoardVisit, "id" | "state"> & { worker: { name: string } };
  onClose: () => void;
  onDone: () => void;
}

const CHECK_OUT = { words: () => t.board.checkOutSheet, say: api.checkOutFor };
const ENDINGS: Partial<Record<BoardVisit["state"], typeof CHECK_OUT>> = {
  planned: { words: () => t.board.cancelSheet, say: api.cancelFor },
  ended: { words: () => t.board.homeSheet, say: api.isHome },
};

/** Checking somebody else out, cancelling their plan, or saying that they came home: only with a reason, which stays in
    the story. */
export function CheckOutFor({ visit, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const { busy, problem, act } = useAction(() => {
    onDone();
    onClose();
  });
  const ending = ENDINGS[visit.state] ?? CHECK_OUT;
  const words = ending.words();
  return (
    <Sheet title={words.title(visit.worker.name)} onClose={onClose}>
      <p>{words.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField label={t.board.reason} value={reason} onValue={setReason} />
      <Button
        wide
        disabled={reason.trim() === ""}
        busy={busy !== null}
        onPress={() => void act("out", () => ending.say(visit.id, reason.trim()))}
      >
        {words.done}
      </Button>
    </Sheet>
  );
}
