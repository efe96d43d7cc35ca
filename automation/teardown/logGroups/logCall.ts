import { PantherError } from "../../../model/error.ts";
import { credentialsExpired } from "../../credentials.ts";
import { noCredentials } from "../buckets/openBucket.ts";

/**
 * A call without which there is nothing to go on with.
 * @throws PantherError of this code, or `credentials-expired`; the signal's reason
 */
export async function logCall<T>(
  code: string,
  action: string,
  signal: AbortSignal,
  call: (options: { readonly abortSignal: AbortSignal }) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  try {
    return await call({ abortSignal: signal });
  } catch (error) {
    signal.throwIfAborted();
    if (noCredentials(error)) throw credentialsExpired(error);
    const { name, message } = error as Error;
    throw new PantherError(code, `${action} failed: ${name}: ${message}`, `The caller needs ${action}.`, {
      cause: error,
    });
  }
}
