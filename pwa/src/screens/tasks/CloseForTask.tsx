import { useState } from "preact/hooks";
import { api } from "../../api/later";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { TextArea } from "../../parts/Field";
import { Notice } from "../../parts/Notice";
import { t } from "../../texts/later";

interface Props {
  taskId: string;
  onDone: () => void;
}

/** Nothing is left to do: whoever was asked to closes the report, also without a page of it. */
export function CloseForTask({ taskId, onDone }: Props) {
  const { busy, problem, act } = useAction(onDone);
  const [reason, setReason] = useState("");
  return (
    <section class="card stack">
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <TextArea label={t.cases.closeReason} hint={t.cases.closeHint} value={reason} onValue={setReason} />
      <Button
        wide
        busy={busy !== null}
        onPress={() => void act("close", () => api.closeForTask(taskId, reason.trim()))}
      >
        {t.cases.close}
      </Button>
    </section>
  );
}
