// The server's time for what somebody chooses: "in 30 minutes", "at 14:40". A wall clock that is set while they look at
// the screen must not carry off the moment that they chose.
import { deviceClock, serverClock, type DeviceClock, type ServerClock, type Tick } from "./clock";

/** Milliseconds. By more than this both clocks only part when one was set, or slept. */
const PARTED = 5_000;

export class ChosenTime {
  private last: Tick | null = null;
  private learned: Tick | null = null;
  private set = 0;

  constructor(
    private readonly clock: ServerClock = serverClock,
    private readonly device: DeviceClock = deviceClock,
  ) {}

  /**
   * The screen is in sight, or it no longer is. A phone sleeps out of sight only: there a wall clock that ran ahead is
   * taken to be right, since the other stood still.
   */
  seen(inSight: boolean): void {
    this.last = inSight ? this.device.read() : null;
  }

  /** Server time in milliseconds, without what the wall clock was set by in sight. Until the server says it anew. */
  now(): number {
    const tick = this.device.read();
    const { learned } = this.clock;
    if (learned !== this.learned) {
      this.learned = learned;
      this.set = 0;
      if (learned && this.last && learned.mono > this.last.mono) this.last = learned;
    }
    if (this.last) {
      const parted = tick.wall - this.last.wall - (tick.mono - this.last.mono);
      if (Math.abs(parted) > PARTED) this.set += parted;
      this.last = tick;
    }
    return this.clock.now(this.set);
  }
}

export const chosenTime = new ChosenTime();
const look = () => chosenTime.seen(document.visibilityState === "visible");
document.addEventListener("visibilitychange", look);
look();
