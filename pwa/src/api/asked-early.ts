// What the page asks before this code has come (public/first-questions.js): who is here, and then a worker's visits. On a
// slow line the app takes longer to come than the answers. A page without it, or in which it came too late or failed, loses
// nothing: what is not found here is asked as ever.
import { deviceClock, elapsed, type Tick } from "../time/clock";

interface AskedEarly {
  asked: Tick;
  /** When the answer began to come; not there until then. */
  came?: Tick;
  answer: Promise<Response>;
}

/** Null: this code was first, or took it. The page does not ask it any more. */
type Early = Record<string, AskedEarly | null>;

const QUESTIONS = ["/v1/me", "/v1/visits?mine=true&state=planned%2Cunder_way"];

/** Milliseconds. As old as visits on a screen are before they are asked for again. */
const NEW_ENOUGH = 5_000;

const page = globalThis as { askedEarly?: Early };

/**
 * The answer to this question that is on its way already, once. What is no question ends them all: whoever signs in or
 * out hears nothing of who was here before.
 */
export function askedEarly(request: Request): AskedEarly | null {
  const path = request.url.slice(self.location.origin.length);
  const isQuestion = request.method === "GET";
  if (isQuestion && !QUESTIONS.includes(path)) return null;
  page.askedEarly ??= {};
  const early = page.askedEarly;
  const found = isQuestion ? early[path] : null;
  for (const one of isQuestion ? [path] : QUESTIONS) early[one] = null;
  return found && elapsed(found.asked, deviceClock.read()) < NEW_ENOUGH ? found : null;
}
