import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import type { Visit } from "../../api/types";
import { useAct } from "../../app/useAct";
import { Button } from "../../parts/Button";
import { TextField } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts";

interface Props {
  visit: Visit;
  onClose: () => void;
  onDone: () => void;
}

/** Checking somebody else out, or cancelling their plan: only with a reason, which stays in the story. */
export function CheckOutFor({ visit, onClose, onDone }: Props) {
  const [reason, setReason] = useState("");
  const { busy, problem, act } = useAct(() => {
    onDone();
    onClose();
  });
  const planned = visit.state === "planned";
  const words = planned ? t.board.cancelSheet : t.board.checkOutSheet;
  return (
    <Sheet title={words.title(visit.worker.name)} onClose={onClose}>
      <p>{words.text}</p>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextField label={t.board.reason} value={reason} onValue={setReason} />
      <Button
        wide
        disabled={reason.trim() === ""}
        busy={busy !== null}
        onPress={() =>
          void act("out", () =>
            planned ? api.cancelFor(visit.id, reason.trim()) : api.checkOutFor(visit.id, reason.trim()),
          )
        }
      >
        {words.done}
      </Button>
    </Sheet>
  );
}
