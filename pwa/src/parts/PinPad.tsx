import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../texts";
import { Button } from "./Button";
import { Notice } from "./Notice";
import { Sheet } from "./Sheet";

export const PIN_LEAST = 4;
export const PIN_MOST = 8;

/** Pure: what a key does to the digits so far. */
export function afterKey(digits: string, key: string): string {
  if (key === "Backspace") return digits.slice(0, -1);
  return /^\d$/.test(key) && digits.length < PIN_MOST ? digits + key : digits;
}

interface Props {
  title: string;
  done: string;
  /** What was wrong with the last one. */
  problem?: string | undefined;
  onPin: (pin: string) => void;
  onClose: () => void;
}

const KEYS = ["1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** Asks for the PIN with keys that a wet thumb hits. Both PINs look the same here, whatever they mean. */
export function PinPad({ title, done, problem, onPin, onClose }: Props) {
  const [digits, setDigits] = useState("");
  const enough = digits.length >= PIN_LEAST;
  const latest = useRef({ digits, onPin });
  latest.current = { digits, onPin };
  // Who types digits sends them with Enter, on whichever key of the pad the focus stands. Who goes to a key with Tab,
  // presses that.
  const types = useRef(false);

  useLayoutEffect(() => {
    const typed = (event: KeyboardEvent) => {
      const { digits: now, onPin: send } = latest.current;
      if (event.key === "Tab") types.current = false;
      if (/^(\d|Backspace)$/.test(event.key)) types.current = true;
      const sends = event.key === "Enter" && now.length >= PIN_LEAST;
      if (sends && (types.current || !(event.target instanceof HTMLButtonElement))) {
        event.preventDefault(); // or the key under the focus is pressed as well
        send(now);
      } else setDigits((before) => afterKey(before, event.key));
    };
    window.addEventListener("keydown", typed);
    return () => window.removeEventListener("keydown", typed);
  }, []);

  const key = (value: string) => (
    <button key={value} type="button" class="pin__key" onClick={() => setDigits((now) => afterKey(now, value))}>
      {value}
    </button>
  );

  return (
    <Sheet title={title} onClose={onClose}>
      {problem && <Notice tone="soon" title={problem} announce="now" />}
      <p class="pin__dots" role="status" aria-label={t.pin.typed(digits.length)}>
        {Array.from({ length: Math.max(PIN_LEAST, digits.length) }, (_, place) => (
          <span key={place} class={place < digits.length ? "pin__dot pin__dot--on" : "pin__dot"} />
        ))}
      </p>
      <div class="pin__keys">
        {KEYS.map(key)}
        <span />
        {key("0")}
        <button type="button" class="pin__key pin__key--word" onClick={() => setDigits((now) => now.slice(0, -1))}>
          {t.pin.erase}
        </button>
      </div>
      <Button wide size="large" disabled={!enough} onPress={() => onPin(digits)}>
        {done}
      </Button>
    </Sheet>
  );
}
