import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Alarm } from "../../api/types";
import { useAction } from "../../app/useAction";
import { nextLevel } from "../../desk/next-step";
import { Button } from "../../parts/Button";
import { Notice } from "../../parts/Notice";
import { Sheet } from "../../parts/Sheet";
import { t } from "../../texts/later";

interface Props {
  alarm: Alarm;
  onClose: () => void;
  onDone: () => void;
}

/** The next step of the ladder now. What is asked for is the step that was seen when this opened, and no later one. */
export function Escalate({ alarm, onClose, onDone }: Props) {
  const [seen] = useState(alarm);
  const { busy, problem, act } = useAction(onDone);
  const whom = nextLevel(seen);
  const press = async () => {
    if (await act("escalate", () => api.escalate(seen.id, seen.level))) onClose();
  };
  return (
    <Sheet title={t.alarm.escalateTitle(whom)} onClose={onClose}>
      <p>{t.alarm.escalateText}</p>
      {seen.acknowledgedBy && <p class="strong">{t.alarm.escalateHeld(seen.acknowledgedBy.name)}</p>}
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <Button wide busy={busy !== null} onPress={() => void press()}>
        {t.alarm.escalate}
      </Button>
    </Sheet>
  );
}
