/** Memory that may be taken for what is between the two sides, in bytes. Whoever wants more than is left waits, in order. */
export class ByteBudget {
  #left: number;
  readonly #waiting: { readonly bytes: number; readonly go: () => void }[] = [];
  readonly #all: number;

  constructor(bytes: number) {
    this.#all = bytes;
    this.#left = bytes;
  }

  /** Resolves once that much is free; more than there is at all is taken as all. Give back what it answers. */
  async take(bytes: number): Promise<number> {
    const wanted = Math.min(bytes, this.#all);
    if (this.#waiting.length > 0 || wanted > this.#left) {
      await new Promise<void>((go) => this.#waiting.push({ bytes: wanted, go }));
    } else this.#left -= wanted;
    return wanted;
  }

  giveBack(bytes: number): void {
    this.#left += bytes;
    for (let next = this.#waiting[0]; next && next.bytes <= this.#left; next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#left -= next.bytes;
      next.go();
    }
  }
}
