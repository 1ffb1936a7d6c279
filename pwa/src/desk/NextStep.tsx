import { useSeconds } from "../app/poll";
import { serverClock } from "../time/clock";
import { Counted } from "./Counted";
import { whatComes } from "./next-step";

/** Which step comes next and in how long. It counts by itself, so that what stands around it is not drawn every second. */
export function NextStep({ alarm }: { alarm: Parameters<typeof whatComes>[0] }) {
  useSeconds();
  const coming = whatComes(alarm, serverClock.now());
  return coming && <Counted coming={coming} />;
}
