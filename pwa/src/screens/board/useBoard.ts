import { useState } from "preact/hooks";
import { api } from "../../api/calls";
import { Problem } from "../../api/problem";
import type { Board } from "../../api/types";
import { secondsSince, usePoll, useSeconds } from "../../app/poll";
import { signedOut } from "../../session/session";
import { deviceClock, type Tick } from "../../time/clock";

const EVERY = 2_000;

export function useBoard() {
  const [heard, setHeard] = useState<{ board: Board; at: Tick } | null>(null);
  const [opened] = useState(() => deviceClock.read());
  const { now } = usePoll(async () => {
    const asked = deviceClock.read();
    try {
      const board = await api.board();
      // As old as the question, not as the answer: a slow network must not make it look young.
      setHeard({ board, at: asked });
    } catch (error) {
      if (error instanceof Problem && error.status === 401) signedOut();
      throw error;
    }
  }, EVERY);
  useSeconds(true, 500);
  return { board: heard?.board ?? null, age: secondsSince(heard?.at ?? opened), reload: now };
}
