/**
 * The one error class of this project: a stable code for scripts, a message that says what happened and where,
 * and the fix. An abort is not an error: functions report it in their result.
 */
export class PantherError extends Error {
  readonly code: string;
  readonly fix: string;

  constructor(code: string, message: string, fix: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PantherError";
    this.code = code;
    this.fix = fix;
  }
}
