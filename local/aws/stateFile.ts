import { readFileSync, renameSync, writeFileSync } from "node:fs";

/** Writes state to a file soon after each change: atomically, and at most `pause` milliseconds (1 s at most) late. */
export class StateFile {
  readonly #path: string;
  readonly #snapshot: () => unknown;
  #timer: NodeJS.Timeout | undefined;
  #pause = 200;
  #closed = false;

  constructor(path: string, snapshot: () => unknown) {
    this.#path = path;
    this.#snapshot = snapshot;
  }

  /** @returns what was saved last, or undefined when there is nothing. @throws SyntaxError when the file is damaged */
  read(): unknown {
    try {
      return JSON.parse(readFileSync(this.#path, "utf8"));
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Tells that the state has changed. */
  changed(): void {
    if (this.#closed) return;
    this.#timer ??= setTimeout(() => this.save(), this.#pause);
  }

  /** Saves for the last time: what changes from now on comes of the end itself. */
  close(): void {
    if (!this.#closed) this.save();
    this.#closed = true;
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const begun = performance.now();
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#snapshot()));
    renameSync(`${this.#path}.new`, this.#path);
    // Much state takes long to write: then write less often, rather than do nothing else.
    this.#pause = Math.min(800, Math.max(200, 10 * (performance.now() - begun)));
  }
}
