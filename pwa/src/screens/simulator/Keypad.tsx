import { useState } from "preact/hooks";
import type { Prompt } from "../../api/types";
import { t } from "../../texts/later";

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const END = "#";

interface Props {
  talk: Prompt | null;
  onDigits: (digits: string) => void;
}

/** The keys of a telephone. Where more digits are asked, such as a PIN, they go together, after #. */
export function Keypad({ talk, onDigits }: Props) {
  const [typed, setTyped] = useState("");
  const send = (digits: string) => {
    setTyped("");
    onDigits(digits);
  };
  const press = (key: string) => {
    if (!talk?.many) send(key);
    else if (key !== END) setTyped(typed + key);
    else if (typed) send(typed);
  };
  return (
    <>
      {talk?.many && (
        <p class="soft" role="status">
          {typed ? t.pin.typed(typed.length) : t.simulator.endWithHash}
        </p>
      )}
      <div class="bubble__keys">
        {KEYS.map((key) => (
          <button key={key} type="button" class="pin__key" onClick={() => press(key)}>
            {key}
          </button>
        ))}
      </div>
    </>
  );
}
