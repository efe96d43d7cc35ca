import type { Operation } from "./operation.ts";

/** What goes wrong. */
export type Trouble =
  | { readonly kind: "error"; readonly status: number; readonly code: string }
  /** One byte of the answer, or of what was uploaded, is another. */
  | { readonly kind: "corrupt" }
  /** The connection ends after that many bytes of the body. */
  | { readonly kind: "cut"; readonly afterBytes: number };

export interface Fault {
  readonly on: Operation;
  /** Left out: any. */
  readonly bucket?: string;
  /** Left out: any. Of a DeleteObjects one that is in it, which then fails on its own. */
  readonly key?: string | RegExp;
  /** How often; left out: always. */
  readonly times?: number;
  readonly trouble: Trouble;
}

export const slowDown: Trouble = { kind: "error", status: 503, code: "SlowDown" };
export const internalError: Trouble = { kind: "error", status: 500, code: "InternalError" };
export const accessDenied: Trouble = { kind: "error", status: 403, code: "AccessDenied" };

/** Faults to be met, in their order. */
export class Faults {
  readonly #faults: { readonly fault: Fault; left: number }[] = [];

  add(...faults: readonly Fault[]): void {
    for (const fault of faults) this.#faults.push({ fault, left: fault.times ?? Number.POSITIVE_INFINITY });
  }

  clear(): void {
    this.#faults.length = 0;
  }

  /** What goes wrong with this request, if anything; one that is met counts. */
  meet(operation: Operation, key: string, bucket: string): Trouble | undefined {
    const found = this.#faults.find(
      ({ fault, left }) => left > 0 && fault.on === operation && fits(fault.key, key) && fits(fault.bucket, bucket),
    );
    if (!found) return undefined;
    found.left -= 1;
    return found.fault.trouble;
  }
}

function fits(wanted: Fault["key"], key: string): boolean {
  return wanted === undefined || (typeof wanted === "string" ? wanted === key : wanted.test(key));
}
