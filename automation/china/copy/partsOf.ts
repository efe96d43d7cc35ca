import type { ByteBudget } from "./byteBudget.ts";
import { partBytes } from "./releaseTarget.ts";

export interface Part {
  /** From 1. */
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Of the budget; to be given back once the bytes are not needed any more. */
  readonly taken: number;
}

/** Cuts a stream of a known size into parts, each begun only once there is memory for it. */
export async function* partsOf(
  stream: AsyncIterable<Uint8Array>,
  size: number,
  budget: ByteBudget,
): AsyncGenerator<Part> {
  let part: { readonly bytes: Buffer; readonly taken: number } | undefined;
  let filled = 0;
  let number = 0;
  try {
    for await (const chunk of stream) {
      for (let rest = chunk; rest.length > 0; ) {
        if (!part) {
          const length = Math.min(partBytes, size - number * partBytes);
          part = { taken: await budget.take(length), bytes: Buffer.allocUnsafeSlow(length) };
          filled = 0;
        }
        const fits = rest.subarray(0, part.bytes.length - filled);
        part.bytes.set(fits, filled);
        filled += fits.length;
        rest = rest.subarray(fits.length);
        if (filled < part.bytes.length) continue;
        const full = { number: ++number, ...part };
        part = undefined;
        yield full;
      }
    }
  } finally {
    if (part) budget.giveBack(part.taken);
  }
}
