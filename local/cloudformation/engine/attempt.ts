import { messageOf, ResourceError } from "../errors.ts";
import type { Provisioned } from "../types.ts";
import type { Services } from "./services.ts";
import type { StackState } from "./state.ts";

/** What came of a call of the provider. */
export type Attempt =
  | { readonly made: Provisioned }
  /** `physicalId`: something may be there all the same. */
  | { readonly problem: string; readonly physicalId?: string };

/**
 * Calls the provider, and lets `take` put what came of it into the state. Answers undefined when `signal` was faster: AWS
 * calls a resource cancelled at once, however long its custom resource's function still runs. The call itself goes on, and
 * whoever undoes the resource has to wait for it: see `lateCall`.
 */
export async function attempt(
  services: Services,
  stack: StackState,
  logicalId: string,
  signal: AbortSignal,
  call: () => Promise<Provisioned>,
  take: (result: Attempt) => void,
): Promise<Attempt | undefined> {
  const ended = call().then((made): Attempt => ({ made }), failed);
  const taken = ended.then((result) => {
    take(result);
    return result;
  });
  const first = await unlessAborted(taken, signal);
  if (first === undefined) {
    const key = keyOf(stack, logicalId);
    const late = taken.then(() => {
      services.lateCalls.delete(key);
      services.changed();
    });
    services.lateCalls.set(key, late);
  }
  return first;
}

/** A call that still goes on although its resource was cancelled. */
export function lateCall(services: Services, stack: StackState, logicalId: string): Promise<void> | undefined {
  return services.lateCalls.get(keyOf(stack, logicalId));
}

function failed(error: unknown): Attempt {
  const physicalId = error instanceof ResourceError ? error.physicalId : undefined;
  return { problem: messageOf(error), ...(physicalId === undefined ? {} : { physicalId }) };
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const stop = () => resolve(undefined);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

function keyOf(stack: StackState, logicalId: string): string {
  return `${stack.id}/${logicalId}`;
}
