import type { ContentMemory, Piece } from "./contentMemory.ts";
import { partBytes } from "./releaseTarget.ts";

export interface Part {
  /** From 1. */
  readonly number: number;
  /** To be freed once it is not needed any more. */
  readonly piece: Piece;
}

/** Cuts a stream of a known size into parts, each begun only once there is memory for it. */
export async function* partsOf(
  stream: AsyncIterable<Uint8Array>,
  size: number,
  memory: ContentMemory,
): AsyncGenerator<Part> {
  let piece: Piece | undefined;
  let filled = 0;
  let number = 0;
  try {
    for await (const chunk of stream) {
      for (let rest = chunk; rest.length > 0; ) {
        if (!piece) {
          piece = await memory.take(Math.min(partBytes, size - number * partBytes));
          filled = 0;
        }
        const { bytes } = piece;
        const fits = rest.subarray(0, bytes.length - filled);
        bytes.set(fits, filled);
        filled += fits.length;
        rest = rest.subarray(fits.length);
        if (filled < bytes.length) continue;
        const full = { number: ++number, piece };
        piece = undefined;
        yield full;
      }
    }
  } finally {
    piece?.free();
  }
}
