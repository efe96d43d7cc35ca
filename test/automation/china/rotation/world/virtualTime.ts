import type { Timing } from "../../../../../automation/timing.ts";

/** A clock that moves when somebody sleeps or calls, a second at a time, with somebody looking after each. */
export class VirtualTime implements Timing {
  readonly pollMilliseconds = 3_000;
  readonly #watchers: (() => void)[] = [];
  #now = Date.parse("2026-03-01T08:00:00Z");
  /** Called before a sleep, for a test that ends the process there. */
  beforeSleep: () => void = () => undefined;

  now(): Date {
    return new Date(this.#now);
  }

  get milliseconds(): number {
    return this.#now;
  }

  async sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.beforeSleep();
    this.pass(milliseconds);
    signal.throwIfAborted();
  }

  afterEachSecond(watch: () => void): void {
    this.#watchers.push(watch);
  }

  pass(milliseconds: number): void {
    const end = this.#now + milliseconds;
    while (this.#now < end) {
      const next = Math.min(end, (Math.floor(this.#now / 1000) + 1) * 1000);
      this.#now = next;
      if (next % 1000 === 0) for (const watch of this.#watchers) watch();
    }
  }

  /** Without anybody looking: days. */
  leap(milliseconds: number): void {
    this.#now += milliseconds;
  }
}
