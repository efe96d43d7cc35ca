import type { Timing } from "../timing.ts";

/** How many calls a monitor may make. */
export interface CallBudgetOptions {
  /** At most, in calls a second. */
  readonly callsPerSecond: number;
  readonly timing: Pick<Timing, "now" | "sleep">;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Slower than this a monitor would be of no use to anybody. */
const slowest = 0.1;
const jitter = 0.1;

/**
 * Calls for everybody who looks at the same account: one after the other, no more than so many a second, half as many after
 * each throttled one and slowly more again.
 */
export class CallBudget {
  readonly #options: CallBudgetOptions;
  #rate: number;
  #free = 0;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CallBudgetOptions) {
    this.#options = options;
    this.#rate = options.callsPerSecond;
  }

  /** Calls a second, at present. */
  get rate(): number {
    return this.#rate;
  }

  /** Makes a call when its turn has come. @throws the call's error, or the signal's reason */
  async call<T>(make: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const turn = this.#last.then(() => this.#wait(signal));
    // Whoever gives up must not keep those behind from going on.
    this.#last = turn.catch(() => undefined);
    await turn;
    try {
      const answer = await make();
      if (wasRetried(answer)) this.#slower();
      else this.#faster();
      return answer;
    } catch (error) {
      if (isThrottled(error)) this.#slower();
      throw error;
    }
  }

  async #wait(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { timing, random } = this.#options;
    const wait = this.#free - timing.now().getTime();
    if (wait > 0) await timing.sleep(wait, signal);
    // Jitter only ever lengthens a pause: the budget is a promise.
    const pause = (1000 / this.#rate) * (1 + jitter * random());
    this.#free = timing.now().getTime() + pause;
  }

  #slower(): void {
    this.#rate = Math.max(this.#rate / 2, slowest);
  }

  #faster(): void {
    this.#rate = Math.min(this.#rate * 1.1, this.#options.callsPerSecond);
  }
}

/** The SDK repeats a throttled call by itself, and says so. */
function wasRetried(answer: unknown): boolean {
  const { $metadata } = answer as { readonly $metadata?: { readonly attempts?: number } };
  return ($metadata?.attempts ?? 1) > 1;
}

export function isThrottled(error: unknown): boolean {
  return error instanceof Error && /Throttl|TooManyRequests|Rate exceeded/i.test(`${error.name} ${error.message}`);
}
