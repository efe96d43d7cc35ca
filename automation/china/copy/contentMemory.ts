/** A piece of the memory for content. */
export interface Piece {
  readonly bytes: Buffer;
  /** Once; nobody may look at the bytes any more. */
  free(): void;
}

/** Pieces begin at multiples of this, so that small ones don't leave gaps that fit nothing. */
const grain = 64 * 1024;

/**
 * Memory for content that is between the two sides: one block, handed out in pieces and used again and again. Buffers of
 * their own would be bounded as well, but only by when the garbage collector comes to them. Whoever finds no room waits, in
 * order.
 */
export class ContentMemory {
  readonly #block: Buffer;
  /** Sorted by where they begin. */
  readonly #taken: { readonly start: number; readonly end: number }[] = [];
  readonly #waiting: { readonly size: number; readonly go: (piece: Piece) => void }[] = [];

  constructor(bytes: number) {
    this.#block = Buffer.allocUnsafeSlow(bytes);
  }

  /** @throws RangeError for more than there is at all. */
  async take(size: number): Promise<Piece> {
    if (size > this.#block.length) throw new RangeError(`${size} bytes don't fit.`);
    const piece = this.#waiting.length === 0 ? this.#place(size) : undefined;
    return piece ?? (await new Promise<Piece>((go) => this.#waiting.push({ size, go })));
  }

  #place(size: number): Piece | undefined {
    const length = Math.max(1, Math.ceil(size / grain)) * grain;
    let start = 0;
    let index = 0;
    for (const taken of this.#taken) {
      if (taken.start - start >= length) break;
      start = taken.end;
      index += 1;
    }
    if (start + size > this.#block.length) return undefined;
    const taken = { start, end: start + length };
    this.#taken.splice(index, 0, taken);
    return { bytes: this.#block.subarray(start, start + size), free: () => this.#free(taken) };
  }

  #free(taken: { readonly start: number; readonly end: number }): void {
    this.#taken.splice(this.#taken.indexOf(taken), 1);
    for (let next = this.#waiting[0]; next; next = this.#waiting[0]) {
      const piece = this.#place(next.size);
      if (!piece) return;
      this.#waiting.shift();
      next.go(piece);
    }
  }
}
