// What time it is, according to the server. A phone's wall clock may be wrong by hours, and its monotonic clock may
// stand still while the phone sleeps; neither alone may tell somebody how long they are watched over.

/** One reading of this device's own clocks. */
export interface Tick {
  /** Milliseconds that never go back, within this page. */
  mono: number;
  /** The wall clock: may be wrong, may jump. */
  wall: number;
}

export interface DeviceClock {
  read(): Tick;
}

export const deviceClock: DeviceClock = {
  read: () => ({ mono: performance.now(), wall: Date.now() }),
};

/**
 * How long ago `then` was, in milliseconds.
 *
 * The larger of both differences: a monotonic clock that slept and a wall clock that was set back both come out too
 * small, and "too long ago" is the safe mistake.
 */
export function elapsed(then: Tick, now: Tick): number {
  return Math.max(0, now.mono - then.mono, now.wall - then.wall);
}

/** The server's time, carried on by this device between two answers. */
export class ServerClock {
  private known: { server: number; at: Tick } | null = null;
  /** It was, in this page; what an earlier one knew is a guess by the wall clock. */
  heard = false;

  constructor(private readonly device: DeviceClock = deviceClock) {}

  /** Takes over the time of an answer that came at `at`; half the round trip had passed since the server wrote it. */
  sync(asOf: string, asked: Tick, at: Tick = this.device.read()): void {
    const server = Date.parse(asOf);
    if (Number.isNaN(server)) return;
    this.known = { server: server + (at.mono - asked.mono) / 2, at };
    this.heard = true;
  }

  /** Goes on with an offset kept from an earlier page, until the server is heard. */
  resume(wallOffset: number): void {
    if (this.known) return;
    const at = this.device.read();
    this.known = { server: at.wall + wallOffset, at };
  }

  get synced(): boolean {
    return this.known !== null;
  }

  /** When the server's time was learned, by this device's clocks. */
  get learned(): Tick | null {
    return this.known?.at ?? null;
  }

  /**
   * Server time in milliseconds; this device's own guess while the server was never heard. `set`: by how much somebody
   * is known to have set the wall clock since.
   */
  now(set = 0): number {
    const tick = this.device.read();
    const wall = tick.wall - set;
    return this.known ? this.known.server + elapsed(this.known.at, { ...tick, wall }) : wall;
  }

  /** How far the server is ahead of this device's wall clock. */
  get wallOffset(): number {
    return this.now() - this.device.read().wall;
  }
}

export const serverClock = new ServerClock();
