/** Something that set-up could not do, with what a person can do about it. */
export class SetupError extends Error {
  /**
   * @param {string} message what happened, and where
   * @param {string} fix what to do next
   * @param {readonly string[]} [tail] what the failing command printed: its first complaints and its last lines
   */
  constructor(message, fix, tail = []) {
    super(message);
    this.name = "SetupError";
    this.fix = fix;
    this.tail = tail;
  }
}

/** The user (or a signal) stopped set-up: not an error, and nothing to explain. */
export class Interrupted extends Error {
  constructor() {
    super("interrupted");
    this.name = "Interrupted";
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

/**
 * @param {unknown} error
 * @returns {string | undefined} node's error code, such as ENOENT
 */
export function codeOf(error) {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
