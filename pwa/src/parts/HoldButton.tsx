import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { quietly } from "../time/within";
import { down, fill, idle, tick, up, wasTap, type Hold } from "../panic/hold";

interface Props {
  label: string;
  describedBy?: string;
  size: "bar" | "screen";
  onHeld: () => void;
  /** A short touch, where that means something. */
  onTap?: () => void;
  /** A hand is on it. */
  onTouch?: () => void;
  children: ComponentChildren;
}

const RADIUS = 46;
const ROUND = 2 * Math.PI * RADIUS;

/** Hold it until its ring is full. Fingers, mouse, Enter and space all hold. */
export function HoldButton({ label, describedBy, size, onHeld, onTap, onTouch, children }: Props) {
  const [hold, setHold] = useState<Hold>(idle);
  const [full, setFull] = useState(0);
  const now = useRef(hold);
  const act = useRef({ onHeld, onTap });
  act.current = { onHeld, onTap };

  const become = (next: Hold) => {
    now.current = next;
    setHold(next);
  };

  useEffect(() => {
    if (hold.since === null) {
      setFull(0);
      return;
    }
    if (hold.done) return;
    // A timer, not an animation frame: it also goes on where a browser saves frames.
    const timer = setInterval(() => {
      const before = now.current;
      const after = tick(before, performance.now());
      setFull(fill(after, performance.now()));
      if (after === before) return;
      become(after.done ? idle : after);
      if (after.done) {
        act.current.onHeld();
        quietly(() => navigator.vibrate?.(200), false);
      } else if (wasTap(before)) act.current.onTap?.();
    }, 16);
    return () => clearInterval(timer);
  }, [hold]);

  const press = () => {
    become(down(now.current, performance.now()));
    quietly(() => onTouch?.(), undefined);
  };
  const release = () => become(up(now.current, performance.now()));
  const isKey = (event: KeyboardEvent) => event.key === " " || event.key === "Enter";

  return (
    <button
      type="button"
      class={`hold hold--${size}${hold.since !== null ? " hold--held" : ""}`}
      aria-label={label}
      aria-describedby={describedBy}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        press();
        // The finger may slide off the button without letting go of it.
        const button = event.currentTarget;
        quietly(() => button.setPointerCapture(event.pointerId), undefined);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onLostPointerCapture={release}
      onKeyDown={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        if (!event.repeat) press();
      }}
      onKeyUp={(event) => {
        if (!isKey(event)) return;
        event.preventDefault();
        release();
      }}
      onBlur={release}
      onContextMenu={(event) => event.preventDefault()}
      onClick={(event) => {
        // A screen reader's double tap comes as a click without a pointer.
        if (event.detail === 0 && now.current.since === null) act.current.onTap?.();
      }}
    >
      <svg class="hold__ring" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle class="hold__track" cx="50" cy="50" r={RADIUS} />
        <circle
          cx="50"
          cy="50"
          r={RADIUS}
          stroke-dasharray={`${ROUND * full} ${ROUND}`}
          transform="rotate(-90 50 50)"
        />
      </svg>
      <span class="hold__face">{children}</span>
    </button>
  );
}
