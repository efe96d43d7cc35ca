import type { Timing } from "../timing.ts";

/** How many calls a monitor may make. */
export interface CallBudgetOptions {
  /** As an average over any ten seconds. */
  readonly callsPerSecond: number;
  /** So many seconds' worth may be called for at once on top, by what is short; left out: 0. */
  readonly aheadSeconds?: number;
  readonly timing: Pick<Timing, "now" | "sleep">;
  /** From 0 to below 1. */
  readonly random: () => number;
}

/** Slower than this a monitor would be of no use to anybody. */
const slowest = 0.1;
const jitter = 0.05;
/** What the budget is an average over, and a little more: a call is made a moment after its turn has come. */
const windowMilliseconds = 10_100;
/** What was not called for in so many seconds may be called for at once: much of an operation has little to look at. */
const burstSeconds = 5;

/**
 * Calls for everybody who looks at the same account: one after the other, no more than so many a second on average, half as
 * many after each throttled one and slowly more again.
 */
export class CallBudget {
  readonly #options: CallBudgetOptions;
  /** In seconds. */
  readonly #burst: number;
  #rate: number;
  /** Calls that may be made at once, as of a time. */
  #saved: number;
  #asOf: number;
  /** How many calls there may be in any ten seconds. */
  readonly #most: number;
  /** When the calls of the last ten seconds were made, in milliseconds. */
  #recent: readonly number[] = [];
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: CallBudgetOptions) {
    const { callsPerSecond, aheadSeconds = 0 } = options;
    this.#options = options;
    this.#rate = callsPerSecond;
    this.#burst = Math.max(burstSeconds, aheadSeconds);
    this.#saved = this.#rate * this.#burst;
    this.#asOf = options.timing.now().getTime();
    this.#most = Math.max(1, Math.floor(callsPerSecond * (10 + aheadSeconds)));
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
    for (let missing = this.#missing(); missing > 0; missing = this.#missing()) {
      // Jitter only ever lengthens a pause: the budget is a promise.
      await timing.sleep(Math.ceil(missing * (1 + jitter * random())), signal);
    }
    signal.throwIfAborted();
    this.#saved -= 1;
    this.#recent = [...this.#recent, this.#asOf];
  }

  /** Milliseconds until the next call may be made. */
  #missing(): number {
    const now = this.#options.timing.now().getTime();
    const seconds = (now - this.#asOf) / 1000;
    this.#asOf = now;
    this.#recent = this.#recent.filter((time) => time > now - windowMilliseconds);
    this.#saved = Math.min(this.#saved + seconds * this.#pace(), Math.max(1, this.#rate * this.#burst));
    const oldest = this.#recent.at(-this.#most);
    if (oldest !== undefined) return oldest + windowMilliseconds - now;
    return Math.max(0, ((1 - this.#saved) / this.#pace()) * 1000);
  }

  /** Calls a second: after a burst so many fewer that what is left lasts until that is forgotten. */
  #pace(): number {
    const [oldest] = this.#recent;
    if (oldest === undefined) return this.#rate;
    const seconds = Math.max(1, oldest + windowMilliseconds - this.#asOf) / 1000;
    return Math.min(this.#rate, ((1 + jitter) * (this.#most - this.#recent.length)) / seconds);
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
