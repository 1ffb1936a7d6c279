import { useState } from "preact/hooks";
import { api } from "../../api/later";
import type { PhoneItem, Prompt } from "../../api/types";
import { useAction } from "../../app/useAction";
import { Button } from "../../parts/Button";
import { t } from "../../texts/later";
import { exactTime } from "../../time/format";
import { Keypad } from "./Keypad";

const hungUp: Prompt = { prompt: "", step: null, ended: true, many: false };

/** A call: it rings, somebody takes it, hears what is said, and presses digits. */
export function CallItem({ item, onDone }: { item: PhoneItem; onDone: () => void }) {
  const { busy, problem, act } = useAction(onDone);
  // The conversation lives here, like on a real phone: the server only knows that somebody picked up.
  const [talk, setTalk] = useState<Prompt | null>(null);
  const state = talk ? (talk.ended ? "ended" : "answered") : (item.call?.state ?? "ended");
  const prompt = talk?.prompt ?? item.call?.prompt ?? item.text;
  return (
    <li class={`bubble bubble--call bubble--${state}`}>
      <p class="strong">{t.simulator.calls[state]}</p>
      {state === "ringing" && (
        <Button
          size="small"
          busy={busy !== null}
          onPress={() => void act("answer", () => api.phoneAnswers(item.id).then(setTalk))}
        >
          {t.simulator.answer}
        </Button>
      )}
      {state !== "ringing" && prompt && <p class="anywhere">{prompt}</p>}
      {state === "answered" && (
        <>
          <Keypad
            talk={talk}
            onDigits={(digits) =>
              void act("digits", () => api.phonePresses(item.id, digits, talk?.step ?? null).then(setTalk))
            }
          />
          <Button
            size="small"
            look="quiet"
            onPress={() => void act("hang-up", () => api.phoneHangsUp(item.id).then(() => setTalk(hungUp)))}
          >
            {t.simulator.hangUp}
          </Button>
        </>
      )}
      {problem && <p class="field__error">{problem}</p>}
      <p class="bubble__when">{exactTime(item.at)}</p>
    </li>
  );
}
