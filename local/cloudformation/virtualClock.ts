import type { Clock } from "./types.ts";

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** Time that moves only when everybody sleeps: an hour of waiting takes no time, and its order is that of real time. */
export class VirtualClock implements Clock {
  private readonly sleepers = new Set<Sleeper>();
  private scheduled = false;

  constructor(private current = Date.parse("2030-01-01T00:00:00.000Z")) {}

  now(): Date {
    return new Date(this.current);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        due: this.current + Math.max(0, milliseconds),
        wake: () => {
          this.sleepers.delete(sleeper);
          signal?.removeEventListener("abort", sleeper.wake);
          resolve();
        },
      };
      this.sleepers.add(sleeper);
      signal?.addEventListener("abort", sleeper.wake);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    // A macrotask runs when no promise is left to continue, that is, when everybody waits for time or for the outside.
    setImmediate(() => {
      this.scheduled = false;
      this.advance();
    });
  }

  private advance(): void {
    if (this.sleepers.size === 0) return;
    const due = Math.min(...[...this.sleepers].map((sleeper) => sleeper.due));
    this.current = Math.max(this.current, due);
    for (const sleeper of [...this.sleepers]) if (sleeper.due <= due) sleeper.wake();
    if (this.sleepers.size > 0) this.schedule();
  }
}
