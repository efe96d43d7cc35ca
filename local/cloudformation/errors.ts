/** An API call was refused: `code` and `message` as AWS gives them, `status` the HTTP status. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/**
 * A resource could not be created, updated or deleted; the message becomes its ResourceStatusReason.
 * `physicalId` is set when a creation failed but something may be there under that ID: a rollback then deletes it.
 */
export class ResourceError extends Error {
  override readonly name = "ResourceError";
  constructor(
    message: string,
    readonly physicalId?: string,
  ) {
    super(message);
  }
}

/** A template could not be fetched. */
export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

/** CloudFormation answers almost every wrong use with this one code. */
export function validationError(message: string): ApiError {
  return new ApiError("ValidationError", message);
}

/** What CloudFormation says of a service role that it gets no credentials of. */
export function notAssumable(roleArn: string): string {
  return `Role ${roleArn} is invalid or cannot be assumed`;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
