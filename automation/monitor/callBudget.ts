import type { Timing } from "../timing.ts";

/** How many calls a monitor may make. */
export interface CallBudgetOptions {
  /** On average over ten seconds. */
  readonly callsPerSecond: number;
  readonly timing: Pick<Timing, "now" | "sleep">;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Slower than this a monitor would be of no use to anybody. */
const slowest = 0.1;
const jitter = 0.1;
/** What was not called for in that many seconds may be called for at once: most of an operation has little to look at. */
const burstSeconds = 10;

/**
 * Calls for everybody who looks at the same account: one after the other, no more than so many a second on average, half as
 * many after each throttled one and slowly more again.
 */
export class CallBudget {
  readonly #options: CallBudgetOptions;
  #rate: number;
  /** Calls that may be made at once, as of a time. */
  #saved: number;
  #asOf: number;
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CallBudgetOptions) {
    this.#options = options;
    this.#rate = options.callsPerSecond;
    this.#saved = this.#rate * burstSeconds;
    this.#asOf = options.timing.now().getTime();
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
    const { timing, random } = this.#options;
    for (this.#save(); this.#saved < 1; this.#save()) {
      const missing = ((1 - this.#saved) / this.#rate) * 1000;
      // Jitter only ever lengthens a pause: the budget is a promise.
      await timing.sleep(Math.ceil(missing * (1 + jitter * random())), signal);
    }
    signal.throwIfAborted();
    this.#saved -= 1;
  }

  #save(): void {
    const now = this.#options.timing.now().getTime();
    const more = ((now - this.#asOf) / 1000) * this.#rate;
    this.#saved = Math.min(this.#saved + more, this.#rate * burstSeconds);
    this.#asOf = now;
  }

  #slower(): void {
    this.#rate = Math.max(this.#rate / 2, slowest);
    this.#saved = 0;
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
