import { useState } from "preact/hooks";
import { api, type KnownBoard } from "../../api/calls";
import { Problem } from "../../api/problem";
import { secondsSince, usePoll, useSeconds } from "../../app/poll";
import { signedOut } from "../../session/session";
import { deviceClock, serverClock, type Tick } from "../../time/clock";
import { keepList, keptOf } from "../../whereabouts/kept";

const EVERY = 2_000;

export function useBoard() {
  const [heard, setHeard] = useState<{ known: KnownBoard; at: Tick } | null>(null);
  const [silent, setSilent] = useState(false);
  const [opened] = useState(() => deviceClock.read());
  const { now } = usePoll(async () => {
    const asked = deviceClock.read();
    try {
      const known = await api.board(heard?.known ?? null);
      // As old as the question, not as the answer: a slow network must not make it look young.
      setHeard({ known, at: asked });
      setSilent(false);
      void keepList(keptOf(known.board), serverClock.wallOffset);
    } catch (error) {
      setSilent(true);
      if (error instanceof Problem && error.status === 401) signedOut(error.onlyAlarms);
      throw error;
    }
  }, EVERY);
  useSeconds(true, 500);
  return { board: heard?.known.board ?? null, age: secondsSince(heard?.at ?? opened), silent, reload: now };
}
