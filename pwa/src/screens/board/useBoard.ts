import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import type { Board } from "../../api/types";
import { secondsSince, usePoll, useSeconds } from "../../app/poll";
import { signedOut } from "../../session/session";
import { deviceClock, serverClock, type Tick } from "../../time/clock";
import { keepList, keptOf } from "../../whereabouts/kept";

const EVERY = 2_000;

export function useBoard() {
  const [heard, setHeard] = useState<{ board: Board; at: Tick } | null>(null);
  const [silent, setSilent] = useState(false);
  const [opened] = useState(() => deviceClock.read());
  const { now } = usePoll(async () => {
    const asked = deviceClock.read();
    try {
      const board = await api.board();
      // As old as the question, not as the answer: a slow network must not make it look young.
      setHeard({ board, at: asked });
      setSilent(false);
      void keepList(keptOf(board), serverClock.wallOffset);
    } catch (error) {
      setSilent(true);
      if (error instanceof Problem && error.status === 401) signedOut();
      throw error;
    }
  }, EVERY);
  useSeconds(true, 500);
  return { board: heard?.board ?? null, age: secondsSince(heard?.at ?? opened), silent, reload: now };
}
