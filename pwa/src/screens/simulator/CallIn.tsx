import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { CallIn as Talk } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";
import { Keypad } from "./Keypad";

/** A call from this phone to our number: what is heard, and keys. Like on a real phone it is gone when one hangs up. */
export function CallIn({ personId, onDone }: { personId: string; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  const [talk, setTalk] = useState<Talk | null>(null);
  return (
    <div class="phone__call stack stack-tight">
      {talk === null ? (
        <Button
          size="small"
          look="quiet"
          busy={busy !== null}
          onPress={() => void act("call", () => api.phoneCalls(personId).then(setTalk))}
        >
          {t.simulator.callUs}
        </Button>
      ) : (
        <>
          <p class="anywhere" role="status">
            {talk.prompt}
          </p>
          {!talk.ended && (
            <Keypad
              key={talk.step}
              talk={talk}
              onDigits={(digits) =>
                void act("digits", () => api.phonePressesIn(personId, talk.sid, digits, talk.step).then(setTalk))
              }
            />
          )}
          <Button size="small" look="quiet" onPress={() => setTalk(null)}>
            {t.simulator.hangUp}
          </Button>
        </>
      )}
      {problem && <p class="field__error">{problem}</p>}
    </div>
  );
}
