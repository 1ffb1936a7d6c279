import { useLocation } from "preact-iso";
import { useStore } from "../app/store";
import { HoldButton } from "../parts/HoldButton";
import { t } from "../texts";
import { warmUp } from "./location";
import { isOpen, panic } from "./panic";
import { useRaise } from "./useRaise";

/** The panic button: always at the same place. Held it raises the alarm; touched it opens its own screen. */
export function PanicKey() {
  const raise = useRaise();
  const { route } = useLocation();
  const running = isOpen(useStore(panic));
  return (
    <HoldButton
      size="bar"
      label={t.panic.keyLabel}
      onTouch={() => void warmUp()}
      onTap={() => route("/panic")}
      onHeld={() => (running ? route("/panic") : raise())}
    >
      {t.panic.key.map((line) => (
        <span key={line}>
          {line}
          <wbr />
        </span>
      ))}
    </HoldButton>
  );
}
