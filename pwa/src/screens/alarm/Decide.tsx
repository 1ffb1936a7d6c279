import { useRef, useState } from "preact/hooks";
import { api } from "../../api/later";
import type { Alarm } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Take } from "../../desk/Take";
import { Button } from "../../parts/Button";
import { useSession } from "../../session/context";
import { t } from "../../texts/later";
import { Escalate } from "./Escalate";
import { PassOn } from "./PassOn";
import { Resolve } from "./Resolve";
import { newId } from "../../app/ids";

/** What this person can decide about the alarm: take it, not, pass it on, close it. */
export function Decide({ alarm, onDone }: { alarm: Alarm; onDone: () => void }) {
  const { me } = useSession();
  const { busy, problem, act } = useAction(onDone);
  const [sheet, setSheet] = useState<"pass" | "close" | "escalate" | null>(null);
  const state = useRef<HTMLElement>(null);
  // One key for one decision: pressed twice it stays one.
  const key = useRef(newId());
  if (alarm.resolvedAt !== null || !alarm.mayAct) return null;
  const decline = () =>
    act("decline", async () => {
      await api.decline(alarm.id, key.current);
      // Passed on to them again, they may have to say so again: that is another decision.
      key.current = newId();
    });
  // A drill is not red, so its buttons are not those that stand on red.
  const firm = alarm.drill ? "main" : "on-alarm";
  const soft = alarm.drill ? "quiet" : "on-alarm-quiet";
  const mine = alarm.acknowledgedBy?.id === me.id;
  return (
    <section class="stack stack-tight" ref={state} tabIndex={-1}>
      {problem && (
        <p role="alert" class="strong">
          {problem}
        </p>
      )}
      {mine && <p class="strong">{t.alarm.yours}</p>}
      <div class="row">
        <Take alarm={alarm} look={firm} onDone={onDone} onGone={() => state.current?.focus()} />
        {!mine && (
          <Button look={soft} busy={busy === "decline"} onPress={() => void decline()}>
            {t.alarm.cannot}
          </Button>
        )}
        <Button look={soft} onPress={() => setSheet("pass")}>
          {t.alarm.passOn}
        </Button>
        {alarm.mayEscalate && (
          <Button look={soft} onPress={() => setSheet("escalate")}>
            {t.alarm.escalate}
          </Button>
        )}
        {alarm.drill ? (
          <Button
            look={soft}
            busy={busy === "stop"}
            onPress={() => void act("stop", () => api.resolve(alarm.id, { outcome: "safe" }))}
          >
            {t.drills.stop}
          </Button>
        ) : (
          <Button look={soft} onPress={() => setSheet("close")}>
            {t.alarm.close}
          </Button>
        )}
      </div>
      {sheet === "escalate" && <Escalate alarm={alarm} onClose={() => setSheet(null)} onDone={onDone} />}
      {sheet === "pass" && <PassOn alarm={alarm} onClose={() => setSheet(null)} onDone={onDone} />}
      {sheet === "close" && <Resolve alarm={alarm} onClose={() => setSheet(null)} onDone={onDone} />}
    </section>
  );
}
