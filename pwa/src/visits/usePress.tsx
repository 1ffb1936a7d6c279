import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useStore } from "../app/store";
import { PinPad } from "../parts/PinPad";
import type { Action, ActionKind } from "../queue/action";
import { dismiss, press, waiting } from "../queue/queue";
import { useSession } from "../session/context";
import { t } from "../texts";

/** What proves that it is really you. Checking in and raising an alarm need no proof. */
const PROVES: ReadonlySet<ActionKind> = new Set(["ok", "extend", "check-out", "back"]);

interface Asked {
  kind: ActionKind;
  body: Record<string, unknown>;
  problem?: string | undefined;
  /** Each time it is asked it starts empty. */
  round: string;
}

/** Pure: whether a refusal only means that the PIN has to be typed (again), and what to say about it. */
export function pinAskedBy(action: Action): string | null {
  const code = action.refused?.errors.find((error) => error.pointer === "/pin")?.code;
  if (code === "pin_wrong") return t.pin.wrong;
  return code === "pin_required" ? t.pin.required : null;
}

/** Pressing something on a visit: asks the PIN where there is one, and again when the server says it was wrong. */
export function usePress(
  visitId: string,
  onPressed?: () => void,
): {
  act: (kind: ActionKind, body?: Record<string, unknown>) => void;
  pinPad: ComponentChildren;
} {
  const { me } = useSession();
  const [asked, setAsked] = useState<Asked | null>(null);
  const refused = useStore(waiting).find((action) => action.subject === visitId && pinAskedBy(action) !== null);

  useEffect(() => {
    if (!refused) return;
    setAsked({ kind: refused.kind, body: refused.body, problem: pinAskedBy(refused) ?? undefined, round: refused.key });
    void dismiss(refused.key);
  }, [refused?.key]);

  const act = (kind: ActionKind, body: Record<string, unknown> = {}) => {
    if (me.hasPin && PROVES.has(kind)) setAsked({ kind, body, round: "first" });
    else void press({ kind, subject: visitId, body }).then(onPressed);
  };

  const pinPad = asked && (
    <PinPad
      key={asked.round}
      title={t.pin.title}
      done={t.pending.kinds[asked.kind]}
      problem={asked.problem}
      onClose={() => setAsked(null)}
      onPin={(pin) => {
        setAsked(null);
        void press({ kind: asked.kind, subject: visitId, body: asked.body, pin }).then(onPressed);
      }}
    />
  );
  return { act, pinPad };
}
