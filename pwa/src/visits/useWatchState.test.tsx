import { cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Around, visitOf } from "../testing";
import { t } from "../texts";
import { deviceClock, serverClock } from "../time/clock";
import { setTimeZone } from "../time/format";
import { Freshness } from "./Freshness";
import { visits } from "./visits";
import { WatchLine } from "./WatchLine";

setTimeZone("Europe/Amsterdam");
const AS_OF = "2026-11-23T13:15:00Z";
const calm = visits.get();
const WATCHED = "Er wordt op je gelet tot 14:40";
const GONE = "Geen verbinding sinds 14:15. Toen werd er op je gelet tot 14:40";

beforeEach(() => {
  const now = deviceClock.read();
  serverClock.sync(AS_OF, now, now);
});
afterEach(() => {
  cleanup();
  visits.set(calm);
  vi.restoreAllMocks();
});

/** What stands there when the last answer is so many seconds old. */
const says = (seconds: number, silent: boolean) => {
  const { mono, wall } = deviceClock.read();
  visits.set({
    all: [visitOf()],
    asOf: AS_OF,
    heard: { mono: mono - seconds * 1000, wall: wall - seconds * 1000 },
    silent,
  });
  const { container } = render(
    <Around>
      <WatchLine />
      <Freshness />
    </Around>,
  );
  return container.textContent;
};

it("says that somebody watches by an answer of just now, also when the next one fails once", () => {
  expect(says(20, false)).toContain(WATCHED);
  cleanup();
  expect(says(20, true)).toContain(WATCHED);
});

it("says since when there is no connection once nothing was heard for long", () => {
  expect(says(25, true)).toContain(GONE);
});

it("says neither while it is being asked, as a page that was hidden for long does when somebody looks again", () => {
  const said = says(900, false);
  expect(said).toContain(t.app.moment);
  expect(said).not.toMatch(/gelet|verbinding/);
});
