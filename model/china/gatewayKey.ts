const hidden = "[gateway key]";

/**
 * Value of an API key of the gateway in China: whoever has it controls the whole backend. It shows itself to nobody who
 * prints, logs, serializes or inspects it; `reveal` is for the request's header and for the secret alone.
 */
export class GatewayKey {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  equals(value: string | undefined): boolean {
    return value === this.#value;
  }

  /** A text of somebody else's without the key, for one that repeats what it was sent. */
  removedFrom(text: string): string {
    return text.replaceAll(this.#value, hidden);
  }

  toString(): string {
    return hidden;
  }

  toJSON(): string {
    return hidden;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return hidden;
  }
}
