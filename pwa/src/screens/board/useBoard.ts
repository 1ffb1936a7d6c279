import { useEffect, useState } from "preact/hooks";
import type { KnownBoard } from "../../api/later";
import { api } from "../../api/later";
import { Problem } from "../../api/problem";
import { secondsSince, usePoll } from "../../app/poll";
import { boardHeard } from "../../desk/first-board";
import { type Freshness, freshness } from "../../desk/freshness";
import { signedOut } from "../../session/session";
import { deviceClock, type Tick } from "../../time/clock";
import { keepSoon } from "../../whereabouts/kept";
import { shareBoard } from "./share";

const EVERY = 2_000;

/** The board, asked for again and again. Only what changed on it is another object than before. */
export function useBoard() {
  const [heard, setHeard] = useState<{ known: KnownBoard; at: Tick } | null>(null);
  const [silent, setSilent] = useState(false);
  const [opened] = useState(() => deviceClock.read());
  const { now } = usePoll(async () => {
    const asked = deviceClock.read();
    try {
      const { tag, board } = await api.board(heard?.known ?? null);
      const known = { tag, board: shareBoard(heard?.known.board ?? null, board) };
      // As old as the question, not as the answer: a slow network must not make it look young.
      setHeard({ known, at: asked });
      setSilent(false);
      boardHeard();
      keepSoon(known.board);
    } catch (error) {
      setSilent(true);
      if (error instanceof Problem && error.status === 401) signedOut(error.onlyAlarms);
      throw error;
    }
  }, EVERY);
  return { board: heard?.known.board ?? null, since: heard?.at ?? opened, silent, reload: now };
}

/** How old it is in words. It looks twice a second, and draws only when the word becomes another one. */
export function useFreshness(since: Tick, silent: boolean): Freshness {
  const read = () => freshness(secondsSince(since), silent);
  const [, look] = useState<Freshness>(read);
  useEffect(() => {
    const again = () => look(read());
    const timer = setInterval(again, 500);
    document.addEventListener("visibilitychange", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
    };
  }, [since, silent]);
  return read();
}
