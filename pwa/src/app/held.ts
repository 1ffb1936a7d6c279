import { useEffect, useReducer, useRef } from "preact/hooks";

/** A press is over long before this; a button that hangs must not keep an alarm from the screen. */
const AT_MOST = 1_500;
/** On a touch screen the click comes a moment after the finger has left. */
const CLICK_FOLLOWS = 100;

/**
 * The value, but as it was for as long as somebody presses. What is drawn anew between the press and the click may move
 * what lies under the finger, and then the browser clicks on nothing: the press is lost without a word.
 */
export function useHeld<T>(value: T): T {
  const shown = useRef(value);
  const pressed = useRef(false);
  const [, draw] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const over = () => {
      pressed.current = false;
      draw(0);
    };
    const after = (wait: number) => {
      clearTimeout(timer);
      timer = setTimeout(over, wait);
    };
    const press = () => {
      pressed.current = true;
      after(AT_MOST);
    };
    const release = () => pressed.current && after(CLICK_FOLLOWS);
    const capture = { capture: true };
    // Before whatever else a press sets going: the window hears it first.
    window.addEventListener("pointerdown", press, capture);
    window.addEventListener("pointerup", release, capture);
    window.addEventListener("pointercancel", release, capture);
    return () => {
      clearTimeout(timer);
      window.removeEventListener("pointerdown", press, capture);
      window.removeEventListener("pointerup", release, capture);
      window.removeEventListener("pointercancel", release, capture);
    };
  }, []);
  if (!pressed.current) shown.current = value;
  return shown.current;
}
