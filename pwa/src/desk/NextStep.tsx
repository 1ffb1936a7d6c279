import "./next-step.css";
import { useSeconds } from "../app/poll";
import { serverClock } from "../time/clock";
import { nextStep } from "./next-step";

/** Which step comes next and in how long. It counts by itself, so that what stands around it is not drawn every second. */
export function NextStep({ alarm }: { alarm: Parameters<typeof nextStep>[0] }) {
  useSeconds();
  const words = nextStep(alarm, serverClock.now());
  return words ? <span class="next-step">{` ${words}`}</span> : null;
}
