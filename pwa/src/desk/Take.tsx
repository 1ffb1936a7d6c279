import { useRef, useState } from "preact/hooks";
import { api } from "../api/later";
import type { Alarm } from "../api/types";
import { newId } from "../app/ids";
import { useAction } from "../app/useAction";
import { Button } from "../parts/Button";
import { Notice } from "../parts/Notice";
import { Sheet } from "../parts/Sheet";
import { useSession } from "../session/context";
import { t } from "../texts/later";
import { clockTime } from "../time/format";

interface Props {
  alarm: Pick<Alarm, "id" | "acknowledgedBy" | "acknowledgedAt" | "mayAct"> & Partial<Pick<Alarm, "resolvedAt">>;
  look: "main" | "quiet" | "on-alarm";
  onDone: () => void;
  /** Where the keyboard goes on, when the button it stands on is gone. */
  onGone?: () => void;
}

/** Taking an alarm: nobody's at once, somebody else's only when that is meant. */
export function Take({ alarm, look, onDone, onGone }: Props) {
  const { me } = useSession();
  const [asks, setAsks] = useState(false);
  const [faster, setFaster] = useState<Alarm | null>(null);
  const { busy, problem, act } = useAction(onDone);
  // One key for one decision: pressed twice it stays one.
  const key = useRef(newId());
  const holder = alarm.acknowledgedBy;
  if (!alarm.mayAct || alarm.resolvedAt || holder?.id === me.id) return null;
  const take = (takeOver: boolean) =>
    act("take", async () => {
      const now = await api.acknowledge(alarm.id, key.current, takeOver);
      key.current = newId();
      setAsks(false);
      setFaster(now.acknowledgedBy?.id === me.id ? null : now);
    });
  const since = alarm.acknowledgedAt ? clockTime(alarm.acknowledgedAt) : "";
  return (
    <>
      {holder ? (
        <Button look={look} onPress={() => setAsks(true)} onGone={onGone}>
          {t.alarm.takeOver(holder.name)}
        </Button>
      ) : (
        <Button look={look} busy={busy !== null} onPress={() => void take(false)} onGone={onGone}>
          {t.alarm.take}
        </Button>
      )}
      {problem && !asks && (
        <p role="alert" class="strong">
          {problem}
        </p>
      )}
      {/* True for as long as they have it: who lets go leaves it to nobody. */}
      {faster?.acknowledgedBy && faster.acknowledgedBy.id === holder?.id && (
        <p role="alert" class="strong">
          {t.alarm.hadIt(faster.acknowledgedBy.name, faster.acknowledgedAt ? clockTime(faster.acknowledgedAt) : "")}
        </p>
      )}
      {asks && holder && (
        <Sheet title={t.alarm.takeOverTitle(holder.name)} onClose={() => setAsks(false)}>
          <p>{t.alarm.takeOverText(holder.name, since)}</p>
          {problem && <Notice tone="soon" title={problem} announce="now" />}
          <Button wide busy={busy !== null} onPress={() => void take(true)}>
            {t.alarm.takeOverDone}
          </Button>
        </Sheet>
      )}
    </>
  );
}
